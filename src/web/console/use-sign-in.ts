import { useEffect, useRef, useState } from 'preact/hooks';
import type { Explorer } from '../shared/explorer';
import { Api } from './api/api';
import { Refused } from './api/errors';
import { Feed } from './api/feed';
import { pauseAfter } from './api/use-query';
import { SessionDocument } from './documents.generated';
import type { Session } from './session';

/**
 * The session of a key: undefined before there is one, null while the server cannot be reached.
 * @param onRefused is told why a key is not, or no longer, valid
 */
export function useSignIn(
  explorer: Explorer,
  key: string,
  onRefused: (why: string) => void,
): Session | null | undefined {
  const [session, setSession] = useState<Session | null>();
  const refused = useRef(onRefused);
  refused.current = onRefused;
  useEffect(() => {
    if (!key) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let feed: Feed | undefined;
    const refuse = (why: string) => {
      if (!stopped) refused.current(why);
    };
    const api = new Api(explorer.graphqlUrl, key, refuse);
    const enter = async () => {
      try {
        const { account, events } = await api.request(SessionDocument, {});
        if (stopped) return;
        feed = new Feed(api, events.pageInfo.endCursor ?? '');
        setSession({ api, feed, explorer, account });
      } catch (error) {
        if (stopped) return;
        if (error instanceof Refused) return refuse(error.message);
        setSession(null);
        timer = setTimeout(() => void enter(), pauseAfter(error));
      }
    };
    void enter();
    return () => {
      stopped = true;
      clearTimeout(timer);
      feed?.close();
      api.close();
      setSession(undefined);
    };
  }, [explorer, key]);
  return session;
}
