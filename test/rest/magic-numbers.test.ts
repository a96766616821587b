import { setTimeout as sleep } from 'node:timers/promises';
import { graphqlClient, restClient } from '../support/client';
import { carriedCalls } from '../support/dialled';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';
import { until } from '../support/until';

const NEVER_PLACED = 'INITIATED ENDED SETTLED';
const UNANSWERED = 'INITIATED DIALED RINGING ENDED SETTLED';
const NEVER_HEARD_OF = 'INITIATED OUTCOME_UNKNOWN ENDED SETTLED';
const TALKED = 'INITIATED DIALED RINGING ANSWERED TALK_STARTED TALK_ENDED ENDED SETTLED ANALYZED';
/** The failure and the first callback come at the same time, and either may be heard first. */
const RECONCILED = new RegExp(`^${TALKED.replace('INITIATED', 'INITIATED( OUTCOME_UNKNOWN RECONCILED)?')}$`);

/** How each number ends, whether its minutes are charged of a hold of 5, and its milestones in order. */
type Outcome = readonly [string, string, string, string, 'nothing' | 'minutes', string | RegExp];
const OUTCOMES: readonly Outcome[] = [
  ['+15005550001', 'FAILED', 'INVALID_NUMBER', 'PROVIDER', 'nothing', NEVER_PLACED],
  ['+15005550002', 'FAILED', 'UNREACHABLE', 'PROVIDER', 'nothing', NEVER_PLACED],
  ['+15005550003', 'FAILED', 'NOT_PERMITTED', 'PROVIDER', 'nothing', NEVER_PLACED],
  ['+15005550004', 'FAILED', 'REJECTED_BY_PROVIDER', 'PROVIDER', 'nothing', NEVER_PLACED],
  ['+15005550010', 'BUSY', 'BUSY', 'CONTACT', 'nothing', UNANSWERED],
  ['+15005550011', 'NO_ANSWER', 'NO_ANSWER', 'CONTACT', 'nothing', UNANSWERED],
  ['+15005550012', 'FAILED', 'UNREACHABLE', 'PROVIDER', 'nothing', 'INITIATED DIALED ENDED SETTLED'],
  ['+15005550013', 'BUSY', 'DECLINED', 'CONTACT', 'nothing', UNANSWERED],
  ['+15005550020', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', TALKED],
  [
    '+15005550021',
    'COMPLETED',
    'AGENT_ENDED',
    'AGENT',
    'minutes',
    TALKED.replace(' DIALED RINGING ANSWERED', ' DIALED'),
  ],
  ['+15005550023', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', RECONCILED],
  ['+15005550024', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', TALKED],
  ['+15005550025', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', TALKED.replace(' RINGING', '')],
  ['+14155550199', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', TALKED],
];
/** These take long, because the reply to the dial is waited for. */
const SLOW_OUTCOMES: readonly Outcome[] = [
  ['+15005550022', 'COMPLETED', 'AGENT_ENDED', 'AGENT', 'minutes', TALKED],
  ['+15005550026', 'FAILED', 'OUTCOME_UNKNOWN', 'UNKNOWN', 'nothing', NEVER_HEARD_OF],
];
const REFUSED = OUTCOMES.filter(([, , , , , events]) => events === NEVER_PLACED).map(([number]) => number);

/** The provider's reply to the dial is given up after this long, and what is then stored must change nothing. */
const REPLY_GIVEN_UP_MS = 10_000;
const SILENT = '+15005550022';
/** Never dialled, and nobody ever says so. */
const LOST = '+15005550026';
/** Every callback comes twice here, and the second copy of the last may come after the end. */
const DOUBLED = '+15005550020';

const INITIATE = `mutation ($input: InitiateCallInput!) {
  initiateCall(input: $input) {
    __typename
    ... on InitiateCallSuccess { call { id status } }
    ... on CallFailedError { code details outcomeKnown failedCall: call { id } }
  }
}`;
const READ = `query ($id: ID!) {
  call(id: $id) {
    status endedReason endedBy creditsReserved creditsUsed durationSeconds retryable explanation
    events { type status } creditEntries { type amount } campaign { status }
  }
}`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Placed {
  account: TestAccount;
  id: string;
}

/** Places a call by REST, and checks the answer. */
async function placeByRest(toNumber: string): Promise<Placed> {
  const account = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber,
    agentId: account.agentId,
  });
  if (REFUSED.includes(toNumber)) {
    expect(status).toBe(500);
    expect(body).toMatchObject({ error: 'Failed to initiate call', details: expect.stringContaining(toNumber) });
    return { account, id: body.callId };
  }
  if (toNumber === LOST) {
    expect(status).toBe(500);
    expect(body.details).toMatch(/outcome is unknown/);
    return { account, id: body.callId };
  }
  expect(status).toBe(200);
  expect(body.data.call.status).toBe('INITIATED');
  return { account, id: body.data.call.id };
}

/** Places a call by GraphQL, and checks the answer. */
async function placeByGraphql(toNumber: string): Promise<Placed> {
  const account = await createTestAccount(server.pool);
  const input = { toNumber, agentId: account.agentId };
  const { status, body } = await graphqlClient(server.url, account.key)(INITIATE, { input });
  expect(status).toBe(200);
  const result = body.data.initiateCall;
  if (toNumber === LOST) expect(result).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcomeKnown: false });
  else if (REFUSED.includes(toNumber)) {
    const details = expect.stringContaining(toNumber);
    expect(result).toMatchObject({ code: 'CALL_FAILED', outcomeKnown: true, details });
  } else expect(result).toMatchObject({ __typename: 'InitiateCallSuccess', call: { status: 'INITIATED' } });
  return { account, id: (result.call ?? result.failedCall).id };
}

/** Whether both copies of all four status callbacks were delivered. */
async function isTold(numbers: { from: string; to: string }): Promise<boolean> {
  const [call] = await carriedCalls(server.url, numbers);
  const isStatus = ({ event }: { event: string }) => ['initiated', 'ringing', 'answered', 'completed'].includes(event);
  return call?.callbacks.filter((callback) => isStatus(callback) && callback.httpStatus === 204).length === 8;
}

const SENTENCE = 'a call to %s ends %s, %s, by %s, and %s is charged, whichever door it came by';
test.each(OUTCOMES)(SENTENCE, checkBothDoors);
test.concurrent.each(SLOW_OUTCOMES)(SENTENCE, checkBothDoors, 60_000);

async function checkBothDoors(...outcome: Outcome): Promise<void> {
  const [toNumber] = outcome;
  await Promise.all([
    placeByRest(toNumber).then((placed) => checkEnd('REST', placed, outcome)),
    placeByGraphql(toNumber).then((placed) => checkEnd('GraphQL', placed, outcome)),
  ]);
}

/** Waits for the end of a call and for the last word about it, and checks what both doors say of it. */
async function checkEnd(door: string, { account, id }: Placed, outcome: Outcome): Promise<void> {
  const [toNumber, status, endedReason, endedBy, billed, milestones] = outcome;
  const numbers = { from: account.fromNumber, to: toNumber };
  const rest = restClient(server.url, account.key);
  const { startTime } = await rest.untilAnalyzed(id);
  if (toNumber === SILENT) await sleep(Date.parse(startTime) + REPLY_GIVEN_UP_MS + 500 - Date.now());
  if (toNumber === DOUBLED) await until(() => isTold(numbers), 'all callbacks');

  const { call } = (await rest.get(`/calls/${id}`)).body.data;
  const charged = billed === 'minutes' ? Math.ceil(call.duration / 60) : 0;
  if (billed === 'minutes') expect(charged).toBeGreaterThan(0);
  expect({ door, ...call, events: call.events.map(({ type }: { type: string }) => type).join(' ') }).toMatchObject({
    door,
    status,
    endedReason,
    endedBy,
    creditsReserved: 5,
    creditsUsed: charged,
    events: expect.stringMatching(milestones instanceof RegExp ? milestones : new RegExp(`^${milestones}$`)),
  });
  expect(call.events.findLast(({ type }: { type: string }) => type === 'SETTLED')).toMatchObject({
    status,
    detail: { charged, released: 5 - charged },
  });

  const seen = (await graphqlClient(server.url, account.key)(READ, { id })).body.data.call;
  expect(seen.events).toEqual(call.events.map(({ type, status }: Record<string, string>) => ({ type, status })));
  const { events: _events, creditEntries, durationSeconds, campaign, ...same } = seen;
  expect(call).toMatchObject({ ...same, duration: durationSeconds });
  expect(creditEntries).toEqual([
    { type: 'HOLD', amount: 5 },
    ...(charged ? [{ type: 'SETTLE', amount: charged }] : []),
    { type: 'RELEASE', amount: 5 - charged },
  ]);

  const isRefused = REFUSED.includes(toNumber);
  expect(campaign).toEqual(isRefused ? null : { status: 'COMPLETED' });
  const dialled = await carriedCalls(server.url, numbers);
  expect(dialled).toEqual(
    isRefused || toNumber === LOST ? [] : [expect.objectContaining({ durationSeconds: call.duration })],
  );
  expect(await tally(server.url, account.key)).toEqual({
    credits: { balance: 1000 - charged, reserved: 0, available: 1000 - charged, used: charged },
    activeCalls: 0,
    calls: 1,
    contacts: 1,
    campaigns: isRefused ? 0 : 1,
  });
}
