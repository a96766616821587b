import { useEffect, useRef, useState } from 'preact/hooks';
import { CallPage } from './call/call-page';
import { Calls } from './calls/calls';
import { Place } from './place/place';
import { linkTo, type Route, useRoute } from './router';
import { useSession } from './session';
import { Usage } from './usage/usage';

/** A server that is replaced by another is away for less, in milliseconds, and nobody need know. */
const AWAY_MS = 1000;

const VIEWS = [
  { name: 'calls', label: 'Calls' },
  { name: 'usage', label: 'Usage' },
  { name: 'new', label: 'Place a call' },
];

/** The frame around the views of an account. */
export function Shell({ onLeave }: { onLeave(): void }) {
  const route = useRoute();
  const present = route.parts[0] ?? 'calls';
  useArrival(route.parts.join('/'));
  return (
    <>
      <div class="bar">
        <nav aria-label="Console">
          {VIEWS.map(({ name, label }) => (
            <a key={name} href={linkTo([name])} aria-current={name === present ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <Account onLeave={onLeave} />
      </div>
      <div class="view">
        <View route={route} present={present} />
      </div>
      <Connection />
    </>
  );
}

function View({ route, present }: { route: Route; present: string }) {
  const id = route.parts[1];
  if (present === 'calls')
    return id ? <CallPage key={id} id={id} turn={route.query.get('turn')} /> : <Calls query={route.query} />;
  if (present === 'usage') return <Usage />;
  if (present === 'new') return <Place query={route.query} />;
  return (
    <section class="empty card">
      <h1>Nothing is here</h1>
      <p>
        <a href={linkTo(['calls'])}>See the calls</a>
      </p>
    </section>
  );
}

function Account({ onLeave }: { onLeave(): void }) {
  const { account, explorer } = useSession();
  return (
    <div class="account">
      {account.testMode ? (
        <span class="badge" title="Calls of a test key ring no phone and cost nothing.">
          Test mode
        </span>
      ) : (
        explorer.simulated && (
          <span class="badge" title="This server has a simulated carrier: no phone rings.">
            Simulated
          </span>
        )
      )}
      <span class="account-name">{account.name}</span>
      <button type="button" class="button quiet" onClick={onLeave}>
        Sign out
      </button>
    </div>
  );
}

/** Says when the server is away, over everything else, so that nothing moves. */
function Connection() {
  const { reach } = useSession().api;
  const [up, setUp] = useState(reach.up);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = reach.listen(() => {
      clearTimeout(timer);
      if (reach.up) setUp(true);
      else timer = setTimeout(() => setUp(false), AWAY_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [reach]);
  return (
    <div class="connection" role="status" data-up={up}>
      {up ? '' : 'The server cannot be reached. Trying again …'}
    </div>
  );
}

/** After a change of place, the focus is at the beginning of it. */
function useArrival(place: string): void {
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('.view h1')?.focus({ preventScroll: true });
  }, [place]);
}
