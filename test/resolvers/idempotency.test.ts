import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INITIATE } from '../support/graphql-documents';
import { isCreate, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

async function initiate(input: object, { url } = server) {
  const answer = await graphqlClient(url, account.key)(INITIATE, {
    input: { agentId: account.agentId, ...input },
  });
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data.initiateCall;
}

async function countCalls(): Promise<number> {
  const { rows } = await server.pool.query<{ count: number }>('select count(*)::int from calls where account_id = $1', [
    account.accountId,
  ]);
  return rows[0]!.count;
}

test('a repeat with the same key and input is the first answer, marked as replayed', async () => {
  const input = { toNumber: randomPhoneNumber(), contactName: 'Ann', idempotencyKey: 'order-1' };
  const first = await initiate(input);
  const second = await initiate({ ...input, agentId: account.agentId.toUpperCase() });
  expect(second).toEqual({ ...first, replayed: true });
  expect(await countCalls()).toBe(1);
});

test('the same key with other input is refused', async () => {
  const toNumber = randomPhoneNumber();
  await initiate({ toNumber, idempotencyKey: 'order-2' });
  expect(await initiate({ toNumber, contactName: 'Other', idempotencyKey: 'order-2' })).toEqual({
    __typename: 'IdempotencyKeyReusedError',
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: 'Idempotency key reused with a different request',
  });
  expect(await countCalls()).toBe(1);
});

test('while the first request is still running its repeat is told to wait', async () => {
  const carrier = await startScriptedCarrier();
  const patient = await startTestServer({ environment: { SIMULATOR_URL: carrier.url } });
  try {
    carrier.script((request) => (isCreate(request) ? 'silence' : null));
    account = await createTestAccount(patient.pool);
    const input = { toNumber: randomPhoneNumber(), idempotencyKey: 'order-3' };
    const running = initiate(input, patient);
    await until(async () => carrier.creates().length === 1, 'the first request to be dialled');
    expect(await initiate(input, patient)).toEqual({
      __typename: 'IdempotencyInProgressError',
      code: 'IDEMPOTENCY_IN_PROGRESS',
      message: 'The first request with this idempotency key is still running',
      retryAfterSeconds: expect.any(Number),
    });
    carrier.script((request) => (isCreate(request) ? 'reset' : null));
    await carrier.close();
    expect(await running).toEqual({
      __typename: 'CallFailedError',
      code: 'OUTCOME_UNKNOWN',
      message: 'Failed to initiate call',
      details: expect.stringContaining('unknown'),
      outcomeKnown: false,
      failed: { id: expect.any(String), status: 'INITIATED', endedReason: null, campaign: { id: expect.any(String) } },
    });
    expect(carrier.creates()).toHaveLength(1);
  } finally {
    await patient.stop();
  }
});

test('a key of one account means nothing to another', async () => {
  const toNumber = randomPhoneNumber();
  const mine = await initiate({ toNumber, idempotencyKey: 'shared' });
  account = await createTestAccount(server.pool);
  const theirs = await initiate({ toNumber, idempotencyKey: 'shared' });
  expect(theirs).toMatchObject({ __typename: 'InitiateCallSuccess', replayed: false });
  expect(theirs.call.id).not.toBe(mine.call.id);
});

test('a repeat shows nothing of what the call has come to since', async () => {
  const shown = `mutation ($input: InitiateCallInput!) {
    initiateCall(input: $input) { ... on InitiateCallSuccess { replayed call {
      id status turns: transcript { status reason text turns { text } } analysis { status reason summary }
      recording { status url } contact { id additionalData updatedAt } campaign { id name status updatedAt }
      modelUsage { promptTokens } creditsUsed endTime updatedAt
    } } }
  }`;
  const input = { agentId: account.agentId, toNumber: randomPhoneNumber(), idempotencyKey: 'order-9' };
  const send = async () => {
    const { body } = await graphqlClient(server.url, account.key)(shown, { input });
    expect(body.errors).toBeUndefined();
    return body.data.initiateCall;
  };
  const first = await send();
  const rest = restClient(server.url, account.key);
  await rest.untilEnded(first.call.id);
  await rest.post('/calls', { ...input, contactName: 'Somebody else', idempotencyKey: 'order-10' });
  expect(await send()).toEqual({ ...first, replayed: true });
});
