import { inStatement } from '../../database/transaction';
import type { Domain } from '../domain';

/** Keys in one statement at most: after a long stop there may be more than one could delete in its time. */
const BATCH = 10_000;

/** Deletes idempotency keys that stand for nothing any more: a key is remembered for 24 hours. */
export async function forgetIdempotencyKeys({ pool }: Pick<Domain, 'pool'>, signal?: AbortSignal): Promise<void> {
  for (let deleted: number | null = BATCH; deleted === BATCH && !signal?.aborted; ) {
    // One that is about to be used anew is locked, and not old any more when its lock is free.
    ({ rowCount: deleted } = await inStatement(pool, {
      name: 'forget-keys',
      text: `delete from idempotency_keys where (account_id, key) in (
          select account_id, key from idempotency_keys where created_at < now() - interval '24 hours'
          order by created_at limit ${BATCH} for update skip locked)`,
    }));
  }
}
