import { useEffect, useState } from 'preact/hooks';
import { type Explorer, loadExplorer } from '../shared/explorer';

/** The pause between attempts, in milliseconds. */
const AGAIN_MS = 2000;

/** What the server tells pages; null as long as it cannot be reached, undefined before anything is known. */
export function useExplorer(): Explorer | null | undefined {
  const [explorer, setExplorer] = useState<Explorer | null>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      loadExplorer().then(setExplorer, () => {
        setExplorer(null);
        timer = setTimeout(() => void ask(), AGAIN_MS);
      });
    void ask();
    return () => clearTimeout(timer);
  }, []);
  return explorer;
}
