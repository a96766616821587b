import { useMemo, useRef, useState } from 'preact/hooks';
import { counted } from '../format';
import { Heading } from '../parts/heading';
import { Problem } from '../parts/problem';
import { goTo, linkTo } from '../router';
import { newestFirst } from './call-list';
import { CallTable } from './call-table';
import { isWanted, queryOf, type Wanted, wantedIn } from './filter';
import { FilterBar } from './filter-bar';
import { NoCalls } from './no-calls';
import { placeBefore, useKeptPlace } from './place-in-list';
import { useCalls } from './use-calls';
import { useStill } from './use-still';

/** The account's calls, newest first, as they happen. */
export function Calls({ query }: { query: URLSearchParams }) {
  const { status, to } = wantedIn(query);
  const [before] = useState(placeBefore);
  const { list, error, isLoadingMore, loadMore } = useCalls({ status, to }, before.rows);
  const rows = useMemo(
    () => newestFirst([...(list?.calls.values() ?? [])].filter((call) => isWanted({ status, to }, call))),
    [list, status, to],
  );
  const area = useRef<HTMLDivElement>(null);
  const { shown, waiting, show } = useStill(rows, area);
  const calls = shown.flatMap((id) => list?.calls.get(id) ?? []);
  useKeptPlace(before, calls.length);
  const look = (wanted: Wanted) => goTo(linkTo(['calls'], queryOf(wanted)), { replace: true });
  const showNewest = () => {
    show();
    scrollTo(0, 0);
  };
  return (
    <section class="calls" aria-busy={!list && !error}>
      <div class="new-calls">
        <button type="button" class="button" hidden={waiting === 0} onClick={showNewest}>
          Show {counted(waiting, 'new call')}
        </button>
        <span class="hidden-visually" role="status">
          {waiting > 0 ? 'There are new calls.' : ''}
        </span>
      </div>
      <Heading title="Calls" />
      <FilterBar wanted={{ status, to }} onWanted={look} />
      {error ? (
        <Problem error={error} />
      ) : (
        <div ref={area}>
          {list && rows.length === 0 && calls.length === 0 ? (
            <NoCalls filtered={Boolean(status || to)} />
          ) : (
            <CallTable calls={calls} />
          )}
          {list?.next && (
            <button type="button" class="button more" disabled={isLoadingMore} onClick={loadMore}>
              {isLoadingMore ? 'Loading …' : 'Older calls'}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
