import { useState } from 'preact/hooks';
import { canCopy, SAID_MS } from '../../shared/copy';

/** A button that copies a text. There is none where the browser does not let pages copy. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  if (!canCopy()) return null;
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
