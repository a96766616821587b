import { SERVERS_PRESENT } from '../../database/presence';
import { inStatement } from '../../database/transaction';
import { isOneOf } from '../accounts/test-modes';
import type { Domain } from '../domain';

/** A server that lost its connection is back at the database by then, in seconds. */
const GRACE_SECONDS = 3;

/**
 * Takes calls over from servers that died while they had them dialled: their clients are owed an answer from now on, and those of
 * whose dial nothing is known are due to be doubted. Repeating it changes nothing.
 */
export async function inheritCalls({ pool, serverId, testModes, log }: Domain): Promise<void> {
  const { rowCount } = await inStatement(pool, {
    name: 'inherit-calls',
    text: `update calls c set dialler = null, answer_owed = true,
        check_at = case when c.dial = 'PENDING' then least(c.check_at, now()) else c.check_at end
      from (
        select account_id, id from calls
        where dialler is not null and dialler <> $1 and dialler not in (${SERVERS_PRESENT})
          and start_time < now() - make_interval(secs => ${GRACE_SECONDS}) and ${isOneOf('account_id', '$2')}
        for update skip locked
      ) left_alone
      where c.account_id = left_alone.account_id and c.id = left_alone.id`,
    values: [serverId, testModes],
  });
  if (rowCount) log.warn({ calls: rowCount }, 'servers died while they placed calls; this one looks after them');
}
