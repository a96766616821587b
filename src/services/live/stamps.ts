import type { Pool } from 'pg';
import { SETTLED_BEFORE } from '../events/position';
import type { Subject } from './subject';

/** How something stands: whenever it is another text, something happened. */
export interface Stamp {
  stamp: string;
  /** Something was written that cannot be read yet, because an older transaction is still under way. */
  unsettled: boolean;
}

/** Each finds one row by the feed's index, from its end. */
const OF_ACCOUNTS = `
select coalesce(latest.stamp, '') "stamp", exists (
  select from call_events e where e.account_id = k.account_id and e.transaction >= ${SETTLED_BEFORE}
) "unsettled"
from unnest($1::uuid[]) with ordinality k (account_id, ord)
left join lateral (
  select e.transaction || ' ' || e.id "stamp" from call_events e
  where e.account_id = k.account_id and e.transaction < ${SETTLED_BEFORE}
  order by e.transaction desc, e.id desc limit 1
) latest on true
order by k.ord`;

/** A row is another one after each update, whatever it was about; events may come without one. */
const OF_CALLS = `
select coalesce(c.xmin || ' ' || c.ctid || ' ' || events.settled, '') "stamp", coalesce(events.unsettled, false) "unsettled"
from unnest($1::uuid[], $2::uuid[]) with ordinality k (account_id, id, ord)
left join calls c on c.account_id = k.account_id and c.id = k.id
left join lateral (
  select count(*) filter (where e.transaction < ${SETTLED_BEFORE}) "settled",
    bool_or(e.transaction >= ${SETTLED_BEFORE}) "unsettled"
  from call_events e where e.account_id = k.account_id and e.call_id = k.id
) events on true
order by k.ord`;

/** How subjects stand, in their order. */
export async function stampsOf(pool: Pool, subjects: readonly Subject[]): Promise<Stamp[]> {
  const accounts = subjects.filter(({ callId }) => callId === null);
  const calls = subjects.filter(({ callId }) => callId !== null);
  const accountIds = (some: readonly Subject[]) => some.map(({ accountId }) => accountId);
  const [ofAccounts, ofCalls] = await Promise.all([
    accounts.length > 0 &&
      pool.query<Stamp>({ name: 'account-stamps', text: OF_ACCOUNTS, values: [accountIds(accounts)] }),
    calls.length > 0 &&
      pool.query<Stamp>({
        name: 'call-stamps',
        text: OF_CALLS,
        values: [accountIds(calls), calls.map(({ callId }) => callId)],
      }),
  ]);
  const found = new Map<Subject, Stamp | undefined>();
  for (const [index, subject] of accounts.entries())
    found.set(subject, ofAccounts ? ofAccounts.rows[index] : undefined);
  for (const [index, subject] of calls.entries()) found.set(subject, ofCalls ? ofCalls.rows[index] : undefined);
  return subjects.map((subject) => found.get(subject) ?? { stamp: '', unsettled: false });
}
