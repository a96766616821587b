import { inStatement } from '../../database/transaction';
import { isOneOf } from '../accounts/test-modes';
import type { Domain } from '../domain';
import { findListed, UNPROVEN_CALL, type UnprovenCall } from './find-listed';

/** Calls taken at once, so that several servers share the work. */
const BATCH = 10;
/** Batches in one turn at most: a provider that was away leaves many, and each is a question. */
const MAX_ROUNDS = 10;

/**
 * Asks the provider's list for calls that nobody has proof of. What is not there may come yet: such a call is given up by its
 * deadline alone. Dials nobody.
 */
export async function reconcileCalls(domain: Domain, signal?: AbortSignal): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS && !signal?.aborted; round++) {
    const due = await claimUnproven(domain);
    await Promise.all(
      due.map((call) =>
        findListed(domain, call, 'call-manager:sweep').catch((error: unknown) =>
          domain.log.error({ error, callId: call.callId }, 'a call could not be reconciled'),
        ),
      ),
    );
    if (due.length < BATCH) return;
  }
}

async function claimUnproven({ pool, timing, testModes }: Domain): Promise<UnprovenCall[]> {
  const { rows } = await inStatement<UnprovenCall>(pool, {
    name: 'claim-unproven-calls',
    // A server of an earlier version settles what is unknown without a thought of this list.
    text: `update calls c set reconcile_at = case when c.dial = 'UNKNOWN' and c.end_time is null then now() + make_interval(secs => $1) end
      from (
        select account_id, id from calls where reconcile_at < now() and ${isOneOf('account_id', '$2')}
        order by reconcile_at limit ${BATCH} for update skip locked
      ) due
      where c.account_id = due.account_id and c.id = due.id
      returning ${UNPROVEN_CALL}`,
    values: [timing.reconcileSeconds, testModes],
  });
  return rows;
}
