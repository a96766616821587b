import { type Answer, restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertTalk } from '../support/insert-talk';
import { startTestServer, type TestServer } from '../support/server';
import { statementsFor } from '../support/statements';

const CALLS = 30;

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  for (let index = 0; index < CALLS; index++) {
    const callId = await insertTalk(server.pool, account, { due: false });
    await analyze(callId);
  }
});
afterAll(() => server.stop());

/** Writes what an analysis comes to, with evidence that has to be looked up. */
async function analyze(callId: string): Promise<void> {
  const extracted = JSON.stringify([{ name: 'coming', type: 'BOOLEAN', value: true, evidence: [1] }]);
  await server.pool.query(
    `insert into call_analyses (account_id, call_id, summary, extracted, completed_at) values ($1, $2, 'A visit.', $3, now())`,
    [account.accountId, callId, extracted],
  );
  await server.pool.query(`update calls set analysis_status = 'COMPLETED' where account_id = $1 and id = $2`, [
    account.accountId,
    callId,
  ]);
}

/** How many statements a request takes, and its answer. */
async function statementsOf(request: () => Promise<Pick<Answer, 'status' | 'body'>>) {
  let body: Answer['body'];
  const statements = await statementsFor(server.pool, account.accountId, async () => {
    const answer = await request();
    expect(answer.status).toBe(200);
    body = answer.body;
  });
  return { count: statements.length, body };
}

const CALL = `id agent { id name fromNumber { id } proposal { version } } contact { id phoneNumber }
  campaign { id name } events { id type } creditEntries { id amount } recording { status url }
  transcript { status text turns { index text } }
  analysis { summary extracted { name value evidence { index text } } }`;

/** A page of each list with everything that is below its nodes. */
const LISTS: Array<[list: string, node: string]> = [
  ['calls', CALL],
  ['contacts', 'id phoneNumber additionalData'],
  ['campaigns', 'id name'],
  ['agents', 'id name fromNumber { id } proposal { version }'],
  ['phoneNumbers', 'id phoneNumber'],
];

async function page(list: string, node: string, size: string) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': account.key },
    body: JSON.stringify({ query: `{ ${list}(${size}) { edges { node { ${node} } } pageInfo { hasNextPage } } }` }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

test.each(LISTS)('a page of %s takes as many statements whatever its size and direction', async (list, node) => {
  const counts: number[] = [];
  const sizes: number[] = [];
  for (const size of ['first: 1', 'first: 2', `first: ${CALLS}`, 'last: 2', `last: ${CALLS}`]) {
    const { count, body } = await statementsOf(() => page(list, node, size));
    expect(body.errors).toBeUndefined();
    counts.push(count);
    sizes.push(body.data[list].edges.length);
  }
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts).toEqual(counts.map(() => counts[0]));
  if (list === 'calls') expect(sizes).toEqual([1, 2, CALLS, 2, CALLS]);
});

test('what was counted was there to be read', async () => {
  const { body } = await page('calls', CALL, 'first: 1');
  const [{ node }] = body.data.calls.edges;
  expect(node).toMatchObject({
    transcript: { turns: [{ index: 0 }, { index: 1 }, { index: 2 }] },
    analysis: { summary: 'A visit.', extracted: [{ name: 'coming', evidence: [{ index: 1 }] }] },
    events: [{ type: 'ENDED' }],
  });
});

test.each(['/calls', '/agents', '/phone-numbers'])(
  'a page of GET %s takes as many statements whatever its size',
  async (path) => {
    const rest = restClient(server.url, account.key);
    const counts: number[] = [];
    for (const limit of [1, 2, CALLS - 1])
      counts.push((await statementsOf(() => rest.get(`${path}?limit=${limit}`))).count);
    expect(counts[0]).toBeGreaterThan(0);
    // One page that holds the whole list need not be counted.
    for (const count of counts) expect(count).toBeLessThanOrEqual(counts[0] ?? 0);
    const { count, body } = await statementsOf(() => rest.get(`${path}?limit=${CALLS - 1}`));
    expect(count).toBe(counts.at(-1));
    if (path === '/calls') {
      expect(counts).toEqual(counts.map(() => counts[0]));
      expect(body.data.calls[0].transcript).toContain('Agent: ');
    }
  },
);

test('the counting sees statements that a loop over a page would make', async () => {
  const { accountId } = account;
  const loop = async () => {
    for (let index = 0; index < 5; index++) await server.pool.query('select $1::uuid', [accountId]);
    return { status: 200, body: null };
  };
  expect((await statementsOf(loop)).count).toBe(5);
});
