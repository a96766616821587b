import { type Simulator, startSimulator } from '../../../src/simulator';
import { restClient } from '../../support/client';
import { type CarriedCall, carriedCalls } from '../../support/dialled';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import type { EndedCall } from '../../support/fault-checks';
import { INQUISITIVE } from '../../support/inquisitive';
import { entriesOfCall, ledgerFaults, ledgerOf } from '../../support/ledger';
import { startTestServer, type TestServer } from '../../support/server';
import { type ServerProcess, startServerProcess } from '../../support/server-process';
import { until } from '../../support/until';
import { type Gateway, startGateway } from './support/gateway';
import { contiguousTurns, type ShownTurn, timesSaid } from './support/talk-checks';

/** Slow enough to do something in the middle of a talk. */
const SPEED = 20;
const CREDITS = 50;
const TURNS_BEFORE = 4;
const QUESTIONS = [
  'Are you well?',
  'Do you drink coffee?',
  'Have you got a car?',
  'Do you play chess?',
  'Do you like tea?',
];
const AGENT = {
  ...INQUISITIVE,
  prompt: `You are Mia.\n\nAsk:\n${QUESTIONS.map((question) => `- ${question}`).join('\n')}`,
};
/** Nobody was there to see how such a call ended: least of all did the person hang up. */
const BROKEN_OFF = {
  endedReason: 'INTERNAL_ERROR',
  endedBy: 'PLATFORM',
  explanation: 'The server could not conduct the call, or not to its end.',
};

let carrier: Simulator;
let survivor: TestServer;
beforeAll(async () => {
  carrier = await startSimulator({ speed: SPEED });
  survivor = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: String(SPEED) } });
});
afterAll(async () => {
  expect(await ledgerFaults(survivor.pool)).toEqual({});
  await survivor.stop();
  await carrier.close();
});

/** Starts a server on the survivor's database, and a talk there. Resolves in the middle of it. */
async function talkAtAnother(environment: Record<string, string> = {}, onStarted = (_: ServerProcess) => {}) {
  const other = await startServerProcess(survivor.databaseUrl, {
    SIMULATOR_URL: carrier.url,
    SIMULATOR_SPEED: String(SPEED),
    SHUTDOWN_SECONDS: '20',
    ...environment,
  });
  onStarted(other);
  const account = await createTestAccount(survivor.pool, { credits: CREDITS, agent: AGENT });
  const toNumber = randomPhoneNumber();
  const request = { toNumber, agentId: account.agentId };
  const { body } = await restClient(other.url, account.key).post('/calls', request);
  const { id } = body.data.call;
  await until(async () => {
    const { rows } = await survivor.pool.query<{ turns: number }>('select turns from calls where id = $1', [id]);
    return (rows[0]?.turns ?? 0) >= TURNS_BEFORE;
  }, 'the middle of the talk');
  const rest = restClient(survivor.url, account.key);
  const carried = async (): Promise<CarriedCall | undefined> =>
    (await carriedCalls('', { from: account.fromNumber, to: toNumber }, carrier.url))[0];
  return { other, account, request, id, rest, carried };
}

type Talk = Awaited<ReturnType<typeof talkAtAnother>>;

/** Checks that the call is over everywhere, was paid for, and has everything in its transcript that was said. */
async function checked({ account, id, rest, carried }: Talk): Promise<{ ended: EndedCall; turns: ShownTurn[] }> {
  const ended = await rest.untilEnded(id, 40);
  const charged = Math.ceil(ended.duration / 60);
  expect(ended).toMatchObject({ status: 'COMPLETED', creditsUsed: charged });
  expect(await entriesOfCall(survivor.pool, id)).toEqual(['HOLD 30', `SETTLE ${charged}`, `RELEASE ${30 - charged}`]);
  const standing = { balance: CREDITS - charged, reserved: 0, activeCalls: 0 };
  expect(await ledgerOf(survivor.pool, account.accountId)).toMatchObject(standing);
  const call = await carried();
  expect(call).toMatchObject({ status: 'completed', durationSeconds: ended.duration });

  const turns = await contiguousTurns(rest, id);
  const said = call?.sessions.flatMap((session) => session.said) ?? [];
  const contact = said.filter(({ who }) => who === 'contact').map(({ text }) => text);
  const written = turns.filter(({ role }) => role === 'contact').map(({ text }) => text);
  // What was on its way when the server died may be missing, and nothing else.
  expect(contact.slice(0, written.length)).toEqual(written);
  expect(contact.length - written.length).toBeLessThanOrEqual(1);
  expect(turns.length).toBeGreaterThanOrEqual(TURNS_BEFORE);
  return { ended, turns };
}

test('a talk whose server is killed ends, is paid for, and keeps what was said', async () => {
  const talk = await talkAtAnother();
  await talk.other.kill();
  const { ended } = await checked(talk);
  expect(ended).toMatchObject(BROKEN_OFF);
}, 60_000);

test('a talk whose server is killed is taken up at another, where it was', async () => {
  const gateway: Gateway = await startGateway();
  try {
    const heir = await startServerProcess(survivor.databaseUrl, {
      ...{ SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: String(SPEED), PUBLIC_URL: gateway.url },
    });
    try {
      const talk = await talkAtAnother({ PUBLIC_URL: gateway.url }, ({ url }) => gateway.leadTo(url));
      gateway.leadTo(heir.url);
      await talk.other.kill();
      const { ended, turns } = await checked(talk);
      expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
      expect(timesSaid(turns, 'this is Mia')).toBe(1);
      expect(timesSaid(turns, QUESTIONS.at(-1) ?? '')).toBeGreaterThanOrEqual(1);
      expect((await talk.carried())?.sessions.map(({ status }) => status)).toEqual(['failed', 'ended']);
    } finally {
      await heir.kill();
    }
  } finally {
    gateway.close();
  }
}, 60_000);

test('a server that is asked to stop lets its talk come to its end, and takes no other call', async () => {
  const talk = await talkAtAnother();
  const stopped = talk.other.terminate();
  const { account, request } = talk;
  await until(async () => (await fetch(`${talk.other.url}/readyz`)).status === 503, 'the server to drain');
  expect((await restClient(talk.other.url, account.key).post('/calls', request)).status).toBe(503);
  expect((await talk.rest.get(`/calls/${talk.id}`)).body.data.call.endTime).toBeNull();
  expect(await stopped).toBe(0);
  const { ended, turns } = await checked(talk);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(timesSaid(turns, QUESTIONS.at(-1) ?? '')).toBe(1);
}, 60_000);

test('a server that may not wait breaks its talk off, and nothing stays live', async () => {
  const talk = await talkAtAnother({ SHUTDOWN_SECONDS: '0' });
  expect(await talk.other.terminate()).toBe(0);
  const { ended } = await checked(talk);
  expect(ended).toMatchObject(BROKEN_OFF);
}, 60_000);
