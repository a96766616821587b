import { randomUUID } from 'node:crypto';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INITIATE } from '../support/graphql-documents';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function initiate(account: TestAccount, input: object) {
  const answer = await graphqlClient(server.url, account.key)(INITIATE, {
    input: { toNumber: randomPhoneNumber(), agentId: account.agentId, ...input },
  });
  expect(answer.status).toBe(200);
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data.initiateCall;
}

test('a call is accepted and answered as it was accepted', async () => {
  const account = await createTestAccount(server.pool);
  const contactData = { company: 'Acme Corp', nested: { deep: [1, null, 'x'] } };
  const result = await initiate(account, { toNumber: '+1234567890', contactName: 'John Doe', contactData });
  expect(result).toEqual({
    __typename: 'InitiateCallSuccess',
    call: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      callSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      direction: 'OUTBOUND',
      status: 'INITIATED',
      toNumber: '+1234567890',
      fromNumber: account.fromNumber,
      contactName: 'John Doe',
      contactData,
      creditsReserved: 5,
      creditsUsed: 5,
      startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      endTime: null,
      endedReason: null,
      agent: { id: account.agentId },
      contact: { id: result.contact.id },
      campaign: { id: result.campaign.id },
    },
    contact: {
      id: expect.any(String),
      phoneNumber: '+1234567890',
      additionalData: { name: 'John Doe', ...contactData },
    },
    campaign: { id: expect.any(String), name: 'API Single Call - John Doe', status: 'ACTIVE', temporary: true },
    message: 'Call initiated successfully',
    replayed: false,
  });
});

test('a call can be written as a literal, data included', async () => {
  const account = await createTestAccount(server.pool);
  const { body } = await graphqlClient(
    server.url,
    account.key,
  )(`mutation {
    initiateCall(input: {
      toNumber: "+1234567890", agentId: "${account.agentId}", contactName: "", fromNumberId: null,
      contactData: { company: "Acme", deep: { list: [1, 2.5, true, null] } }
    }) { ... on InitiateCallSuccess { call { contactName contactData } } }
  }`);
  const contactData = { company: 'Acme', deep: { list: [1, 2.5, true, null] } };
  expect(body).toEqual({ data: { initiateCall: { call: { contactName: null, contactData } } } });
});

test('too few credits are data, with the figures of the guide', async () => {
  const account = await createTestAccount(server.pool, { credits: 2 });
  expect(await initiate(account, {})).toEqual({
    __typename: 'InsufficientCreditsError',
    code: 'INSUFFICIENT_CREDITS',
    message: 'Insufficient credits',
    required: 5,
    available: 2,
    deficit: 3,
  });
});

test.each(['DRAFT', 'PENDING', 'REJECTED', 'ARCHIVED'])('an agent that is %s is not found', async (status) => {
  const account = await createTestAccount(server.pool, { agent: { status: status as never } });
  expect(await initiate(account, {})).toEqual({
    __typename: 'AgentNotFoundError',
    code: 'AGENT_NOT_FOUND',
    message: 'Agent not found, not owned by user, or not approved',
  });
});

test('an agent that does not exist is not found', async () => {
  const account = await createTestAccount(server.pool);
  expect(await initiate(account, { agentId: randomUUID() })).toMatchObject({ __typename: 'AgentNotFoundError' });
});

test('a caller id that is inactive or unknown is not found', async () => {
  const account = await createTestAccount(server.pool);
  const refusal = {
    __typename: 'FromNumberNotFoundError',
    code: 'FROM_NUMBER_NOT_FOUND',
    message: 'From number not found or not owned by user',
  };
  expect(await initiate(account, { fromNumberId: randomUUID() })).toEqual(refusal);
  await server.pool.query(`update phone_numbers set status = 'INACTIVE' where account_id = $1`, [account.accountId]);
  expect(await initiate(account, { fromNumberId: account.fromNumberId })).toEqual(refusal);
});

test('an agent without a caller id needs one in the request', async () => {
  const account = await createTestAccount(server.pool, { agent: { fromNumberId: null } });
  expect(await initiate(account, {})).toMatchObject({
    __typename: 'FromNumberRequiredError',
    code: 'FROM_NUMBER_REQUIRED',
    message: expect.stringContaining('fromNumberId'),
  });
  const named = await initiate(account, { fromNumberId: account.fromNumberId });
  expect(named.call).toMatchObject({ fromNumber: account.fromNumber });
});

test('an account at its limit of live calls is told the limit', async () => {
  const account = await createTestAccount(server.pool, { concurrentCalls: 1, agent: TALKATIVE });
  const first = await initiate(account, {});
  expect(first.__typename).toBe('InitiateCallSuccess');
  expect(await initiate(account, {})).toEqual({
    __typename: 'ConcurrencyLimitError',
    code: 'CONCURRENCY_LIMIT',
    message: expect.stringContaining('1'),
    limit: 1,
    active: 1,
    retryAfterSeconds: expect.any(Number),
  });
  const rest = restClient(server.url, account.key);
  await rest.post(`/calls/${first.call.id}/end`);
  await rest.untilEnded(first.call.id);
  expect(await initiate(account, {})).toMatchObject({ __typename: 'InitiateCallSuccess' });
});

test('a refusal by the provider is data, with its public text and the call as it stands', async () => {
  const account = await createTestAccount(server.pool);
  const result = await initiate(account, { toNumber: '+15005550001' });
  expect(result).toEqual({
    __typename: 'CallFailedError',
    code: 'CALL_FAILED',
    message: 'Failed to initiate call',
    details: expect.stringMatching(/\S/),
    outcomeKnown: true,
    failed: { id: expect.any(String), status: 'FAILED', endedReason: 'INVALID_NUMBER', campaign: null },
  });
  const { body } = await graphqlClient(server.url, account.key)('{ account { credits { reserved available } } }');
  expect(body.data.account.credits).toEqual({ reserved: 0, available: 1000 });
});
