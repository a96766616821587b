import type { ComponentChildren } from 'preact';

/** A view's title, to which the focus goes when the view is opened, with what belongs beside it. */
export function Heading({ title, children }: { title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="heading">
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
