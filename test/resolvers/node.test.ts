import { isObjectType } from 'graphql';
import { buildTestSchema } from '../schema/support/build';
import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
/** An id of each type that implements Node. */
let ids: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  const [call = ''] = await insertCalls(server.pool, account, [{ startTime: new Date() }]);
  const [other] = await insertCalls(server.pool, account, [{ startTime: new Date() }]);
  const { rows: events } = await server.pool.query<{ id: string }>(
    `update call_events set type = 'SETTLED' where call_id = $1 returning id`,
    [other],
  );
  const { body } = await graphqlClient(server.url, account.key)(
    'query ($id: ID!) { call(id: $id) { contact { id } campaign { id } } }',
    { id: call },
  );
  ids = {
    Account: account.accountId,
    Agent: account.agentId,
    AccountPhoneNumber: account.fromNumberId,
    Call: call,
    Contact: body.data.call.contact.id,
    Campaign: body.data.call.campaign.id,
    Event: events[0]?.id ?? '',
  };
});
afterAll(() => server.stop());

const schema = buildTestSchema();
const nodeTypes = Object.values(schema.getTypeMap()).filter(
  (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
);

test.each(nodeTypes.map(({ name }) => name))(
  'node finds an object of type %s, in either case of its id',
  async (name) => {
    const send = graphqlClient(server.url, account.key);
    const id = ids[name];
    expect(id).toBeDefined();
    const time = name === 'Event' ? 'occurredAt' : 'createdAt';
    const query = `query ($id: ID!) { node(id: $id) { __typename id ... on ${name} { time: ${time} } } }`;
    for (const given of [id, id?.toUpperCase()]) {
      const { body } = await send(query, { id: given });
      expect(body).toEqual({ data: { node: { __typename: name, id, time: expect.any(String) } } });
    }
  },
);

test('fields behind resolvers work on what node finds', async () => {
  const { body } = await graphqlClient(server.url, account.key)(
    `query ($call: ID!, $account: ID!) {
      call: node(id: $call) { ... on Call { agent { name } events { type } transcript { status } } }
      account: node(id: $account) { ... on Account { credits { balance used } limits { activeCalls } owner { name } } }
    }`,
    { call: ids.Call, account: ids.Account },
  );
  expect(body).toEqual({
    data: {
      call: { agent: { name: 'Test agent' }, events: [{ type: 'ENDED' }], transcript: { status: 'SKIPPED' } },
      account: { credits: { balance: 1000, used: 0 }, limits: { activeCalls: 0 }, owner: { name: 'Owner' } },
    },
  });
});
