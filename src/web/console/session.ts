import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Explorer } from '../shared/explorer';
import type { Api } from './api/api';
import type { Feed } from './api/feed';

/** What every view of somebody who has signed in may use. */
export interface Session {
  api: Api;
  feed: Feed;
  explorer: Explorer;
  account: { name: string; testMode: boolean };
}

export const SessionContext = createContext<Session | null>(null);

/** The session around a view. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session.');
  return session;
}
