import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLObjectType, getNamedType, isLeafType } from 'graphql';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const schema = buildSchema(readFileSync(path.join(__dirname, '../../schema.graphql'), 'utf8'));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Every field of a call; of objects, what is no object itself. */
const FIELDS = Object.values((schema.getType('Call') as GraphQLObjectType).getFields()).map(({ name, type }) => {
  const named = getNamedType(type);
  if (isLeafType(named)) return { name, selection: name };
  const leaves = Object.values((named as GraphQLObjectType).getFields()).filter((field) =>
    isLeafType(getNamedType(field.type)),
  );
  return { name, selection: `${name} { ${leaves.map((leaf) => leaf.name).join(' ')} }` };
});

test('a call shows the same alone, with what belongs to it and in a list, whatever else is selected', async () => {
  const account = await createTestAccount(server.pool);
  const send = graphqlClient(server.url, account.key);
  const rest = restClient(server.url, account.key);
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { company: 'Acme' } };
  const { id } = (await rest.post('/calls', input)).body.data.call;
  await rest.untilAnalyzed(id);
  const isOver = async () =>
    (await send('query ($id: ID!) { call(id: $id) { timeline { isOver } } }', { id })).body.data;
  await until(async () => (await isOver()).call.timeline.isOver, 'the timeline to end');

  const selectAll = FIELDS.map(({ selection }) => selection).join(' ');
  const whole = await send(`query ($id: ID!) { call(id: $id) { ${selectAll} } }`, { id });
  expect(whole.body.errors).toBeUndefined();
  const { call } = whole.body.data;
  expect(call).toMatchObject({ id, contactData: { company: 'Acme' }, modelUsage: { model: 'simulated' } });

  const listed = await Promise.all(
    [...FIELDS.map(({ selection }) => selection), selectAll].map(async (selection) => {
      const { body } = await send(`{ calls { edges { node { ${selection} } } } }`);
      expect(body.errors).toBeUndefined();
      return body.data.calls.edges[0].node;
    }),
  );
  expect(listed).toEqual([...FIELDS.map(({ name }) => ({ [name]: call[name] })), call]);

  const detailed = await Promise.all(
    FIELDS.map(async ({ name, selection }) => {
      const { body } = await send(`query ($id: ID!) { call(id: $id) { agent { name } shown: ${selection} } }`, { id });
      return [name, body.errors ?? body.data.call.shown];
    }),
  );
  expect(Object.fromEntries(detailed)).toEqual(call);
});
