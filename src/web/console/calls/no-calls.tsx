import { linkTo } from '../router';
import { useSession } from '../session';

/** What to do where there are no calls. */
export function NoCalls({ filtered }: { filtered: boolean }) {
  const { explorer, account } = useSession();
  if (filtered) {
    return (
      <div class="empty card">
        <h2>No call is like that</h2>
        <p>
          <a href={linkTo(['calls'])}>Show all calls</a>
        </p>
      </div>
    );
  }
  return (
    <div class="empty card">
      <h2>No calls yet</h2>
      <p class="muted">
        Place one, and watch it here as it happens.
        {(explorer.simulated || account.testMode) && ' No phone rings: the carrier is simulated.'}
      </p>
      <a class="button primary" href={linkTo(['new'])}>
        Place a call
      </a>
    </div>
  );
}
