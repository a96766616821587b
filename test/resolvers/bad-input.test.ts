import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  send = graphqlClient(server.url, account.key);
});
afterAll(() => server.stop());

const PLACE = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
const PHONE_NUMBER = 'Invalid phone number format. Please use international format (e.g., +1234567890).';
const UUID = '0192f0c1-2345-7abc-8def-0123456789ab';

/** The refusal of a whole request: a status, one error with all issues, and no word of what was sent. */
async function issuesOf(query: string, variables: object, unspoken: string[] = []) {
  const answer = await send(query, variables);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT', issues: expect.any(Object) } }],
  });
  for (const word of [...unspoken, 'node_modules', '    at ']) expect(answer.text).not.toContain(word);
  return answer.body.errors[0].extensions.issues;
}

test('a number and an id that are wrong are both named, as in the guide', async () => {
  const input = { toNumber: 'not-a-number', agentId: 'not-an-agent' };
  expect(await issuesOf(PLACE, { input }, ['not-a-number', 'not-an-agent'])).toEqual({
    toNumber: [PHONE_NUMBER],
    agentId: ['Invalid Agent ID format'],
  });
});

test('everything is named at once, whatever kind of wrongness it has', async () => {
  const input = {
    agentId: 'zzz',
    contactName: 'n'.repeat(201),
    contactData: ['secret-data'],
    fromNumberId: 'zzz',
    idempotencyKey: 'white space',
    contactname: 'secret-name',
  };
  expect(await issuesOf(PLACE, { input }, ['zzz', 'secret-data', 'secret-name', 'white space', 'nnnn'])).toEqual({
    toNumber: ['toNumber is required'],
    agentId: ['Invalid Agent ID format'],
    contactName: ['contactName must have at most 200 characters'],
    contactData: ['contactData must be an object'],
    fromNumberId: ['Invalid From Number ID format'],
    idempotencyKey: ['idempotencyKey must be 1 to 255 visible ASCII characters'],
    contactname: ['contactname is not known. Did you mean contactName?'],
  });
});

test.each([
  ['nothing', {}, { input: ['input is required'] }],
  ['null', { input: null }, { input: ['input is required'] }],
  ['a list', { input: [] }, { input: ['input must be an object'] }],
  ['an empty object', { input: {} }, { toNumber: ['toNumber is required'], agentId: ['agentId is required'] }],
])('an input that is %s is refused', async (_, variables, issues) => {
  expect(await issuesOf(PLACE, variables)).toEqual(issues);
});

test.each([
  ['U+0000', { note: 'a\u0000b' }, 'contactData must not contain U+0000 or lone surrogates'],
  ['a lone surrogate in a name', { '\ud800': 1 }, 'contactData must not contain U+0000 or lone surrogates'],
  ['more than 64 kB', { note: 'x'.repeat(65 * 1024) }, 'contactData must not be larger than 64 kB'],
  ['33 levels', nested(33), 'contactData must not be nested more than 32 levels deep'],
])('data with %s cannot be kept', async (_, contactData, issue) => {
  const input = { toNumber: '+14155550100', agentId: account.agentId, contactData };
  expect(await issuesOf(PLACE, { input })).toEqual({ contactData: [issue] });
});

test('variables of several fields are named together, by their own names', async () => {
  const query = `query ($when: DateTime, $status: [CallStatus!], $first: Int) {
    calls(first: $first, filter: { startDate: $when, status: $status }) { totalCount }
  }`;
  const variables = { when: 'yesterday', status: ['RINGING', 'secret-status'], first: 1.5 };
  expect(await issuesOf(query, variables, ['yesterday', 'secret-status'])).toEqual({
    when: [expect.stringContaining('ISO 8601')],
    'status.1': [expect.stringContaining('must be one of INITIATED, RINGING')],
    first: ['first must be an integer'],
  });
});

