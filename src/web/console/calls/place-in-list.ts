import { useEffect, useRef } from 'preact/hooks';

/** How much of the list was shown, and how far down it was read, in pixels. */
export interface Place {
  rows: number;
  top: number;
}

/** More than so many rows are not asked for at once. */
const MOST_ROWS = 500;
/** Where lists were left, by the entry of the browser's history. */
const left = new Map<string, Place>();

/** Where somebody was who comes back to the list; its start for who comes by a link. */
export function placeBefore(): Place {
  return left.get(entry()) ?? { rows: 0, top: 0 };
}

/** Goes to the place of before, once there are as many rows, and keeps the present one for who comes back. */
export function useKeptPlace(before: Place, rows: number): void {
  const now = useRef({ entry: '', rows });
  // Who looks for something else is in another entry.
  now.current = { entry: entry(), rows };
  const isBack = useRef(before.rows === 0);
  useEffect(() => {
    if (isBack.current || rows < before.rows) return;
    isBack.current = true;
    scrollTo(0, before.top);
  }, [before, rows]);
  useEffect(() => {
    // Once the list is gone, the page is too short to tell.
    const keep = () => {
      const { entry, rows } = now.current;
      left.set(entry, { rows: Math.min(rows, MOST_ROWS), top: scrollY });
    };
    addEventListener('hashchange', keep);
    return () => removeEventListener('hashchange', keep);
  }, []);
}

/** What tells the present entry of the history from others. */
function entry(): string {
  const state = history.state as { entry?: string } | null;
  if (state?.entry) return state.entry;
  const made = String(Math.random());
  history.replaceState({ entry: made }, '');
  return made;
}
