import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  class: string;
  /** The id of what names it. */
  labelledBy: string;
  frame?: RefObject<HTMLElement | null>;
  children: ComponentChildren;
  'data-tall'?: boolean;
}

/** What only scrolls is in the order of the focus all the same: without it, a keyboard could not scroll. */
const REACHABLE = { tabIndex: 0 };

/** A part that scrolls by itself, and that a keyboard can reach to scroll it. */
export function Scrolled({ labelledBy, frame, children, ...others }: Props) {
  return (
    <section {...others} {...(frame && { ref: frame })} aria-labelledby={labelledBy} {...REACHABLE}>
      {children}
    </section>
  );
}