test.each([
  ['a directive', 'query ($x: Boolean = true) { account { id @include(if: $x) } }'],
  ['an input object', 'query ($x: SortDirection = ASC) { calls(orderBy: { direction: $x }) { totalCount } }'],
  ['a place with a default', 'query ($x: SortDirection) { calls(orderBy: { direction: $x }) { totalCount } }'],
  ['a fragment', 'query ($x: Boolean = true) { ...F } fragment F on Query { account { id @skip(if: $x) } }'],
])(
  'null for a variable that stands in %s, where nothing may be null, is refused however often it comes',
  async (_, query) => {
    expect((await send(query, {})).status).toBe(200);
    for (let time = 0; time < 5; time++) expect(await issuesOf(query, { x: null })).toEqual({ x: ['x is required'] });
    expect((await send(query, {})).status).toBe(200);
  },
);

test('a variable that was not sent is not what every object has by its name', async () => {
  const query =
    'query ($constructor: Int, $toString: CallFilter) { calls(first: $constructor, filter: $toString) { totalCount } }';
  const { status, body } = await send(query, {});
  expect([status, body.errors]).toEqual([200, undefined]);
});

test('null for a variable that stands where null may be is as good as none', async () => {
  const query = 'query ($first: Int = 2, $filter: CallFilter) { calls(first: $first, filter: $filter) { totalCount } }';
  const { status, body } = await send(query, { first: null, filter: null });
  expect([status, body.errors]).toEqual([200, undefined]);
});

test('an item of a list that may not be null is named by its list', async () => {
  const query = 'query ($status: [CallStatus!]) { calls(filter: { status: $status }) { totalCount } }';
  expect(await issuesOf(query, { status: ['BUSY', null] })).toEqual({ 'status.1': ['status is required'] });
});

test('literals that are not of their type are all named by the validation of the document', async () => {
  const { status, body } = await send(
    'mutation { initiateCall(input: { toNumber: "12", agentId: true, contactName: 5 }) { __typename } }',
  );
  expect(status).toBe(400);
  expect(body.errors).toHaveLength(3);
  for (const error of body.errors) {
    expect(error.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(error.locations).toHaveLength(1);
  }
  expect(body.errors[0].message).toBe(PHONE_NUMBER);
});

test('literals that break rules beyond their type are all named in issues', async () => {
  const { body, text } = await send(
    `mutation { initiateCall(input: { toNumber: "+14155550100", agentId: "zzz", fromNumberId: "zzz" }) { __typename } }`,
  );
  expect(body).toEqual({
    data: null,
    errors: [
      expect.objectContaining({
        path: ['initiateCall'],
        extensions: {
          code: 'BAD_USER_INPUT',
          issues: {
            agentId: ['Invalid Agent ID format'],
            fromNumberId: ['Invalid From Number ID format'],
          },
        },
      }),
    ],
  });
  expect(text).not.toContain('zzz');
});

test('metadata that cannot be kept is refused', async () => {
  const query =
    'mutation ($id: ID!, $metadata: JSONObject!) { updateContactMetadata(contactId: $id, metadata: $metadata) { __typename } }';
  const { body } = await send(query, { id: UUID, metadata: { note: '\u0000' } });
  expect(body.errors[0].extensions).toEqual({
    code: 'BAD_USER_INPUT',
    issues: { metadata: ['metadata must not contain U+0000 or lone surrogates'] },
  });
  expect(await issuesOf(query, { id: UUID, metadata: 'text' })).toEqual({ metadata: ['metadata must be an object'] });
});

test('an input that is refused leaves no trace', async () => {
  const { body } = await send('{ calls { totalCount } contacts { totalCount } account { credits { reserved } } }');
  expect(body.data).toEqual({
    calls: { totalCount: 0 },
    contacts: { totalCount: 0 },
    account: { credits: { reserved: 0 } },
  });
});

function nested(levels: number): object {
  return levels === 1 ? {} : { next: nested(levels - 1) };
}
