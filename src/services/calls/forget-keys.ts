import { inStatement } from '../../database/transaction';
import type { Domain } from '../domain';

/** Deletes idempotency keys that stand for nothing any more: a key is remembered for 24 hours. */
export async function forgetIdempotencyKeys({ pool }: Pick<Domain, 'pool'>): Promise<void> {
  await inStatement(pool, { text: `delete from idempotency_keys where created_at < now() - interval '24 hours'` });
}
