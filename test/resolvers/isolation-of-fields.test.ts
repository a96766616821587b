import {
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { buildTestSchema } from '../schema/support/build';
import { graphqlClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const schema = buildTestSchema();
/** `Type.field` of every object that the documents below have read. */
const walked = new Set<string>();

/** A few of each list are enough, and everything of all would be too complex. */
const page = ({ args }: { args: readonly { name: string }[] }) =>
  args.some(({ name }) => name === 'first') ? '(first: 2)' : '';

/** Everything that can be read of a type, each way to an object once. */
function everythingOf(type: GraphQLNamedType, above: readonly string[]): string {
  if (!isObjectType(type)) return '__typename';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const to = getNamedType(field.type);
    if (!isCompositeType(to)) return field.args.some(isRequiredArgument) ? [] : [field.name];
    if (above.includes(to.name) || field.args.some(isRequiredArgument)) return [];
    walked.add(`${type.name}.${field.name}`);
    return [`${field.name}${page(field)} { ${everythingOf(to, [...above, to.name])} }`];
  });
  return fields.join(' ');
}

/** The lists and whatever else needs no id, each with everything below it. */
const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
  (field) => !field.args.some(isRequiredArgument),
);
const documents = roots.map((field): [name: string, document: string] => {
  walked.add(`Query.${field.name}`);
  const to = getNamedType(field.type);
  return [field.name, `{ ${field.name}${page(field)} { ${everythingOf(to, [to.name])} } }`];
});

/** Objects that no list leads to, each with the test that gives it another account's ids. */
const ELSEWHERE = [
  // test/resolvers/isolation.test.ts, by id
  ...['Query.agent', 'Query.call', 'Query.campaign', 'Query.contact', 'Query.node'],
  ...['Mutation.endCall', 'Mutation.initiateCall', 'Mutation.reanalyzeCall', 'Mutation.updateContactMetadata'],
  ...['create', 'update', 'submit', 'approve', 'reject', 'archive'].map((verb) => `Mutation.${verb}Agent`),
  'Query.previewCall',
  // what a preview shows, in the same test and, for what is known of a person, in test/rest/preview-call.test.ts
  ...['agent', 'contact', 'cost', 'destination', 'gates', 'variables'].map((field) => `CallPreview.${field}`),
  ...['GateVerdict.call', 'PreviewedVariables.known', 'PreviewedVariables.missing'],
  // test/live/websocket.test.ts, by id, and test/live/subscriptions.test.ts
  ...['Subscription.callUpdated', 'Subscription.transcriptTurnAdded'],
  // what those mutations answer
  ...['Create', 'Update', 'Submit', 'Approve', 'Reject', 'Archive'].map((verb) => `${verb}AgentSuccess.agent`),
  ...[
    'InitiateCallSuccess.call',
    'InitiateCallSuccess.contact',
    'InitiateCallSuccess.campaign',
    'CallFailedError.call',
  ],
  ...[
    'EndCallSuccess.call',
    'ReanalyzeCallSuccess.call',
    'NothingToAnalyzeError.call',
    'UpdateContactMetadataSuccess.contact',
  ],
];

let server: TestServer;
let owner: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  owner = await createTestAccount(server.pool);
  stranger = await createTestAccount(server.pool);
  const toNumber = randomPhoneNumber();
  await Promise.all([owner, stranger].map((account) => place(account, toNumber)));
});
afterAll(() => server.stop());

/** Both call the same person at the same moment. */
async function place({ key, agentId }: TestAccount, toNumber: string): Promise<void> {
  const query = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
  const send = graphqlClient(server.url, key);
  const { body } = await send(query, { input: { toNumber, agentId, contactData: { agentId } } });
  expect(body.data.initiateCall.__typename).toBe('InitiateCallSuccess');
  const events = async () => (await send('{ events(first: 1) { edges { cursor } } }')).body.data.events.edges;
  await until(async () => (await events()).length > 0, 'the first event');
}

const idsIn = (text: string) => new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g));

test.each(documents)('everything below %s is of the account alone', async (_, document) => {
  const [mine, theirs] = await Promise.all(
    [owner, stranger].map(({ key }) => graphqlClient(server.url, key)(document)),
  );
  expect([mine?.body.errors, theirs?.body.errors]).toEqual([undefined, undefined]);
  const [own, foreign] = [idsIn(mine?.text ?? ''), idsIn(theirs?.text ?? '')];
  expect(own.size).toBeGreaterThan(0);
  expect(foreign.size).toBeGreaterThan(0);
  expect([...own].filter((id) => foreign.has(id))).toEqual([]);
});

test('every object that a field leads to is read here, or stands in the list of those that are tried elsewhere', () => {
  const all = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        name: `${type.name}.${field.name}`,
        to: getNamedType(field.type),
      })),
    )
    .filter(({ to }) => isCompositeType(to) || isAbstractType(to))
    .map(({ name }) => name);
  expect([...walked, ...ELSEWHERE].toSorted()).toEqual(all.toSorted());
});
