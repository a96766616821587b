import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** From which scroll position on somebody is reading further down, in pixels. */
const TOP_PX = 80;

/**
 * Rows that stay where they are while somebody reads them: with the pointer or the focus on them, or further down the page.
 * @param rows the rows as they should be
 * @returns the rows to show, how many others wait to be shown, and what shows them
 */
export function useStill(rows: readonly string[], area: RefObject<HTMLElement | null>) {
  const [shown, setShown] = useState(rows);
  const latest = useRef(rows);
  latest.current = rows;
  const isRead = useRef(() => {
    const element = area.current;
    if (!element) return false;
    return element.matches(':hover') || element.contains(document.activeElement) || scrollY > TOP_PX;
  }).current;
  useEffect(() => {
    // What comes at the end moves nothing.
    setShown((before) => (isRead() ? [...before, ...behind(before, rows)] : rows));
  }, [rows, isRead]);
  useEffect(() => {
    const settle = () => {
      if (!isRead()) setShown(latest.current);
    };
    const events = ['scroll', 'pointerout', 'focusout'] as const;
    // The state that they announce holds a moment later.
    const soon = () => setTimeout(settle);
    for (const event of events) addEventListener(event, soon, { passive: true });
    return () => {
      for (const event of events) removeEventListener(event, soon);
    };
  }, [isRead]);
  const known = new Set(shown);
  const waiting = rows.filter((id) => !known.has(id)).length;
  return { shown, waiting, show: () => setShown(latest.current) };
}

/** The rows that follow the last of those that are shown. */
function behind(shown: readonly string[], rows: readonly string[]): readonly string[] {
  const known = new Set(shown);
  const last = rows.findLastIndex((id) => known.has(id));
  return rows.slice(last + 1);
}
