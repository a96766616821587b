import { type GraphQLInputType, getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { buildTestSchema } from '../schema/support/build';
import { graphqlClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let owner: TestAccount;
let stranger: TestAccount;
/** Everything of the owner that has an id. */
let ids: Record<'call' | 'sid' | 'tracking' | 'contact' | 'campaign' | 'agent' | 'number' | 'account', string>;
/** What else of the owner names something: whom it called, and by which key. */
let names: Record<'toNumber' | 'idempotencyKey', string>;

beforeAll(async () => {
  server = await startTestServer();
  owner = await createTestAccount(server.pool);
  stranger = await createTestAccount(server.pool);
  names = { toNumber: randomPhoneNumber(), idempotencyKey: 'the-owner-s-key' };
  const { body } = await graphqlClient(server.url, owner.key)(
    `mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { ... on InitiateCallSuccess {
      call { id callSid trackingId contact { id } campaign { id } } } } }`,
    { input: { ...names, agentId: owner.agentId, contactName: 'Owner', contactData: { secret: 'of the owner' } } },
  );
  const { call } = body.data.initiateCall;
  ids = {
    call: call.id,
    sid: call.callSid,
    tracking: call.trackingId,
    contact: call.contact.id,
    campaign: call.campaign.id,
    agent: owner.agentId,
    number: owner.fromNumberId,
    account: owner.accountId,
  };
});
afterAll(() => server.stop());

type Ids = typeof ids;

/** Each argument that takes an id, by its path: a document, the owner's ids to give it, and what a stranger reads. */
const CASES: Array<[argument: string, query: string, given: Array<keyof Ids>, data: object]> = [
  ['Query.call.id', 'query ($id: ID!) { call(id: $id) { id } }', ['call', 'sid', 'tracking'], { call: null }],
  ['Query.agent.id', 'query ($id: ID!) { agent(id: $id) { id } }', ['agent'], { agent: null }],
  ['Query.contact.id', 'query ($id: ID!) { contact(id: $id) { id } }', ['contact'], { contact: null }],
  ['Query.campaign.id', 'query ($id: ID!) { campaign(id: $id) { id } }', ['campaign'], { campaign: null }],
  [
    'Query.node.id',
    'query ($id: ID!) { node(id: $id) { id } }',
    ['call', 'contact', 'campaign', 'agent', 'number', 'account'],
    { node: null },
  ],
  ...(['agent', 'campaign', 'contact'] as const).map((name): (typeof CASES)[number] => [
    `Query.calls.filter.${name}Id`,
    `query ($id: ID!) { calls(filter: { ${name}Id: $id }) { totalCount edges { cursor } } }`,
    [name],
    { calls: { totalCount: 0, edges: [] } },
  ]),
  [
    'Mutation.initiateCall.input.agentId',
    `mutation ($id: ID!) { initiateCall(input: { toNumber: "+14155550100", agentId: $id }) { __typename } }`,
    ['agent'],
    { initiateCall: { __typename: 'AgentNotFoundError' } },
  ],
  [
    'Mutation.initiateCall.input.fromNumberId',
    `mutation ($id: ID!, $own: ID!) {
      initiateCall(input: { toNumber: "+14155550100", agentId: $own, fromNumberId: $id }) { __typename }
    }`,
    ['number'],
    { initiateCall: { __typename: 'FromNumberNotFoundError' } },
  ],
  [
    'Query.previewCall.input.agentId',
    `query ($id: ID!) {
      previewCall(input: { toNumber: "+14155550100", agentId: $id }) { wouldCall agent { id } systemPrompt cost { hold } }
    }`,
    ['agent'],
    { previewCall: { wouldCall: false, agent: null, systemPrompt: null, cost: null } },
  ],
  [
    'Query.previewCall.input.fromNumberId',
    `query ($id: ID!, $own: ID!) {
      previewCall(input: { toNumber: "+14155550100", agentId: $own, fromNumberId: $id }) { wouldCall fromNumber }
    }`,
    ['number'],
    { previewCall: { wouldCall: false, fromNumber: null } },
  ],
  ...(['endCall', 'reanalyzeCall'] as const).map((field): (typeof CASES)[number] => [
    `Mutation.${field}.callId`,
    `mutation ($id: ID!) { ${field}(callId: $id) { __typename } }`,
    ['call', 'sid', 'tracking'],
    { [field]: { __typename: 'NotFoundError' } },
  ]),
  ...(['submitAgent', 'approveAgent', 'rejectAgent', 'archiveAgent'] as const).map((field): (typeof CASES)[number] => [
    `Mutation.${field}.id`,
    `mutation ($id: ID!) { ${field}(id: $id) { __typename } }`,
    ['agent'],
    { [field]: { __typename: 'NotFoundError' } },
  ]),
  [
    'Mutation.updateAgent.id',
    'mutation ($id: ID!) { updateAgent(id: $id, input: { name: "Mine" }) { __typename } }',
    ['agent'],
    { updateAgent: { __typename: 'NotFoundError' } },
  ],
  [
    'Mutation.createAgent.input.fromNumberId',
    `mutation ($id: ID!) {
      createAgent(input: { name: "a", prompt: "p", firstMessage: "f", fromNumberId: $id }) { __typename }
    }`,
    ['number'],
    { createAgent: { __typename: 'FromNumberNotFoundError' } },
  ],
  [
    'Mutation.updateAgent.input.fromNumberId',
    'mutation ($id: ID!, $own: ID!) { updateAgent(id: $own, input: { fromNumberId: $id }) { __typename } }',
    ['number'],
    { updateAgent: { __typename: 'FromNumberNotFoundError' } },
  ],
  [
    'Mutation.updateContactMetadata.contactId',
    'mutation ($id: ID!) { updateContactMetadata(contactId: $id, metadata: { x: 1 }) { __typename } }',
    ['contact'],
    { updateContactMetadata: { __typename: 'NotFoundError' } },
  ],
];

test.each(CASES)('%s finds nothing of another account', async (_, query, given, data) => {
  for (const name of given) {
    const variables = { id: ids[name], ...(query.includes('$own') && { own: stranger.agentId }) };
    const { body } = await graphqlClient(server.url, stranger.key)(query, variables);
    expect([name, body]).toEqual([name, { data }]);
  }
});

test('the same ids do name something for their owner', async () => {
  const query = `query ($call: ID!, $agent: ID!, $contact: ID!, $campaign: ID!, $number: ID!, $account: ID!) {
    call(id: $call) { id } agent(id: $agent) { id } contact(id: $contact) { id } campaign(id: $campaign) { id }
    number: node(id: $number) { id } account: node(id: $account) { id }
  }`;
  const { sid, tracking, ...variables } = ids;
  const { body } = await graphqlClient(server.url, owner.key)(query, variables);
  expect(body.errors).toBeUndefined();
  for (const [name, id] of Object.entries(variables)) expect(body.data[name]).toEqual({ id });
});

/** Arguments that name something by other means than an id; a test below gives each what the owner has. */
const NAMES = [
  'Query.calls.filter.toNumber',
  'Query.contacts.filter.phoneNumber',
  'Query.previewCall.input.toNumber',
  'Query.previewCall.input.idempotencyKey',
  'Mutation.initiateCall.input.toNumber',
  'Mutation.initiateCall.input.idempotencyKey',
  ...['agents', 'calls', 'campaigns', 'contacts', 'phoneNumbers'].flatMap((list) => [
    `Query.${list}.after`,
    `Query.${list}.before`,
  ]),
  'Query.events.after',
  'Call.timeline.after',
];
/** Calls to be followed: test/live/websocket.test.ts gives each another account's. */
const FOLLOWED = ['Subscription.callUpdated.callId', 'Subscription.transcriptTurnAdded.callId'];
/** Texts that name nothing: of a call, and of what an agent is told and says. */
const TEXTS =
  /^(Query\.previewCall\.input\.contactName|Mutation\.(initiateCall\.input\.contactName|rejectAgent\.reason|(create|update)Agent\.input\.(?!fromNumberId).+))$/;

test('every argument of every field that may name something is covered here', () => {
  const paths = Object.values(buildTestSchema().getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) => namingPaths(argument.type, `${type.name}.${field.name}.${argument.name}`)),
      ),
    );
  const covered = [...CASES.map(([argument]) => argument), ...NAMES, ...FOLLOWED];
  expect(covered.toSorted()).toEqual(paths.filter((path) => !TEXTS.test(path)).toSorted());
});

