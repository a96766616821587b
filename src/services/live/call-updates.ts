import { hash } from 'node:crypto';
import type { Call } from '../calls/call';
import type { Domain } from '../domain';
import { presentPosition } from '../events/read-feed';
import { followed } from './followed';
import type { Listener } from './listener';

type LiveDomain = Pick<Domain, 'pool' | 'loaders' | 'readFeed' | 'hub'>;

/** Milestones that are read at once. */
const AT_ONCE = 100;
/** Calls of which is remembered what was told last, and calls that are still to be looked at because of a hint. */
const REMEMBERED = 1000;

/** A call as it is, and again whenever it is another. States that pass while nobody reads are not told. */
export function followCall(domain: LiveDomain, { accountId, id }: Pick<Call, 'accountId' | 'id'>) {
  const listener = domain.hub.listen(accountId, id);
  return followed(listener, statesOf(domain, listener, { accountId, id }));
}

async function* statesOf({ loaders }: LiveDomain, listener: Listener, ref: Pick<Call, 'accountId' | 'id'>) {
  const told = new Memory();
  try {
    while ((await listener.next()) === 'changed') {
      const call = await loaders.callById.load(ref);
      if (call && told.isNews(call)) yield call;
    }
  } finally {
    listener.close();
  }
}

/**
 * Every call of an account that is another from now on: certainly at each milestone, and in between as far as hints tell.
 */
export async function followCalls(domain: LiveDomain, accountId: string) {
  const changed = new Set<string>();
  const listener = domain.hub.listen(accountId, null, (callId) => {
    if (changed.size < REMEMBERED) changed.add(callId);
  });
  try {
    const position = await presentPosition(domain.pool);
    return followed(listener, changesOf(domain, listener, { accountId, after: position, changed }));
  } catch (error) {
    listener.close();
    throw error;
  }
}

interface Watched {
  accountId: string;
  after: Awaited<ReturnType<typeof presentPosition>>;
  /** Calls that a hint named and that were not looked at since. */
  changed: Set<string>;
}

async function* changesOf(
  { loaders, readFeed }: LiveDomain,
  listener: Listener,
  { accountId, after, changed }: Watched,
) {
  const told = new Memory();
  let position = after;
  try {
    while ((await listener.next()) === 'changed') {
      const milestones = await readFeed({ accountId, after: position, size: AT_ONCE, every: true });
      if (milestones.length === AT_ONCE) listener.wake();
      position = milestones.at(-1) ?? position;
      const ids = new Set([...milestones.map(({ callId }) => callId), ...changed]);
      changed.clear();
      const calls = await Promise.all([...ids].map((id) => loaders.callById.load({ accountId, id })));
      for (const call of calls) if (call && told.isNews(call)) yield call;
    }
  } finally {
    listener.close();
  }
}

/** What was told last of calls, so that nothing is told twice. */
class Memory {
  private readonly states = new Map<string, string>();

  isNews(call: Call): boolean {
    // Which place it had in the statement that found it says nothing of the call.
    const state = hash('sha256', JSON.stringify({ ...call, nth: null }), 'base64url');
    if (this.states.get(call.id) === state) return false;
    this.states.delete(call.id);
    this.states.set(call.id, state);
    const [oldest] = this.states.keys();
    if (this.states.size > REMEMBERED && oldest !== undefined) this.states.delete(oldest);
    return true;
  }
}
