import type { Pool } from 'pg';
import type { AnsweredBy } from '../../entities/enums';
import type { CallRef } from '../calls/lock-calls';

/** Who answered calls, as far as it is known. A callback about it may have reached another server. */
export async function answerersOf(
  pool: Pool,
  calls: readonly CallRef[],
): Promise<Array<CallRef & { answeredBy: AnsweredBy }>> {
  const { rows } = await pool.query<CallRef & { answeredBy: AnsweredBy }>({
    name: 'answerers',
    text: `select c.account_id "accountId", c.id "callId", c.answered_by "answeredBy"
      from unnest($1::uuid[], $2::uuid[]) r (account_id, id) join calls c using (account_id, id)
      where c.answered_by is not null`,
    values: [calls.map(({ accountId }) => accountId), calls.map(({ callId }) => callId)],
  });
  return rows;
}
