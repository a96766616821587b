import type { Pool } from 'pg';
import { createDataSource, poolOf } from '../../src/database/data-source';
import { inShortTransaction, inSnapshot, inStatement, inTransaction } from '../../src/database/transaction';
import { createDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let pool: Pool;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await createDatabase({ empty: true });
  // One connection, so that a transaction that was left open would be noticed.
  const dataSource = await createDataSource({ url: database.url, poolSize: 1 }).initialize();
  pool = poolOf(dataSource);
  close = () => dataSource.destroy();
});
beforeEach(() => pool.query('drop table if exists number; create table number (n int primary key)'));
afterAll(async () => {
  await close();
  await database.drop();
});

const insert = (n: number) => ({ text: 'insert into number values ($1) returning n', values: [n] });
const numbers = async () => (await pool.query<{ n: number }>('select n from number order by n')).rows.map(({ n }) => n);
const nothing = async () => null;
const FAIL = (state: string) => `do $$ begin raise exception 'again' using errcode = '${state}'; end $$`;

test('a short transaction commits all that it wrote, and answers with what the last statement returned', async () => {
  const answer = await inShortTransaction(pool, {
    look: async (client) => (await client.query<{ count: number }>('select count(*)::int from number')).rows[0]?.count,
    decide: async (client, count) => {
      await client.query(insert(1));
      return { last: insert(2), result: (rows: Array<{ n: number }>) => ({ count, rows }) };
    },
  });
  expect(answer).toEqual({ count: 0, rows: [{ n: 2 }] });
  expect(await numbers()).toEqual([1, 2]);
});

test('nothing of it is committed when its last statement fails, although the commit was sent', async () => {
  const attempt = inShortTransaction(pool, {
    look: nothing,
    decide: async (client) => {
      await client.query(insert(1));
      return { last: insert(1), result: () => null };
    },
  });
  await expect(attempt).rejects.toMatchObject({ code: '23505' });
  expect(await numbers()).toEqual([]);
});

test('the first thing that fails is what is told, and the connection is as good as before', async () => {
  const decide = jest.fn();
  const attempt = inShortTransaction(pool, {
    look: (client) => Promise.all([client.query('select 1 / 0'), client.query('select 1')]),
    decide,
  });
  await expect(attempt).rejects.toMatchObject({ code: '22012' });
  expect(decide).not.toHaveBeenCalled();
  expect(await numbers()).toEqual([]);
});

test('what throws between the statements is rolled back', async () => {
  const attempt = inShortTransaction(pool, {
    look: nothing,
    decide: async (client) => {
      await client.query(insert(1));
      throw new Error('no');
    },
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await numbers()).toEqual([]);
});

test('it is done again when the database asks for it', async () => {
  let attempts = 0;
  const answer = await inShortTransaction(pool, {
    look: nothing,
    decide: async (client) => {
      attempts += 1;
      if (attempts === 1) await client.query(FAIL('40001'));
      return { last: insert(attempts), result: () => 'done' };
    },
  });
  expect(answer).toBe('done');
  expect(await numbers()).toEqual([2]);
});

test.each(['40001', '40P01'])(
  'every kind of transaction is done again after %s, a bounded number of times',
  async (state) => {
    const kinds: Array<(fail: (nth: number) => Promise<unknown>) => Promise<unknown>> = [
      (fail) => inTransaction(pool, () => fail(0)),
      (fail) => inSnapshot(pool, () => fail(0)),
      (fail) =>
        inShortTransaction(pool, { look: () => fail(0), decide: async () => ({ last: null, result: () => 1 }) }),
    ];
    for (const kind of kinds) {
      let attempts = 0;
      const failing = async (times: number) => {
        attempts += 1;
        if (attempts <= times) throw Object.assign(new Error('again'), { code: state });
        return 1;
      };
      expect(await kind(() => failing(3))).toBe(1);
      expect(attempts).toBe(4);
      attempts = 0;
      await expect(kind(() => failing(100))).rejects.toMatchObject({ code: state });
      expect(attempts).toBe(4);
    }
    await pool.query('drop sequence if exists attempts; create sequence attempts');
    const statement = {
      text: `create or replace function again() returns void language plpgsql as $$
    begin if nextval('attempts') < 3 then raise exception 'again' using errcode = '${state}'; end if; end $$`,
    };
    await inStatement(pool, statement);
    await inStatement(pool, { text: 'select again()' });
    expect((await pool.query<{ n: number }>("select nextval('attempts')::int n")).rows).toEqual([{ n: 4 }]);
  },
);

test('another failure is not tried again', async () => {
  let attempts = 0;
  const attempt = inTransaction(pool, async (client) => {
    attempts += 1;
    await client.query(FAIL('53100'));
  });
  await expect(attempt).rejects.toMatchObject({ code: '53100' });
  expect(attempts).toBe(1);
});

test('its settings end with it', async () => {
  const settings = () =>
    pool.query("select current_setting('enable_seqscan') seqscan, current_setting('lock_timeout') lock");
  const before = await settings();
  await inShortTransaction(
    pool,
    { look: nothing, decide: async () => ({ last: insert(1), result: () => null }) },
    { lockTimeoutMs: 77 },
  );
  expect((await settings()).rows).toEqual(before.rows);
});