/** Types whose values name nothing that an account has; any other may. */
const NAMELESS = ['Int', 'Float', 'Boolean', 'DateTime', 'JSONObject'];

function namingPaths(type: GraphQLInputType, path: string): string[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) => namingPaths(field.type, `${path}.${field.name}`));
  }
  return isEnumType(named) || NAMELESS.includes(named.name) ? [] : [path];
}

test('the number of a person whom another account called finds nothing', async () => {
  const query = `query ($toNumber: PhoneNumber!) {
    calls(filter: { toNumber: $toNumber }) { totalCount edges { cursor } }
    contacts(filter: { phoneNumber: $toNumber }) { totalCount edges { cursor } }
  }`;
  const none = { totalCount: 0, edges: [] };
  const stranger = await createTestAccount(server.pool);
  const theirs = await graphqlClient(server.url, stranger.key)(query, names);
  expect(theirs.body).toEqual({ data: { calls: none, contacts: none } });
  const { body } = await graphqlClient(server.url, owner.key)(query, names);
  expect([body.data.calls.totalCount, body.data.contacts.totalCount]).toEqual([1, 1]);
});

test('a preview knows neither the person nor the idempotency key of another account', async () => {
  const query = `query ($input: InitiateCallInput!) {
    previewCall(input: $input) { wouldCall contact { id } gates { call { id } } variables { known { source } } }
  }`;
  const preview = async ({ key, agentId }: TestAccount) =>
    (await graphqlClient(server.url, key)(query, { input: { ...names, agentId } })).body.data.previewCall;
  const theirs = await preview(await createTestAccount(server.pool));
  expect(theirs).toMatchObject({ wouldCall: true, contact: null });
  expect(theirs.gates.map(({ call }: { call: unknown }) => call)).toEqual(theirs.gates.map(() => null));
  const own = await preview(owner);
  expect(own).toMatchObject({ wouldCall: false, contact: { id: ids.contact } });
});

