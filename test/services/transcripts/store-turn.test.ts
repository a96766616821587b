import { Pool } from 'pg';
import { TurnRole } from '../../../src/entities/enums';
import { addUsage } from '../../../src/services/talks/add-usage';
import { storeTurn } from '../../../src/services/transcripts/store-turn';
import { createDatabase, type TestDatabase } from '../../support/database';
import { createTestAccount } from '../../support/factories';
import { insertCalls } from '../../support/insert-calls';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A call, as a talk of it knows it. */
async function talkRef(attempt = 0) {
  const account = await createTestAccount(pool);
  const [callId = ''] = await insertCalls(pool, account, [{ startTime: new Date() }]);
  return { accountId: account.accountId, callId, attempt };
}

const turn = (text: string) => ({
  ...{ index: 0, role: TurnRole.CONTACT, text, startedAt: new Date().toISOString() },
  ...{ offsetMs: 0, durationMs: 100, interrupted: false },
});

const textsOf = async ({ callId }: { callId: string }) =>
  (await pool.query('select text from transcript_turns where call_id = $1', [callId])).rows.map(({ text }) => text);

test('characters that the database does not take cost no word of a talk', async () => {
  const ref = await talkRef();
  expect(await storeTurn(pool, ref, turn('On\u0000 Tuesday \ud800, please.'))).toBe(true);
  expect(await textsOf(ref)).toEqual(['On Tuesday \ufffd, please.']);
  await addUsage(pool, ref, { answer: 1, promptTokens: 7, completionTokens: 3, model: 'a\u0000model' });
  const { rows } = await pool.query('select model, prompt_tokens from calls where id = $1', [ref.callId]);
  expect(rows).toEqual([{ model: 'amodel', prompt_tokens: 7 }]);
});

test('an answer counts once, however often it is told, and so does each of every talk', async () => {
  const ref = await talkRef();
  const told: Array<[attempt: number, answer: number]> = [
    [1, 1],
    [1, 1],
    [1, 3],
    [2, 1],
    [1, 3],
    [2, 1],
    [2, 2],
  ];
  for (const [attempt, answer] of told) {
    const usage = { answer, promptTokens: 10, completionTokens: 1, model: 'small' };
    await Promise.all([addUsage(pool, { ...ref, attempt }, usage), addUsage(pool, { ...ref, attempt }, usage)]);
  }
  const { rows } = await pool.query('select prompt_tokens, completion_tokens from calls where id = $1', [ref.callId]);
  expect(rows).toEqual([{ prompt_tokens: 40, completion_tokens: 4 }]);
});

test('a talk that was taken over by another writes nothing', async () => {
  const ref = await talkRef(1);
  expect(await storeTurn(pool, ref, turn('Hello.'))).toBe(false);
  expect(await textsOf(ref)).toEqual([]);
});
