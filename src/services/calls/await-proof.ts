import { setTimeout as sleep } from 'node:timers/promises';
import type { Domain } from '../domain';

const POLL_MS = 150;

/** After a lost reply an answer waits so long for a callback that proves the call, in ms. `rest-v1.md`, POST /calls. */
export const PROOF_WAIT_MS = 3000;

/** How long to look for proof. */
export interface ProofOptions {
  /** Give up after so long, in milliseconds; without it, when `signal` says so. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Waits until somebody has proof that the provider has a call: a signed callback, which may reach any of the servers.
 * @returns the provider's id of the call; null when there was no proof in time
 */
export async function awaitProof(
  { pool }: Pick<Domain, 'pool'>,
  call: { accountId: string; id: string },
  { timeoutMs = Number.POSITIVE_INFINITY, signal }: ProofOptions,
): Promise<string | null> {
  const deadline = performance.now() + timeoutMs;
  while (!signal?.aborted) {
    const known = await look(pool, call);
    if (known && (known.sid !== null || known.over)) return known.sid;
    if (performance.now() >= deadline) return null;
    await pause(POLL_MS, signal);
  }
  return null;
}

/** A database that does not answer proves nothing, and nothing is lost by asking again. */
async function look(
  pool: Domain['pool'],
  call: { accountId: string; id: string },
): Promise<{ sid: string | null; over: boolean } | undefined> {
  const query = {
    name: 'await-proof',
    text: 'select provider_sid "sid", end_time is not null "over" from calls where account_id = $1 and id = $2',
    values: [call.accountId, call.id],
  };
  return pool.query(query).then(
    ({ rows }) => rows[0],
    () => undefined,
  );
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
