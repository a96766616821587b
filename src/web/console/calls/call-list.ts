import type { CallRowFragment } from '../documents.generated';

/** The newest calls as far as they are known, without a gap. */
export interface CallList {
  calls: ReadonlyMap<string, CallRowFragment>;
  /** Where the next page begins; null: this is all. */
  next: string | null;
}

/** A list with another page at its end. */
export function withPage({ calls }: CallList, page: readonly CallRowFragment[], next: string | null): CallList {
  const all = new Map(calls);
  for (const call of page) put(all, call);
  return { calls: all, next };
}

/** A list with a call as it now is. One of before the list's end is left to its page. */
export function withCall(list: CallList, call: CallRowFragment): CallList {
  if (!list.calls.has(call.id) && list.next !== null && isBefore(call, oldestOf(list))) return list;
  const calls = new Map(list.calls);
  return put(calls, call) ? { ...list, calls } : list;
}

/** The ids of a list's calls, newest first. */
export function newestFirst(calls: Iterable<CallRowFragment>): string[] {
  return [...calls].sort((a, b) => (isBefore(a, b) ? 1 : -1)).map(({ id }) => id);
}

/** What is told may be older than what is known. */
function put(calls: Map<string, CallRowFragment>, call: CallRowFragment): boolean {
  const known = calls.get(call.id);
  if (known && known.updatedAt > call.updatedAt) return false;
  calls.set(call.id, call);
  return true;
}

function oldestOf({ calls }: CallList): CallRowFragment | undefined {
  let oldest: CallRowFragment | undefined;
  for (const call of calls.values()) if (!oldest || isBefore(call, oldest)) oldest = call;
  return oldest;
}

function isBefore(a: CallRowFragment, b: CallRowFragment | undefined): boolean {
  if (!b) return false;
  return a.startTime === b.startTime ? a.id < b.id : a.startTime < b.startTime;
}
