import { initiateCall } from '../../../src/services/calls/initiate-call';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { INITIATE } from '../../support/graphql-documents';
import { startTestServer, type TestServer } from '../../support/server';
import { tally } from '../../support/tally';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  account = await createTestAccount(server.pool, { agent: REFUSING });
});
afterAll(() => server.stop());

const REFUSING = {
  prompt: 'Confirm the visit of {{company}} on {{visit.day}}. {{ note | default: "Be brief." }} It is {{time}}.',
  firstMessage: 'Hello {{name}}.',
  settings: { variables: { missing: 'REFUSE' as const } },
};
const ISSUES = {
  'contactData.company': ['the agent needs company, which is not known'],
  'contactData.visit.day': ['the agent needs visit.day, which is not known'],
  contactName: ['the agent needs name, which is not known'],
};

/** The status and the issues of a request by REST. */
async function byRest(body: object) {
  const answer = await restClient(server.url, account.key).post('/calls', {
    agentId: account.agentId,
    toNumber: randomPhoneNumber(),
    ...body,
  });
  return answer;
}

test('a call that would leave a gap is refused with everything that is missing, by both doors, and nothing is written', async () => {
  const before = await tally(server.url, account.key);
  const rest = await byRest({ contactData: { company: '  ', visit: { day: null } } });
  expect([rest.status, rest.body.issues]).toEqual([400, ISSUES]);
  const input = { agentId: account.agentId, toNumber: randomPhoneNumber(), idempotencyKey: 'k' };
  const { body } = await graphqlClient(server.url, account.key)(INITIATE, { input });
  expect(body.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', issues: ISSUES });
  expect(await tally(server.url, account.key)).toEqual(before);
  const { rowCount } = await server.pool.query('select 1 from idempotency_keys where account_id = $1', [
    account.accountId,
  ]);
  expect(rowCount).toBe(0);
});

test('a call that brings everything is placed, and the next one to the same person may rely on what is kept', async () => {
  const toNumber = randomPhoneNumber();
  const whole = { toNumber, contactName: 'Ada', contactData: { company: 'Acme', visit: { day: 'Monday' } } };
  expect((await byRest(whole)).status).toBe(200);
  expect((await byRest({ toNumber })).status).toBe(200);
  expect((await byRest({ toNumber, contactData: { company: '' } })).body.issues).toEqual({
    'contactData.company': ISSUES['contactData.company'],
  });
});

test('what is kept as metadata of the contact counts', async () => {
  const toNumber = randomPhoneNumber();
  const whole = { toNumber, contactName: 'Ada', contactData: { company: 'Acme', visit: { day: 'Monday' } } };
  const { body } = await byRest(whole);
  await server.pool.query(
    `update contacts set additional_data = '{"name": "Ada"}', metadata = '{"company": "Acme", "visit": {"day": "Friday"}}'
     where account_id = $1 and id = $2`,
    [account.accountId, body.data.contact.id],
  );
  expect((await byRest({ toNumber })).status).toBe(200);
});

test('a request that is decided together with the one that brings what it lacks is placed', async () => {
  const { domain } = server.running.application;
  const { accountId, agentId } = account;
  const toNumber = randomPhoneNumber();
  const whole = { contactName: 'Ada', contactData: { company: 'Acme', visit: { day: 'Monday' } } };
  // What arrives while the first is decided shares the next transaction.
  const outcomes = await Promise.all([
    initiateCall(domain, accountId, { agentId, toNumber: randomPhoneNumber(), ...whole }),
    initiateCall(domain, accountId, { agentId, toNumber, ...whole }),
    initiateCall(domain, accountId, { agentId, toNumber }),
    initiateCall(domain, accountId, { agentId, toNumber: randomPhoneNumber() }),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'refused']);
});

test.each(['DEFAULT', 'BLANK'] as const)('an agent that says %s is not asked', async (missing) => {
  account = await createTestAccount(server.pool, { agent: { ...REFUSING, settings: { variables: { missing } } } });
  expect((await byRest({})).status).toBe(200);
});

test('another agent of the same account tells nothing of its variables to a stranger', async () => {
  const stranger = await createTestAccount(server.pool);
  const answer = await restClient(server.url, stranger.key).post('/calls', {
    agentId: account.agentId,
    toNumber: randomPhoneNumber(),
  });
  expect(answer.status).toBe(404);
  expect(answer.text).not.toContain('company');
});
