import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { insertTalk } from '../support/insert-talk';
import { startTestServer, type TestServer } from '../support/server';
import { statementsFor } from '../support/statements';

let server: TestServer;
let account: TestAccount;
let callIds: string[];
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  callIds = await insertCalls(
    server.pool,
    account,
    Array.from({ length: 60 }, (_, index) => ({ startTime: new Date(Date.UTC(2024, 0, 1, 0, index)) })),
  );
});
afterAll(() => server.stop());

/** Runs a query and says which statements went to the database for it. */
function statementsOf(query: string): Promise<string[]> {
  return statementsFor(server.pool, account.accountId, async () => {
    const { body } = await graphqlClient(server.url, account.key)(query);
    expect(body.errors).toBeUndefined();
  });
}

const from = (table: string, statements: string[]) =>
  statements.filter((statement) => new RegExp(`from ${table}\\b`).test(statement));

test('a page of 50 calls with everything around them takes one statement a table', async () => {
  const statements = await statementsOf(`{ calls(first: 50) { edges { node {
    id agent { id fromNumber { id } } contact { id } campaign { id } events { id } creditEntries { id }
    transcript { status } analysis { status } recording { status } } } } }`);
  for (const table of ['calls', 'agents', 'phone_numbers', 'contacts', 'campaigns', 'call_events', 'credit_entries']) {
    expect([table, from(`${table} [ct]`, statements).length]).toEqual([table, 1]);
  }
});

const DETAIL = `agent { id name } contact { id phoneNumber additionalData } campaign { id name status }
  events { type status occurredAt detail }`;

test('a page of calls reads what was said in one statement, and only of calls in which something was', async () => {
  const page = '{ calls(first: 50) { edges { node { id transcript { text } analysis { summary } } } } }';
  const turns = (statements: string[]) => from('transcript_turns t', statements);
  expect(turns(await statementsOf(page))).toEqual([]);
  await insertTalk(server.pool, account, { due: false });
  await insertTalk(server.pool, account, { due: false });
  expect(turns(await statementsOf(page))).toHaveLength(1);
});

test('a call with what its detail shows takes one statement, however that is selected', async () => {
  const [id] = callIds;
  for (const query of [
    `{ call(id: "${id}") { id ${DETAIL} } }`,
    `{ ...Q } fragment Q on Query { call(id: "${id}") { ... on Call { ...D } } } fragment D on Call { id ${DETAIL} }`,
  ]) {
    expect(await statementsOf(query)).toHaveLength(1);
  }
  expect(await statementsOf(`{ call(id: "${id}") { id status } }`)).toEqual([
    expect.not.stringContaining('call_events'),
  ]);
});

test('a call says the same whether its surroundings are read with it or looked up', async () => {
  const [id] = callIds;
  const send = graphqlClient(server.url, account.key);
  const { body: together } = await send(`{ call(id: "${id}") { id ${DETAIL} } }`);
  const { body: apart } = await send(`{ call(id: "${id}") { id ${DETAIL} } ...Q }
    fragment Q on Query { call(id: "${id}") { agent { prompt } contact { metadata } campaign { temporary } events { id } } }`);
  const { agent, contact, campaign, events } = apart.data.call;
  const { prompt, ...agentThere } = agent;
  const { metadata, ...contactThere } = contact;
  const { temporary, ...campaignThere } = campaign;
  expect({ prompt, metadata, temporary }).toEqual({ prompt: 'Be brief.', metadata: {}, temporary: true });
  expect(together.data.call).toEqual({
    id,
    agent: agentThere,
    contact: contactThere,
    campaign: campaignThere,
    events: events.map(({ id: _, ...event }: { id: string }) => event),
  });
});

test('details that are asked for at the same time share statements', async () => {
  const { callDetail } = server.running.application.domain.loaders;
  const { accountId } = account;
  const statements = await statementsFor(server.pool, accountId, async () => {
    const details = await Promise.all(callIds.map((id) => callDetail.load({ accountId, id })));
    expect(details.map((call) => call?.id)).toEqual(callIds);
  });
  expect(statements).toHaveLength(1);
});

test('several fields that ask for the same object at once share a statement', async () => {
  const id = account.agentId;
  const statements = await statementsOf(
    `{ a: agent(id: "${id}") { id } b: agent(id: "${id}") { id } node(id: "${id}") { id } }`,
  );
  expect(from('agents t', statements)).toHaveLength(1);
});

test.each([
  ['calls', 1],
  ['contacts', 1],
  ['campaigns', 1],
  ['agents', 0],
  ['phoneNumbers', 0],
])('%s are counted only when totalCount is selected and one page does not hold them all', async (field, statements) => {
  const counts = (texts: string[]) => texts.filter((text) => text.includes('count(*)'));
  const edges = 'edges { cursor } pageInfo { hasNextPage }';
  expect(counts(await statementsOf(`{ ${field} { ${edges} } }`))).toEqual([]);
  expect(counts(await statementsOf(`{ ${field} { ${edges} totalCount @skip(if: true) } }`))).toEqual([]);
  expect(counts(await statementsOf(`{ ${field} { ${edges} totalCount } }`))).toHaveLength(statements);
});

test('usage is added up and credits ever used are summed only when they are selected', async () => {
  const plain = await statementsOf('{ account { id name credits { balance available } limits { activeCalls } } }');
  expect(plain.filter((text) => text.includes('usage_days'))).toEqual([]);
  const used = await statementsOf('{ account { credits { used } usage { totals { calls } } } }');
  expect(used.filter((text) => text.includes('usage_days'))).toHaveLength(2);
});
