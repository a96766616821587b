import { restClient } from '../../support/client';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { type Tally, tally } from '../../support/tally';
import * as guide from '../fixtures/guide';

const PHONE = guide.invalidBody.issues.toNumber;
const AGENT = guide.invalidBody.issues.agentId;

let server: TestServer;
let account: TestAccount;
let before: Tally;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  before = await tally(server.url, account.key);
});
afterAll(() => server.stop());

/** What is wrong with a call to a right number by a right agent once these members are put in. */
async function issuesWith(members: object): Promise<unknown> {
  const body = { toNumber: '+1234567890', agentId: account.agentId, ...members };
  const answer = await restClient(server.url, account.key).post('/calls', body);
  expect(answer.status).toBe(400);
  expect(Object.keys(answer.body)).toEqual(Object.keys(guide.invalidBody));
  expect(answer.body).toMatchObject({ success: false, error: guide.invalidBody.error });
  return answer.body.issues;
}

test("a wrong number and a wrong agent id get the guide's body to the letter", async () => {
  const answer = await restClient(server.url, account.key).post('/calls', { toNumber: '12345', agentId: 'no-uuid' });
  expect(answer.status).toBe(400);
  expect(answer.text).toBe(JSON.stringify(guide.invalidBody));
});

test.each([
  '12345678',
  '1234567890',
  '+123456',
  '+1234567890123456',
  '+0123456789',
  '+1 234 567 890',
  ' +1234567890',
  '+1234567890 ',
  '+1234567890\n',
  '+1-234-567-890',
  '+1234567abc',
  '++1234567890',
  '00491234567890',
  '+１２３４５６７８９０',
  'tel:+1234567890',
  'sip:someone@example.com',
  '',
  1234567890,
  true,
  ['+1234567890'],
  { number: '+1234567890' },
])('the number %j is refused in the words of the guide', async (toNumber) => {
  expect(await issuesWith({ toNumber })).toEqual({ toNumber: PHONE });
});

test.each([
  ['not-a-uuid'],
  ['550e8400e29b41d4a716446655440000'],
  ['550e8400-e29b-41d4-a716-44665544000g'],
  [''],
  [5],
  [true],
  [['550e8400-e29b-41d4-a716-446655440000']],
  [{}],
])('the agent id %j is refused in the words of the guide', async (agentId) => {
  expect(await issuesWith({ agentId })).toEqual({ agentId: AGENT });
});

test.each([
  ['missing', { toNumber: undefined, agentId: undefined }],
  ['null', { toNumber: null, agentId: null }],
])('required members that are %s are named', async (_, members) => {
  expect(await issuesWith(members)).toEqual({
    toNumber: ['toNumber is required'],
    agentId: ['agentId is required'],
  });
});

const deep = (levels: number) => Array.from({ length: levels - 1 }).reduce<object>((inner) => ({ inner }), {});

test.each<[string, object, object]>([
  [
    'a name of 201 characters',
    { contactName: 'n'.repeat(201) },
    {
      contactName: ['contactName must have at most 200 characters'],
    },
  ],
  ['a name that is a number', { contactName: 5 }, { contactName: ['contactName must be a string'] }],
  ['a name that is an object', { contactName: {} }, { contactName: ['contactName must be a string'] }],
  [
    'a name with U+0000',
    { contactName: 'a\u0000b' },
    {
      contactName: ['contactName must not contain U+0000 or lone surrogates'],
    },
  ],
  [
    'a name with half a character',
    { contactName: 'a\ud83d' },
    {
      contactName: ['contactName must not contain U+0000 or lone surrogates'],
    },
  ],
  ['data that is a list', { contactData: [1] }, { contactData: ['contactData must be an object'] }],
  ['data that is a text', { contactData: 'x' }, { contactData: ['contactData must be an object'] }],
  ['data that is a number', { contactData: 7 }, { contactData: ['contactData must be an object'] }],
  [
    'data of 33 levels',
    { contactData: deep(33) },
    {
      contactData: ['contactData must not be nested more than 32 levels deep'],
    },
  ],
  [
    'data of more than 64 kB',
    { contactData: { text: 'ü'.repeat(32_768) } },
    {
      contactData: ['contactData must not be larger than 64 kB'],
    },
  ],
  [
    'data with U+0000',
    { contactData: { list: [{ text: '\u0000' }] } },
    {
      contactData: ['contactData must not contain U+0000 or lone surrogates'],
    },
  ],
  [
    'data with half a character in a name',
    { contactData: { 'a\udc00': 1 } },
    {
      contactData: ['contactData must not contain U+0000 or lone surrogates'],
    },
  ],
  [
    'a from number id that is none',
    { fromNumberId: '+1234567890' },
    {
      fromNumberId: ['Invalid From Number ID format'],
    },
  ],
  ['a from number id that is a number', { fromNumberId: 5 }, { fromNumberId: ['Invalid From Number ID format'] }],
])('%s is refused', async (_, members, issues) => {
  expect(await issuesWith(members)).toEqual(issues);
});

test('data of thousands of levels is refused like data of a few too many', async () => {
  const contactData = `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`;
  const text = `{"toNumber":"+1234567890","agentId":"${account.agentId}","contactData":${contactData}}`;
  const answer = await restClient(server.url, account.key).post('/calls', text);
  expect(answer.status).toBe(400);
  expect(answer.body.issues).toEqual({
    contactData: ['contactData must not be nested more than 32 levels deep'],
  });
});

test('everything that is wrong is told at once, whatever kind of wrongness it is', async () => {
  const wrong = { toNumber: null, agentId: 'x', contactName: 5, contactData: deep(33), fromNumberId: 'y' };
  expect(await issuesWith(wrong)).toEqual({
    toNumber: ['toNumber is required'],
    agentId: AGENT,
    contactName: ['contactName must be a string'],
    contactData: ['contactData must not be nested more than 32 levels deep'],
    fromNumberId: ['Invalid From Number ID format'],
  });
});

test.each(['{"toNumber": "+1234567890"', 'toNumber=+1234567890', '', '{"a":1}x'])(
  'a body that is no JSON is refused as a whole: %j',
  async (text) => {
    const answer = await restClient(server.url, account.key).post('/calls', text);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      success: false,
      error: guide.invalidBody.error,
      issues: { _body: ['The request body must be JSON in UTF-8'] },
    });
  },
);

test.each(['[]', '"text"', '5', 'null', 'true'])('JSON that is no object is refused as a whole: %s', async (text) => {
  const answer = await restClient(server.url, account.key).post('/calls', text);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    success: false,
    error: guide.invalidBody.error,
    issues: { _body: ['The request body must be a JSON object'] },
  });
});

test('an agent without a number of its own needs one in the request', async () => {
  const mute = await createTestAccount(server.pool, { agent: { fromNumberId: null } });
  const rest = restClient(server.url, mute.key);
  const call = { toNumber: '+1234567890', agentId: mute.agentId };
  const refused = await rest.post('/calls', call);
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({
    success: false,
    error: guide.invalidBody.error,
    issues: { fromNumberId: [expect.stringContaining('fromNumberId is required')] },
  });
  const accepted = await rest.post('/calls', { ...call, fromNumberId: mute.fromNumberId });
  expect(accepted.status).toBe(200);
});

test('none of these refusals changed anything', async () => {
  expect(await tally(server.url, account.key)).toEqual(before);
});
