import type { LedgerCheck } from './ledger-check';

/** What an entry does to the balance, and to what is held of it. */
const CREDITS = `case type when 'GRANT' then amount when 'ADJUST' then amount when 'SETTLE' then -amount else 0 end`;
const HELD = `case type when 'HOLD' then amount when 'SETTLE' then -amount when 'RELEASE' then -amount else 0 end`;

/** What became of the hold of each call. */
const HOLDS = `select account_id, call_id, count(*) filter (where type = 'HOLD') "holds",
    sum(amount) filter (where type = 'HOLD') "held", count(*) filter (where type <> 'HOLD') "closings",
    sum(amount) filter (where type <> 'HOLD') "closed"
  from credit_entries`;

/** One that we gave up before a word was said is free; what was said may have reached the transcript only later. */
const PRICE = `case when c.talk_end = 'INTERNAL_ERROR' and c.credits_used = 0 then 0
  else least(ceil(c.duration_seconds / 60.0) * c.credits_per_minute, c.credits_reserved) end`;

/** What must hold of balances and entries. */
export const CHECKS_OF_CREDITS: readonly LedgerCheck[] = [
  {
    id: 'balance-not-negative',
    rule: 'No account has or holds less than nothing, or holds more than it has.',
    statement: `select account_id, account_id "id" from credit_balances
      where balance < 0 or reserved < 0 or reserved > balance`,
  },
  {
    id: 'balance-is-sum',
    rule: 'What an account has, what of it is held and the number of its entries are those of its entries.',
    statement: `select b.account_id, b.account_id "id" from credit_balances b
      left join (
        select account_id, sum(${CREDITS}) "balance", sum(${HELD}) "reserved", count(*) "seq" from credit_entries group by 1
      ) e using (account_id)
      where (b.balance, b.reserved, b.seq)
        is distinct from (coalesce(e.balance, 0), coalesce(e.reserved, 0), coalesce(e.seq, 0))`,
  },
  {
    id: 'credits-conserved',
    rule: 'Over all accounts, what was granted is what is there and what was spent.',
    // Credits that went from one account to another are none that vanished.
    statement: `select account_id, account_id "id" from (
        select account_id, missing, sum(missing) over () "total" from (
          select account_id, coalesce(e.balance, 0) - coalesce(b.balance, 0) "missing" from credit_balances b
          full join (select account_id, sum(${CREDITS}) "balance" from credit_entries group by 1) e using (account_id)
        ) x
      ) y where missing <> 0 and total <> 0`,
  },
  {
    id: 'entries-chain',
    rule: "An account's entries are numbered without gaps, and each carries the balances after it.",
    statement: `select account_id, id from (
        select account_id, id, seq, balance_after, reserved_after, row_number() over w "position",
          sum(${CREDITS}) over w "balance", sum(${HELD}) over w "reserved"
        from credit_entries window w as (partition by account_id order by seq rows unbounded preceding)
      ) x where (seq, balance_after, reserved_after) is distinct from (position, balance, reserved)`,
  },
  {
    id: 'entry-has-call',
    rule: 'Whatever was held, settled or released was so for a call, and nothing was settled or released without a hold.',
    statement: `select account_id, id from credit_entries e where call_id is not null
        and not exists (select from calls c where c.account_id = e.account_id and c.id = e.call_id)
      union
      select account_id, id from credit_entries e where type in ('SETTLE', 'RELEASE')
        and not exists (select from credit_entries h
          where h.account_id = e.account_id and h.call_id = e.call_id and h.type = 'HOLD')`,
  },
  {
    id: 'live-call-holds',
    rule: 'A live call has one open hold, of what it may cost.',
    statement: `select c.account_id, c.id from calls c
      left join lateral (
        ${HOLDS} e where e.account_id = c.account_id and e.call_id = c.id group by 1, 2
      ) h on true
      where c.end_time is null
        and (h.holds, h.held, h.closings) is distinct from (1::bigint, c.credits_reserved::bigint, 0::bigint)`,
  },
  {
    id: 'hold-covers-limit',
    rule: 'What a call holds is the price of the longest that it may take.',
    statement: `select account_id, id from calls
      where credits_reserved <> ceil(max_duration_seconds / 60.0) * credits_per_minute`,
  },
  {
    id: 'ended-call-closed-hold',
    rule: 'What was settled and released of the hold of an ended call is all of it.',
    statement: `select c.account_id, c.id from calls c
      left join (${HOLDS} where call_id is not null group by 1, 2) h on h.account_id = c.account_id and h.call_id = c.id
      where c.end_time is not null and (h.holds, h.held, h.closed)
        is distinct from (1::bigint, c.credits_reserved::bigint, c.credits_reserved::bigint)`,
  },
  {
    id: 'charge-follows',
    rule: 'A call is charged what was settled, which is the minutes begun at its price and no more than its hold.',
    statement: `select c.account_id, c.id from calls c
      left join credit_entries s on s.account_id = c.account_id and s.call_id = c.id and s.type = 'SETTLE'
      where c.credits_used is distinct from case when c.end_time is null then c.credits_reserved
          when c.status = 'COMPLETED'
            then ${PRICE} else 0 end
        or (c.end_time is not null and c.credits_used <> coalesce(s.amount, 0))`,
  },
];
