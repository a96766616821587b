import type { Listener } from './listener';

/** What can be listened to: one call, or the milestones of all calls of an account. */
export interface Subject {
  accountId: string;
  /** Null: all of the account. */
  callId: string | null;
  /** How it stood when it was last looked at; null: never yet. */
  stamp: string | null;
  listeners: Set<Listener>;
  /** Are told of each call of the account that changed, were it by hint only. */
  hinted: Set<(callId: string) => void>;
}

/** Names a subject. */
export function subjectKey(accountId: string, callId: string | null): string {
  return callId === null ? accountId : `${accountId}:${callId}`;
}