test('the same person and the same idempotency key are another contact and another call for another account', async () => {
  const other = await createTestAccount(server.pool);
  const { body, text } = await graphqlClient(server.url, other.key)(
    `mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { ... on InitiateCallSuccess {
      replayed call { id } contact { id additionalData } campaign { id } } } }`,
    { input: { ...names, agentId: other.agentId } },
  );
  expect(body.data.initiateCall).toMatchObject({ replayed: false, contact: { additionalData: {} } });
  for (const id of Object.values(ids)) expect(text).not.toContain(id);
  expect(text).not.toContain('of the owner');
});

test.each(['agents', 'calls', 'campaigns', 'contacts', 'phoneNumbers'])(
  'a cursor of another account in %s is only a place in one’s own list',
  async (list) => {
    const query = (page: string) => `{ ${list}(${page}) { edges { cursor node { id } } } }`;
    const other = await createTestAccount(server.pool);
    const { body } = await graphqlClient(server.url, owner.key)(query('first: 100'));
    expect(body.data[list].edges.length).toBeGreaterThan(0);
    const own = (await graphqlClient(server.url, other.key)(query('first: 100'))).body.data[list].edges;
    for (const { cursor } of body.data[list].edges) {
      const after = await graphqlClient(server.url, other.key)(query(`first: 100, after: "${cursor}"`));
      const before = await graphqlClient(server.url, other.key)(query(`last: 100, before: "${cursor}"`));
      expect([...before.body.data[list].edges, ...after.body.data[list].edges]).toEqual(own);
    }
  },
);

test('a cursor of another account is a place in one’s own feed, and none on one’s own timelines', async () => {
  const query = `query ($after: String) { events(first: 100, after: $after) { edges { cursor node { id } } }
    calls(first: 5) { edges { node { id timeline(first: 20) { entries { cursor event { id } } } } } } }`;
  const other = await createTestAccount(server.pool);
  await graphqlClient(server.url, other.key)(
    'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }',
    { input: { toNumber: names.toNumber, agentId: other.agentId } },
  );
  const theirs = (await graphqlClient(server.url, owner.key)(query)).body.data;
  const own = await until(async () => {
    const { data } = (await graphqlClient(server.url, other.key)(query)).body;
    return data.events.edges.length > 0 && data.calls.edges[0].node.timeline.entries.length > 0 && data;
  }, 'the first event to be told');
  const ownIds = own.events.edges.map(({ node }: { node: { id: string } }) => node.id);
  expect(ownIds.length).toBeGreaterThan(0);
  for (const { cursor } of theirs.events.edges) {
    const { body } = await graphqlClient(server.url, other.key)(query, { after: cursor });
    const read = body.data.events.edges.map(({ node }: { node: { id: string } }) => node.id);
    const now = (await graphqlClient(server.url, other.key)(query)).body.data.events.edges;
    expect(now.map(({ node }: { node: { id: string } }) => node.id)).toEqual(expect.arrayContaining(read));
  }
  const [call] = own.calls.edges;
  const timeline = `query ($id: ID!, $after: String) { call(id: $id) { timeline(after: $after) { entries { event { id } } } } }`;
  const foreign = theirs.calls.edges[0].node.timeline.entries;
  expect(foreign.length).toBeGreaterThan(0);
  for (const { cursor } of foreign) {
    const { body } = await graphqlClient(server.url, other.key)(timeline, { id: call.node.id, after: cursor });
    expect(body.errors[0].extensions.issues).toEqual({ after: ['Not a cursor of this list'] });
    for (const { event } of foreign) expect(JSON.stringify(body)).not.toContain(event.id);
  }
});

test('lists and cursors of one account show nothing of another', async () => {
  await insertCalls(server.pool, stranger, [{ startTime: new Date('2020-01-01') }]);
  const query = `query ($after: String) {
    calls(after: $after) { totalCount edges { cursor node { id } } }
    contacts { edges { node { id } } } campaigns { edges { node { id } } } agents { edges { node { id } } }
    phoneNumbers { edges { node { id } } }
  }`;
  const [mine, theirs] = await Promise.all([
    graphqlClient(server.url, owner.key)(query),
    graphqlClient(server.url, stranger.key)(query),
  ]);
  const idsIn = (text: string) => new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g));
  expect(idsIn(mine.text)).toEqual(new Set([ids.call, ids.contact, ids.campaign, ids.agent, ids.number]));
  for (const id of idsIn(theirs.text)) expect(mine.text).not.toContain(id);

  const after = mine.body.data.calls.edges[0].cursor;
  const beyond = await graphqlClient(server.url, stranger.key)(query, { after });
  expect(beyond.body.data.calls.edges).toEqual(theirs.body.data.calls.edges);
});
