import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useSession } from '../session';
import type { Document } from './api';
import { Refused, Unreachable } from './errors';

/** The pause before an attempt that follows one without answer, in milliseconds. */
const AGAIN_MS = 2000;

export interface Answer<Result> {
  /** The latest; of earlier variables until there is one of the present. */
  data: Result | undefined;
  /** Why there is none. */
  error: Refused | undefined;
  /** Asks once more, and shows the old answer meanwhile. */
  reload(): void;
}

/** What the server answers to a query; asked again, until it answers, when it cannot be reached. */
export function useQuery<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): Answer<Result> {
  const { api } = useSession();
  const [state, setState] = useState<Pick<Answer<Result>, 'data' | 'error'>>({ data: undefined, error: undefined });
  const again = useRef(() => {});
  const asked = JSON.stringify(variables);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      clearTimeout(timer);
      try {
        const data = await api.request(document, JSON.parse(asked) as Variables);
        if (!stopped) setState({ data, error: undefined });
      } catch (error) {
        if (stopped) return;
        if (error instanceof Refused) setState(({ data }) => ({ data, error }));
        else timer = setTimeout(() => void ask(), pauseAfter(error));
      }
    };
    again.current = () => void ask();
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, document, asked]);
  const reload = useCallback(() => again.current(), []);
  return { ...state, reload };
}

/** How long to wait after an error, in milliseconds. */
export function pauseAfter(error: unknown): number {
  return error instanceof Unreachable && error.retryAfterSeconds ? error.retryAfterSeconds * 1000 : AGAIN_MS;
}
