import { inheritCalls } from '../../../src/services/calls/inherit-calls';
import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import {
  carrierError,
  isCreate,
  newSid,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { startServerProcess } from '../../support/server-process';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';
import { until } from '../../support/until';

/** A server that dies between the commit of a call and the reply to its create, and the one that goes on. */
let carrier: ScriptedCarrier;
let survivor: TestServer;
let twilio: TwilioCaller;
let account: TestAccount;
const environment = () => ({ SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' });
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  survivor = await startTestServer({ environment: environment() });
  twilio = await twilioCaller(survivor.pool);
  account = await createTestAccount(survivor.pool);
});
afterEach(async () => expect(await ledgerFaults(survivor.pool)).toEqual({}));
afterAll(async () => {
  await survivor.stop();
  await carrier.close();
});

const post = (url: string, toNumber: string, key?: string) =>
  restClient(url, account.key).post(
    '/calls',
    { toNumber, agentId: account.agentId },
    key ? { 'Idempotency-Key': key } : {},
  );
const createsFor = (toNumber: string) => carrier.creates().filter(({ form }) => form.get('To') === toNumber);
const view = async (id: string) => (await restClient(survivor.url, account.key).get(`/calls/${id}`)).body.data.call;
const typesOf = (call: { events: Array<{ type: string }> }) => call.events.map(({ type }) => type).join(' ');

/** What the carrier was asked to dial for a number, and the id that it has for that. */
async function dialled(toNumber: string) {
  const create = await until(async () => createsFor(toNumber)[0], 'the create');
  return { accountId: account.accountId, id: create.form.get('Url')?.split('/').at(-2) ?? '', sid: newSid() };
}

/** Has one server place a call to each number, and kills it while the carrier is yet to reply. */
async function dieWhileDialling(requests: ReadonlyArray<{ toNumber: string; key?: string | undefined }>) {
  carrier.script((request) => (isCreate(request) ? 'silence' : null));
  const victim = await startServerProcess(survivor.databaseUrl, environment());
  const answers = requests.map(({ toNumber, key }) => post(victim.url, toNumber, key).catch(() => null));
  const calls = await Promise.all(requests.map(({ toNumber }) => dialled(toNumber)));
  return {
    calls,
    die: async () => {
      await victim.kill();
      expect(await Promise.all(answers)).toEqual(requests.map(() => null));
      carrier.script(() => null);
    },
  };
}

test('a dead server’s dials are fenced at once, and whoever asks again gets that very call', async () => {
  const to = (key?: string) => ({ toNumber: randomPhoneNumber(), key });
  const [keyed, plain, proven, lost] = [to('once'), to(), to(), to('lost')];
  const { calls, die } = await dieWhileDialling([keyed, plain, proven, lost]);
  const [ofKeyed, ofPlain, ofProven, ofLost] = calls;
  if (!ofKeyed || !ofPlain || !ofProven || !ofLost) throw new Error('calls are missing');
  // As long as the server is there, the first request is running.
  expect((await post(survivor.url, keyed.toNumber, keyed.key)).status).toBe(409);
  await twilio.post(survivor, ofProven, 'status', statusFields('ringing', { at: 1 }));
  await die();

  const ring = (call: typeof ofKeyed) => twilio.post(survivor, call, 'status', statusFields('ringing', { at: 1 }));
  const asking = [keyed, plain].map(({ toNumber, key }) => post(survivor.url, toNumber, key));
  const [ofLostOne, ofProvenOne] = await Promise.all([
    post(survivor.url, lost.toNumber, lost.key),
    post(survivor.url, proven.toNumber),
    ring(ofKeyed),
    ring(ofPlain),
  ]);
  const [withKey, without] = await Promise.all(asking);
  expect([withKey?.status, withKey?.body.data.call.id]).toEqual([200, ofKeyed.id]);
  expect([without?.status, without?.body.data.call.id]).toEqual([200, ofPlain.id]);
  expect([ofProvenOne.status, ofProvenOne.body.data.call.id]).toEqual([200, ofProven.id]);
  expect([ofLostOne.status, ofLostOne.body.callId]).toEqual([500, ofLost.id]);
  expect(ofLostOne.body.details).toMatch(/outcome is unknown.*safe to retry/);
  const repeat = await post(survivor.url, keyed.toNumber, keyed.key);
  expect([repeat.status, repeat.text]).toEqual([200, withKey?.text]);
  for (const { toNumber } of [keyed, plain, proven, lost]) expect(createsFor(toNumber)).toHaveLength(1);

  // Who has got the answer may call anew; who has not, may not.
  expect((await post(survivor.url, plain.toNumber)).body.data.call.id).not.toBe(ofPlain.id);
  await until(async () => typesOf(await view(ofLost.id)) === 'INITIATED OUTCOME_UNKNOWN', 'the doubt to be stored');
  expect((await post(survivor.url, lost.toNumber)).body.callId).toBe(ofLost.id);
  await survivor.pool.query('update calls set check_at = now() where id = $1', [ofLost.id]);
  expect(await restClient(survivor.url, account.key).untilEnded(ofLost.id)).toMatchObject({
    endedReason: 'OUTCOME_UNKNOWN',
    creditsUsed: 0,
  });
  expect(createsFor(lost.toNumber)).toHaveLength(1);
  const { reserved, activeCalls } = await ledgerOf(survivor.pool, account.accountId);
  expect([reserved, activeCalls]).toEqual([20, 4]);
}, 30_000);

test('a call that was over before anybody asked again is still the one that a retry gets', async () => {
  const toNumber = randomPhoneNumber();
  const { calls, die } = await dieWhileDialling([{ toNumber }]);
  await die();
  const call = calls[0] ?? { accountId: '', id: '', sid: '' };
  await twilio.post(survivor, call, 'status', statusFields('no-answer', { at: 60 }));
  const retry = await post(survivor.url, toNumber);
  expect([retry.status, retry.body.data.call.id]).toEqual([200, call.id]);
  expect(await view(call.id)).toMatchObject({ status: 'NO_ANSWER', creditsUsed: 0 });
  expect((await post(survivor.url, toNumber)).body.data.call.id).not.toBe(call.id);
  expect(createsFor(toNumber)).toHaveLength(2);
}, 20_000);

describe('a server that is there', () => {
  let other: TestServer;
  beforeAll(async () => {
    other = await startTestServer({ databaseUrl: survivor.databaseUrl, environment: environment() });
  });
  afterAll(() => other.stop());

  /** A call that the survivor is placing, so long that a server that died would have been noticed, and what ends that. */
  async function slowDial() {
    const toNumber = randomPhoneNumber();
    let reply: (status: number) => void = () => undefined;
    const replied = new Promise<ReturnType<typeof carrierError> | null>((resolve) => {
      reply = (status) => resolve(status === 201 ? null : carrierError(status, 20500, 'Oops'));
    });
    carrier.script((request) => (isCreate(request) && request.form.get('To') === toNumber ? replied : null));
    const answer = post(survivor.url, toNumber, toNumber);
    const { id } = await dialled(toNumber);
    await survivor.pool.query(`update calls set start_time = start_time - interval '20 seconds' where id = $1`, [id]);
    return { toNumber, id, answer, reply };
  }
  const dialOf = async (id: string) =>
    (await survivor.pool.query('select dial, answer_owed from calls where id = $1', [id])).rows[0];

  test('keeps its calls, however slow its provider is', async () => {
    const { toNumber, id, answer, reply } = await slowDial();
    await inheritCalls(other.running.application.domain);
    expect(await dialOf(id)).toEqual({ dial: 'PENDING', answer_owed: false });
    expect((await post(other.url, toNumber, toNumber)).status).toBe(409);
    reply(201);
    const { status, body } = await answer;
    expect([status, body.data.call.id]).toEqual([200, id]);
  });

  test('is taken for dead while it is cut off from the database; its reply counts, and nothing is left of the doubt', async () => {
    const { toNumber, id, answer, reply } = await slowDial();
    const { serverId } = survivor.running.application.domain;
    const holder = `select pid from pg_locks where locktype = 'advisory' and objid = $1 and granted`;
    const cut = await other.pool.query(`select pg_terminate_backend(pid) from (${holder}) l`, [serverId]);
    expect(cut.rowCount).toBe(1);
    await until(async () => {
      await inheritCalls(other.running.application.domain);
      return (await dialOf(id)).dial === 'UNKNOWN';
    }, 'the doubt');
    await until(async () => (await other.pool.query(holder, [serverId])).rowCount === 1, 'the server to be back');
    reply(201);
    const { status, body } = await answer;
    expect([status, body.data.call.id]).toEqual([200, id]);
    const call = await view(id);
    expect(typesOf(call)).toBe('INITIATED OUTCOME_UNKNOWN RECONCILED DIALED');
    expect(call.events[2].detail).toEqual({ how: 'reply', by: 'call-manager' });
    const next = await post(survivor.url, toNumber);
    expect(next.body.data.call.id).not.toBe(id);
    expect((await post(other.url, toNumber, toNumber)).body.data.call.id).toBe(id);
  });

  test('is taken for dead, and then the provider refuses: everything is given back', async () => {
    const { toNumber, id, answer, reply } = await slowDial();
    await survivor.pool.query(`update calls set dialler = 1 where id = $1`, [id]);
    await until(async () => {
      await inheritCalls(other.running.application.domain);
      return (await dialOf(id)).dial === 'UNKNOWN';
    }, 'the doubt');
    reply(400);
    expect((await answer).body.details).toBe('Oops');
    const call = await view(id);
    expect(call).toMatchObject({ status: 'FAILED', endedReason: 'PROVIDER_ERROR', creditsUsed: 0 });
    expect(typesOf(call)).toBe('INITIATED OUTCOME_UNKNOWN RECONCILED ENDED SETTLED');
    carrier.script(() => null);
    expect((await post(survivor.url, toNumber)).body.data.call.id).not.toBe(id);
  });
});
