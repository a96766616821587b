import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface Props {
  title: string;
  children?: ComponentChildren;
}

/** A view's title, here and in the browser's tab, with what belongs beside it. The focus goes here when the view is opened. */
export function Heading({ title, children }: Props) {
  useEffect(() => {
    document.title = `${title} – Call Manager`;
  }, [title]);
  return (
    <div class="heading">
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
