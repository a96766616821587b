import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
let calls: string[];
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  send = graphqlClient(server.url, account.key);
  calls = await insertCalls(server.pool, account, [
    { startTime: new Date('2024-01-01T00:00:00Z'), status: 'COMPLETED' },
    { startTime: new Date('2024-01-02T00:00:00Z'), status: 'FAILED' },
    { startTime: new Date('2024-01-03T00:00:00Z'), status: 'BUSY' },
    { startTime: new Date('2024-01-04T00:00:00Z'), status: 'COMPLETED' },
  ]);
});
afterAll(() => server.stop());

async function filtered(filter: object): Promise<{ ids: string[]; totalCount: number }> {
  const query = `query ($filter: CallFilter) {
    calls(filter: $filter, orderBy: { direction: ASC }) { totalCount edges { node { id } } }
  }`;
  const { body } = await send(query, { filter });
  expect(body.errors).toBeUndefined();
  const { edges, totalCount } = body.data.calls;
  return { ids: edges.map(({ node }: { node: { id: string } }) => node.id), totalCount };
}

async function expectCalls(filter: object, indexes: number[]): Promise<void> {
  expect(await filtered(filter)).toEqual({ ids: indexes.map((index) => calls[index]), totalCount: indexes.length });
}

test('an empty filter and a filter of nulls let everything through', async () => {
  await expectCalls({}, [0, 1, 2, 3]);
  await expectCalls({ status: null, agentId: null, toNumber: null, startDate: null, endDate: null }, [0, 1, 2, 3]);
});

test('statuses are alternatives', async () => {
  await expectCalls({ status: ['COMPLETED'] }, [0, 3]);
  await expectCalls({ status: ['BUSY', 'FAILED'] }, [1, 2]);
  await expectCalls({ status: [] }, []);
});

test('the start of a period is inclusive and its end exclusive', async () => {
  await expectCalls({ startDate: '2024-01-02T00:00:00Z', endDate: '2024-01-04T00:00:00Z' }, [1, 2]);
  await expectCalls({ startDate: '2024-01-02T00:00:00.001Z' }, [2, 3]);
  await expectCalls({ endDate: '2024-01-02T01:00:00+01:00' }, [0]);
});

test('agent, contact, campaign and number each find their calls, and all conditions hold at once', async () => {
  const { body } = await send('query ($id: ID!) { call(id: $id) { toNumber contact { id } campaign { id } } }', {
    id: calls[1],
  });
  const { toNumber, contact, campaign } = body.data.call;
  await expectCalls({ contactId: contact.id }, [1]);
  await expectCalls({ campaignId: campaign.id.toUpperCase() }, [1]);
  await expectCalls({ toNumber }, [1]);
  await expectCalls({ agentId: account.agentId }, [0, 1, 2, 3]);
  await expectCalls({ agentId: account.agentId, status: ['FAILED'], contactId: contact.id }, [1]);
  await expectCalls({ status: ['COMPLETED'], contactId: contact.id }, []);
});

test('an id that is none finds nothing', async () => {
  await expectCalls({ agentId: 'x' }, []);
  await expectCalls({ contactId: "' or true --" }, []);
});

test('agents, contacts and campaigns are filtered by their own words', async () => {
  const draft = { accountId: account.accountId, name: 'Draft', prompt: 'p', firstMessage: 'm', maxDurationSeconds: 60 };
  const { id: draftId } = await createAgent(server.pool, {
    ...draft,
    status: AgentStatus.DRAFT,
    creditsPerMinute: 1,
    fromNumberId: null,
  });
  const query = `query ($number: PhoneNumber) {
    agents(filter: { status: [DRAFT] }) { totalCount edges { node { id } } }
    contacts(filter: { phoneNumber: $number }) { totalCount edges { node { phoneNumber } } }
    active: campaigns(filter: { status: [ACTIVE, PAUSED] }) { totalCount }
    completed: campaigns(filter: { status: [COMPLETED] }) { totalCount }
  }`;
  const { body: call } = await send('query ($id: ID!) { call(id: $id) { toNumber } }', { id: calls[0] });
  const number = call.data.call.toNumber;
  const { body } = await send(query, { number });
  expect(body.data).toEqual({
    agents: { totalCount: 1, edges: [{ node: { id: draftId } }] },
    contacts: { totalCount: 1, edges: [{ node: { phoneNumber: number } }] },
    active: { totalCount: 0 },
    completed: { totalCount: 4 },
  });
});
