import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import { pauseAfter } from '../api/use-query';
import { type CallRowFragment, CallsDocument } from '../documents.generated';
import { useSession } from '../session';
import { type CallList, withCall, withPage } from './call-list';
import { filterOf, type Wanted } from './filter';

const PAGE = 50;
const EMPTY: CallList = { calls: new Map(), next: null };

export interface LiveCalls {
  /** Undefined before the first page is there. */
  list: CallList | undefined;
  error: Refused | undefined;
  isLoadingMore: boolean;
  loadMore(): void;
}

/**
 * The calls that are looked for, page by page, as they change. Calls that change into what is not looked for stay among
 * them; the view decides.
 * @param rows how many calls are asked for first, if there are more than a page
 */
export function useCalls(wanted: Wanted, rows: number): LiveCalls {
  const { api, feed } = useSession();
  const [list, setList] = useState<CallList>();
  const [error, setError] = useState<Refused>();
  const [isLoadingMore, setLoadingMore] = useState(false);
  const { status, to } = wanted;
  const load = useCallback(
    async (after: string | null) => {
      const { calls } = await api.request(CallsDocument, { first: PAGE, after, filter: filterOf({ status, to }) });
      const { endCursor, hasNextPage } = calls.pageInfo;
      return { page: calls.edges.map(({ node }) => node), next: hasNextPage ? endCursor : null };
    },
    [api, status, to],
  );
  const first = useRef(rows);
  const generation = useRef(0);
  useEffect(() => {
    const mine = ++generation.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // What changes while the first page is on its way belongs to it.
    let early: CallRowFragment[] | undefined = [];
    const stop = feed.listen((call) => {
      if (early) early.push(call);
      else setList((before) => before && withCall(before, call));
    });
    const begin = async () => {
      try {
        let { page, next } = await load(null);
        while (next && page.length < first.current) {
          const more = await load(next);
          page = [...page, ...more.page];
          next = more.next;
        }
        if (mine !== generation.current) return;
        first.current = 0;
        const changed = early ?? [];
        early = undefined;
        setList(changed.reduce(withCall, withPage(EMPTY, page, next)));
      } catch (problem) {
        if (mine !== generation.current) return;
        if (problem instanceof Refused) setError(problem);
        else timer = setTimeout(() => void begin(), pauseAfter(problem));
      }
    };
    setList(undefined);
    setError(undefined);
    void begin();
    return () => {
      generation.current++;
      clearTimeout(timer);
      stop();
    };
  }, [feed, load]);
  const loadMore = useCallback(async () => {
    const mine = generation.current;
    setLoadingMore(true);
    try {
      const { page, next } = await load(list?.next ?? null);
      if (mine === generation.current) setList((before) => before && withPage(before, page, next));
    } catch (problem) {
      if (mine === generation.current && problem instanceof Refused) setError(problem);
    } finally {
      setLoadingMore(false);
    }
  }, [load, list?.next]);
  return { list, error, isLoadingMore, loadMore: () => void loadMore() };
}
