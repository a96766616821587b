import type { Pool } from 'pg';
import type { TestAccount } from './factories';
import { insertCalls } from './insert-calls';

/** What was said, in turn, the agent first; an empty text is a turn of which nothing was heard. */
export type Lines = readonly string[];

export const SMALL_TALK: Lines = [
  'Can you come tomorrow at ten?',
  'Yes, I can come tomorrow at ten.',
  'Thank you. Goodbye.',
];

/** Writes a call that has just ended, with what was said in it; its analysis is due unless told. Returns its id. */
export async function insertTalk(
  pool: Pool,
  account: TestAccount,
  { lines = SMALL_TALK, due = true, answeredBy = 'HUMAN' }: { lines?: Lines; due?: boolean; answeredBy?: string } = {},
): Promise<string> {
  const [id = ''] = await insertCalls(pool, account, [{ startTime: new Date() }]);
  await pool.query(
    `insert into transcript_turns (account_id, call_id, index, role, text, started_at, offset_ms, duration_ms)
     select $1, $2, ord - 1, case when ord % 2 = 1 then 'AGENT' else 'CONTACT' end, line, now(), ord * 1000, 900
     from unnest($3::text[]) with ordinality l (line, ord)`,
    [account.accountId, id, lines],
  );
  await pool.query(
    `update calls set turns = $3, language = 'en-US', answered_by = $4, analysis_status = case when $5 then 'PENDING' end
     where account_id = $1 and id = $2`,
    [account.accountId, id, lines.length, answeredBy, due],
  );
  if (due) {
    await pool.query('insert into call_analyses (account_id, call_id, due_at) values ($1, $2, now())', [
      account.accountId,
      id,
    ]);
  }
  return id;
}
