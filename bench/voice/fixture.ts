import type { Pool } from 'pg';

/** Writes calls that were just answered, with all that a conversation needs. @returns their ids */
export async function answerCalls(
  pool: Pool,
  count: number,
): Promise<{ accountId: string; calls: Array<{ callId: string; sid: string }> }> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ accountId: string }>(ACCOUNT);
    const accountId = rows[0]?.accountId ?? '';
    for (const statement of ROWS) await client.query(statement, [accountId]);
    await client.query(CALLS, [accountId, count]);
    const calls = await client.query<{ callId: string; sid: string }>(
      'select id "callId", provider_sid "sid" from calls where account_id = $1 order by id',
      [accountId],
    );
    await client.query('commit');
    return { accountId, calls: calls.rows };
  } finally {
    client.release();
  }
}

const ACCOUNT = `
insert into accounts (id, name, email, owner_id, owner_name, concurrent_calls)
values (uuidv7(), 'Bench', 'bench@example.com', uuidv7(), 'Bench', 1000000) returning id "accountId"`;

const ROWS = [
  `insert into credit_balances (account_id, balance) values ($1, 1000000)`,
  `insert into phone_numbers (account_id, id, phone_number) values ($1, uuidv7(), '+15005550006')`,
  `insert into agents (account_id, id, name, status, prompt, first_message, settings)
   values ($1, uuidv7(), 'Bench agent', 'APPROVED', repeat('Be brief and friendly with {{name}}. ', 50), 'Hello {{name}}.',
     '{"voicemail": {"policy": "CONTINUE"}}')`,
  `insert into agent_versions (account_id, agent_id, version, status, language, prompt, first_message,
     max_duration_seconds, settings)
   select account_id, id, 1, 'APPROVED', language, prompt, first_message, 14400, settings from agents
   where account_id = $1`,
  `insert into contacts (account_id, id, phone_number, additional_data)
   values ($1, uuidv7(), '+14155550101', '{"name": "Ada Lovelace", "company": "Analytical Engines"}')`,
];

/** Nobody looks after them within a day. */
const CALLS = `
insert into calls (account_id, id, tracking_id, provider_sid, status, dial, agent_id, contact_id, from_number, to_number,
  contact_name, start_time, answered_time, max_duration_seconds, credits_per_minute, credits_reserved, credits_used, check_at)
select a.account_id, uuidv7(), gen_random_uuid(), 'CA' || md5(i::text || a.id::text), 'ANSWERED', 'ACCEPTED', a.id, c.id,
  '+15005550006', c.phone_number, 'Ada', now(), now(), 14400, 1, 1, 1, now() + interval '1 day'
from generate_series(1, $2::int) i, agents a, contacts c where a.account_id = $1 and c.account_id = $1`;
