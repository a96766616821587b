import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { type Answer, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { entriesOfCall, ledgerFaults } from '../../support/ledger';
import { type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';

let carrier: ScriptedCarrier;
let server: TestServer;
let other: TestServer;
let twilio: TwilioCaller;
let account: TestAccount;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  server = await startTestServer({ environment });
  other = await startTestServer({ environment, databaseUrl: server.databaseUrl });
  twilio = await twilioCaller(server.pool);
  account = await createTestAccount(server.pool, { credits: 100_000 });
});
afterAll(async () => {
  await other.stop();
  await server.stop();
  await carrier.close();
});

interface Callback {
  hook: 'status' | 'answer' | 'talk-ended';
  fields: Record<string, string>;
}

const status = (word: string, at: number, sequence: number, duration?: number): Callback => ({
  hook: 'status',
  fields: statusFields(word, { at, SequenceNumber: sequence, duration }),
});

const lives = fc
  .record({
    outcome: fc.constantFrom('completed', 'busy', 'no-answer', 'failed', 'canceled'),
    seconds: fc.constantFrom(0, 1, 60, 61, 300),
    agentEnds: fc.boolean(),
  })
  .map(({ outcome, seconds, agentEnds }) => {
    const talked = outcome === 'completed';
    const lossy = [status('initiated', 1, 0), status('ringing', 2, 1)];
    if (talked) lossy.push(status('in-progress', 10, 2), { hook: 'answer', fields: { CallStatus: 'in-progress' } });
    const kept = [status(outcome, 10 + seconds, 3, talked ? seconds : 0)];
    if (talked && agentEnds) kept.push({ hook: 'talk-ended', fields: { CallStatus: 'in-progress' } });
    return { lossy, kept, orderly: [...lossy, ...kept] };
  });

const mishaps = lives.chain((life) =>
  fc
    .record({
      survivors: fc.subarray(life.lossy),
      copies: fc.array(fc.constantFrom(...life.orderly), { maxLength: 4 }),
    })
    .chain(({ survivors, copies }) => {
      const sent = [...survivors, ...copies, ...life.kept];
      return fc.record({
        orderly: fc.constant(life.orderly),
        sent: fc.shuffledSubarray(sent, { minLength: sent.length }),
        atOnce: fc.boolean(),
      });
    }),
);

/** Places a call, lets its callbacks come and reads what became of it. */
async function live(callbacks: Callback[], atOnce: boolean) {
  const rest = restClient(server.url, account.key);
  const placed = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  expect(placed.status).toBe(200);
  const { id, callSid: sid } = placed.body.data.call;
  const post = ({ hook, fields }: Callback) =>
    twilio.post(randomInt(2) ? server : other, { accountId: account.accountId, id, sid }, hook, fields);
  const answers = atOnce ? await Promise.all(callbacks.map(post)) : await inTurn(callbacks, post);
  expect(answers.filter((answer) => answer.status >= 300)).toEqual([]);
  return { ...outcomeOf(await rest.get(`/calls/${id}`)), entries: await entriesOfCall(server.pool, id) };
}

async function inTurn<T, U>(items: T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function outcomeOf({ body }: Answer) {
  const { status, answeredTime, endTime, duration, endedReason, endedBy, answeredBy, creditsReserved, creditsUsed } =
    body.data.call;
  return { status, answeredTime, endTime, duration, endedReason, endedBy, answeredBy, creditsReserved, creditsUsed };
}

test('callbacks in any order, doubled, lost or all at once end a call in the same way for the same money', async () => {
  await fc.assert(
    fc.asyncProperty(mishaps, async ({ orderly, sent, atOnce }) => {
      const [expected, actual] = await Promise.all([live(orderly, false), live(sent, atOnce)]);
      expect(expected.endTime).not.toBeNull();
      expect(actual).toEqual(expected);
    }),
    { numRuns: 40 },
  );
  expect(await ledgerFaults(server.pool)).toEqual({});
});
