import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  class: string;
  /** The id of what names it. */
  labelledBy: string;
  frame?: RefObject<HTMLElement | null>;
  children: ComponentChildren;
  'data-tall'?: boolean;
}

/** A part that scrolls by itself, and that a keyboard can reach to scroll it. */
export function Scrolled({ labelledBy, frame, children, ...others }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, a keyboard could not scroll.
    <section {...others} {...(frame && { ref: frame })} aria-labelledby={labelledBy} tabIndex={0}>
      {children}
    </section>
  );
}
