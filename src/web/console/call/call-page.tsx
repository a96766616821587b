import { CallChangedDocument, CallDocument, type TurnFragment } from '../documents.generated';
import { words } from '../format';
import { Heading } from '../parts/heading';
import { Problem } from '../parts/problem';
import { quoted, SameByApi } from '../parts/same-by-api';
import { Status } from '../parts/status';
import { linkTo } from '../router';
import { useSession } from '../session';
import { Actions } from './actions';
import { Analysis } from './analysis';
import { Facts } from './facts';
import { Ids } from './ids';
import { Ledger } from './ledger';
import { Recording } from './recording';
import { Timeline } from './timeline';
import { Transcript } from './transcript';
import { type FullCall, useCall } from './use-call';

interface Props {
  id: string;
  /** The index of a turn to show. */
  turn: string | null;
}

/** One call: what happens, what is said, what came of it, what it cost. */
export function CallPage({ id, turn }: Props) {
  const { call, turns, error } = useCall(id);
  return (
    <article class="call" aria-busy={call === undefined && !error}>
      <p class="back">
        <a href={linkTo(['calls'])}>All calls</a>
      </p>
      <Heading title={call ? `Call to ${call.contactName?.trim() || call.toNumber}` : 'Call'}>
        {call && <Status status={call.status} />}
        <span class="hidden-visually" role="status">
          {call ? `The call is ${words(call.status)}. ${call.explanation ?? ''}` : ''}
        </span>
      </Heading>
      {error && <Problem error={error} />}
      {call === null && (
        <section class="empty card">
          <h2>There is no such call</h2>
          <p class="muted">The account of this key has none of this id.</p>
        </section>
      )}
      {call && <Parts call={call} turns={turns} turn={turn} />}
    </article>
  );
}

function Parts({ call, turns, turn }: { call: FullCall; turns: TurnFragment[]; turn: string | null }) {
  const { explorer } = useSession();
  const variables = { id: call.id };
  return (
    <>
      <p class="explanation">{call.explanation ?? 'It is on now, and shown here as it happens.'}</p>
      <Actions call={call} said={turns.length > 0} />
      <div class="call-columns">
        <div class="call-main">
          <Transcript call={call} turns={turns} turn={turn === null ? null : Number(turn)} />
          <Analysis call={call} turns={turns} />
          <Ids call={call} />
          <section class="card">
            <h2>The same by API</h2>
            <SameByApi
              command={`curl ${quoted(`${explorer.restUrl}/calls/${call.id}`)} -H "X-API-Key: $KEY"`}
              documents={[
                { label: 'this call', text: CallDocument.toString(), variables },
                { label: 'this call, live', text: CallChangedDocument.toString(), variables },
              ]}
            />
          </section>
        </div>
        <div class="call-side">
          <Facts call={call} />
          <Timeline events={call.events} />
          <Ledger call={call} />
          <Recording recording={call.recording} />
        </div>
      </div>
    </>
  );
}
