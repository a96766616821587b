import * as fc from 'fast-check';
import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const START = Date.UTC(2024, 0, 1);
/** Few minutes for many calls: most start times are shared. */
const minute = fc.integer({ min: 0, max: 5 });
const atMinute = (value: number) => ({ startTime: new Date(START + value * 60_000) });
/** Calls that arrive while somebody pages, each at any place of the list. */
const arrivals = fc.array(fc.integer({ min: -2, max: 8 }), { maxLength: 3 });

interface Walk {
  account: TestAccount;
  backwards: boolean;
  direction: 'ASC' | 'DESC';
  sizes: number[];
  arriving: number[][];
}

/** Pages through an account's calls to the end of the list while other calls are added. */
async function walk({ account, backwards, direction, sizes, arriving }: Walk): Promise<string[]> {
  const send = graphqlClient(server.url, account.key);
  const [size, cursor] = backwards ? ['last', 'before'] : ['first', 'after'];
  const query = `query ($size: Int, $cursor: String, $direction: SortDirection!) {
    calls(${size}: $size, ${cursor}: $cursor, orderBy: { direction: $direction }) {
      edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  const seen: string[] = [];
  let position: string | null = null;
  for (let turn = 0; turn < 200; turn++) {
    const { body } = await send(query, { size: sizes[turn % sizes.length], cursor: position, direction });
    expect(body.errors).toBeUndefined();
    const { edges, pageInfo } = body.data.calls;
    const ids = edges.map(({ node }: { node: { id: string } }) => node.id);
    if (backwards) seen.unshift(...ids);
    else seen.push(...ids);
    if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return seen;
    position = backwards ? pageInfo.startCursor : pageInfo.endCursor;
    await insertCalls(server.pool, account, (arriving[turn] ?? []).map(atMinute));
  }
  throw new Error('the list has no end');
}

async function inOrder(account: TestAccount, ids: string[], direction: string): Promise<string[]> {
  const { rows } = await server.pool.query<{ id: string }>(
    `select id from calls where account_id = $1 and id = any($2::uuid[])
      order by start_time ${direction}, id ${direction}`,
    [account.accountId, ids],
  );
  return rows.map(({ id }) => id);
}

test.each([false, true])(
  'whatever the page sizes, every call is met once and in order while calls are added (backwards: %s)',
  async (backwards) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 5 }),
        fc.array(arrivals, { maxLength: 10 }),
        fc.constantFrom('ASC' as const, 'DESC' as const),
        async (minutes, sizes, arriving, direction) => {
          const account = await createTestAccount(server.pool);
          const existing = await insertCalls(server.pool, account, minutes.map(atMinute));
          const seen = await walk({ account, backwards, direction, sizes, arriving });
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toEqual(await inOrder(account, seen, direction));
          expect(seen).toEqual(expect.arrayContaining(existing));
        },
      ),
      { numRuns: 25 },
    );
  },
);
