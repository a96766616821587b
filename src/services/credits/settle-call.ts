import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { CallStatus, CreditEntryType } from '../../entities/enums';
import { type Billed, chargeFor, minutesOf } from '../calls/call-money';

/** What must be known of an ended call to close its hold. */
export interface EndedCall extends Billed {
  accountId: string;
  id: string;
  agentId: string;
  campaignId: string | null;
  startTime: Date;
}

/**
 * Closes the hold of a call that has just ended, in the caller's transaction: charges what was talked, releases the
 * rest, frees the account's place, completes the campaign and adds the call to the usage of its day and hour. The database refuses a
 * second settlement.
 * @returns the credits charged
 */
export async function settleCall(client: PoolClient, call: EndedCall): Promise<number> {
  const charge = chargeFor(call);
  const rest = call.creditsReserved - charge;
  const entries: Array<{ type: CreditEntryType; amount: number }> = [];
  if (charge > 0) entries.push({ type: CreditEntryType.SETTLE, amount: charge });
  if (rest > 0 || charge === 0) entries.push({ type: CreditEntryType.RELEASE, amount: rest });
  const talked = call.status === CallStatus.COMPLETED;
  const seconds = call.durationSeconds ?? 0;
  await client.query({
    name: 'settle-call',
    text: SETTLE,
    values: [
      call.accountId,
      call.id,
      charge,
      call.creditsReserved,
      entries.map(() => uuidv7()),
      entries.map((entry) => entry.type),
      entries.map((entry) => entry.amount),
      call.campaignId,
      call.startTime,
      call.agentId,
      call.status,
      talked ? 1 : 0,
      seconds,
      minutesOf(seconds),
    ],
  });
  return charge;
}

/** Adds a row that was to be inserted to the sums that stand in its place. */
const added = (sums: string) =>
  ['calls', 'answered', 'seconds', 'minutes', 'credits_used']
    .map((column) => `${column} = ${sums}.${column} + excluded.${column}`)
    .join(', ');

const SETTLE = `
with balance as (
  update credit_balances
  set balance = balance - $3::int, reserved = reserved - $4::int, active_calls = active_calls - 1,
    seq = seq + cardinality($5::uuid[])
  where account_id = $1
  returning balance, reserved, seq
), entry as (
  insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
  select $1, e.id, balance.seq - cardinality($5::uuid[]) + e.ord, e.type, e.amount, $2, balance.balance,
    balance.reserved + $4::int - sum(e.amount) over (order by e.ord)
  from balance, unnest($5::uuid[], $6::text[], $7::int[]) with ordinality e (id, type, amount, ord)
), campaign as (
  update campaigns set status = 'COMPLETED', updated_at = now()
  where account_id = $1 and id = $8 and temporary
), hour as (
  insert into usage_hours (account_id, hour, agent_id, status, calls, answered, seconds, minutes, credits_used)
  values ($1, date_trunc('hour', $9::timestamptz, 'UTC'), $10, $11, 1, $12, $13, $14, $3::int)
  on conflict (account_id, hour, agent_id, status) do update set ${added('usage_hours')}
)
insert into usage_days (account_id, day, agent_id, status, calls, answered, seconds, minutes, credits_used)
values ($1, ($9::timestamptz at time zone 'UTC')::date, $10, $11, 1, $12, $13, $14, $3::int)
on conflict (account_id, day, agent_id, status) do update set ${added('usage_days')}`;
