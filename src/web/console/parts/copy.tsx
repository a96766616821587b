import { useState } from 'preact/hooks';

/** How long a button says that it did its work, in milliseconds. */
const SAID_MS = 1500;

/** A button that copies a text. There is none where the browser does not let pages copy. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  // A page that came over plain HTTP from another machine has no clipboard.
  if (!navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SAID_MS);
  };
  return (
    <button type="button" class="button quiet copy" onClick={() => void copy()}>
      <span aria-hidden="true">{done ? 'Copied' : 'Copy'}</span>
      <span class="hidden-visually">{done ? 'Copied' : `Copy ${what}`}</span>
    </button>
  );
}
