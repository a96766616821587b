import { lookAfterCalls } from '../../../src/services/calls/look-after-calls';
import { reconcileCalls } from '../../../src/services/calls/reconcile-calls';
import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { entriesOfCall, ledgerFaults, ledgerOf } from '../../support/ledger';
import {
  type CarrierReply,
  type CarrierRequest,
  callResource,
  carrierError,
  isCreate,
  isList,
  listOf,
  newSid,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';
import { until } from '../../support/until';

/** Calls whose create was lost and of which no callback tells: what the provider's list says of them. */
let carrier: ScriptedCarrier;
let servers: [TestServer, TestServer];
let twilio: TwilioCaller;
let account: TestAccount;
let rest: ReturnType<typeof restClient>;
/** What the provider's list has for a number; a failure of the list itself. */
const lists = new Map<string, object[] | CarrierReply>();

beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  const first = await startTestServer({ environment });
  servers = [first, await startTestServer({ environment, databaseUrl: first.databaseUrl })];
  twilio = await twilioCaller(first.pool);
  account = await createTestAccount(first.pool, { credits: 1000 });
  rest = restClient(first.url, account.key);
  carrier.script((request) => (isCreate(request) ? 'reset' : isList(request) ? listFor(request) : null));
});
afterEach(async () => expect(await ledgerFaults(servers[0].pool)).toEqual({}));
afterAll(async () => {
  await Promise.all(waiting);
  await servers[1].stop();
  await servers[0].stop();
  await carrier.close();
});

const queryOf = ({ path }: CarrierRequest) => new URL(path, 'http://carrier').searchParams;

function listFor(request: CarrierRequest): CarrierReply {
  const listed = lists.get(queryOf(request).get('To') ?? '') ?? [];
  return Array.isArray(listed) ? listOf(listed) : listed;
}

/** A call in the list, as the provider took it so many seconds ago. */
function entry(sid: string, status: string, { ago = 0, ...fields }: { ago?: number; [field: string]: unknown } = {}) {
  const times = { date_created: new Date(Date.now() - ago * 1000).toUTCString(), direction: 'outbound-api' };
  return callResource(sid, status, { ...times, ...fields });
}

/** Requests whose clients still wait. */
const waiting = new Set<Promise<unknown>>();

/** A call whose create got no answer; its client still waits to be told so. */
async function lostCall(toNumber = randomPhoneNumber(), who = account) {
  const answer = restClient(servers[0].url, who.key).post('/calls', { toNumber, agentId: who.agentId });
  waiting.add(answer);
  const id = await until(async () => {
    const { rows } = await servers[0].pool.query<{ id: string }>(
      `select id from calls where account_id = $1 and to_number = $2 and dial = 'UNKNOWN' and end_time is null`,
      [who.accountId, toNumber],
    );
    return rows[0]?.id;
  }, 'the doubt');
  return { accountId: who.accountId, id, sid: newSid(), toNumber, answer };
}

const view = async (id: string, who = account) =>
  (await restClient(servers[0].url, who.key).get(`/calls/${id}`)).body.data.call;
const typesOf = (call: { events: Array<{ type: string }> }) => call.events.map(({ type }) => type).join(' ');
const detailOf = (call: { events: Array<{ type: string; detail: unknown }> }, type: string) =>
  call.events.find((event) => event.type === type)?.detail;

/** Both servers ask the list at once for whatever nobody has proof of; twice, because their own jobs may take some of it. */
async function reconcile(): Promise<void> {
  const query = `update calls set reconcile_at = now() - interval '1 second' where reconcile_at is not null`;
  for (let pass = 0; pass < 2; pass++) {
    await servers[0].pool.query(query);
    await Promise.all(servers.map(({ running }) => reconcileCalls(running.application.domain)));
  }
}

const BY_LIST = { how: 'list', by: 'twilio:list', askedBy: 'call-manager:sweep' };

test('a call that is over in the list is settled by it, and its timeline says so', async () => {
  const call = await lostCall();
  expect((await call.answer).body.details).toMatch(/outcome is unknown/);
  const end = {
    duration: '61',
    start_time: 'Mon, 01 Jan 2035 00:00:39 +0000',
    end_time: 'Mon, 01 Jan 2035 00:01:40 +0000',
  };
  lists.set(call.toNumber, [entry(call.sid, 'completed', end)]);
  await reconcile();
  const ended = await view(call.id);
  expect(ended).toMatchObject({ status: 'COMPLETED', callSid: call.sid, duration: 61, creditsUsed: 2 });
  expect(typesOf(ended)).toBe('INITIATED OUTCOME_UNKNOWN RECONCILED ENDED SETTLED');
  expect(detailOf(ended, 'RECONCILED')).toEqual(BY_LIST);
  expect(await entriesOfCall(servers[0].pool, call.id)).toEqual(['HOLD 5', 'SETTLE 2', 'RELEASE 3']);
  // What comes afterwards changes nothing.
  await twilio.post(servers[1], call, 'status', statusFields('completed', { at: 100, duration: 300 }));
  expect(await view(call.id)).toMatchObject({ duration: 61, creditsUsed: 2 });
  const retry = await rest.post('/calls', { toNumber: call.toNumber, agentId: account.agentId });
  expect([retry.status, retry.body.data.call.id]).toEqual([200, call.id]);
});

test('a call that rings, or that waits to be dialled, goes on as if its create had been answered', async () => {
  const [ringing, queued] = [await lostCall(), await lostCall()];
  lists.set(ringing.toNumber, [entry(ringing.sid, 'ringing')]);
  lists.set(queued.toNumber, [entry(queued.sid, 'queued')]);
  await reconcile();
  expect(await view(ringing.id)).toMatchObject({ status: 'RINGING', callSid: ringing.sid, creditsUsed: 5 });
  const waiting = await view(queued.id);
  expect(waiting).toMatchObject({ status: 'INITIATED', callSid: queued.sid, explanation: null });
  expect(detailOf(waiting, 'RECONCILED')).toEqual(BY_LIST);
  const asked = carrier.requests.filter(isList).map((request) => [...queryOf(request).keys()].toSorted().join(' '));
  expect(new Set(asked)).toEqual(new Set(['From PageSize StartTime> To']));
});

test('a request to end that came before is done once the call is found', async () => {
  const call = await lostCall();
  await rest.post(`/calls/${call.id}/end`);
  lists.set(call.toNumber, [entry(call.sid, 'ringing')]);
  await reconcile();
  expect(await view(call.id)).toMatchObject({
    status: 'FAILED',
    endedReason: 'CANCELED',
    endedBy: 'API',
    creditsUsed: 0,
  });
});

const UNHELPFUL: ReadonlyArray<[string, (sid: string) => object[] | CarrierReply]> = [
  ['it is empty', () => []],
  ['two calls fit', (sid) => [entry(sid, 'ringing'), entry(newSid(), 'ringing')]],
  ['its only call is an hour old', (sid) => [entry(sid, 'completed', { ago: 3600, duration: '1' })]],
  ['its only call came in', (sid) => [entry(sid, 'ringing', { direction: 'inbound' })]],
  ['its only call is a leg of another', (sid) => [entry(sid, 'ringing', { direction: 'outbound-dial' })]],
  ['it answers with a 500', () => carrierError(500, 20500, 'Oops')],
  ['it answers with garbage', () => ({ status: 200, body: 'garbage' })],
  ['the connection breaks', () => 'reset'],
];

test('a list that is empty, ambiguous or broken proves nothing: the call stays unknown, and it is asked again', async () => {
  const calls = await Promise.all(UNHELPFUL.map(() => lostCall()));
  const all = <T>(look: (call: (typeof calls)[number], name: string, index: number) => Promise<T> | T) =>
    Promise.all(calls.map((call, index) => look(call, UNHELPFUL[index]?.[0] ?? '', index)));
  await all(({ toNumber, sid }, _name, index) => lists.set(toNumber, UNHELPFUL[index]?.[1](sid) ?? []));
  await reconcile();
  const unknown = { status: 'INITIATED', callSid: null, creditsUsed: 5 };
  await all(async ({ id }, name) => expect({ name, ...(await view(id)) }).toMatchObject({ name, ...unknown }));
  await all(({ toNumber, sid }) => lists.set(toNumber, [entry(sid, 'busy')]));
  await reconcile();
  await all(async ({ id, sid }, name) => {
    expect({ name, ...(await view(id)) }).toMatchObject({ name, status: 'BUSY', callSid: sid, creditsUsed: 0 });
  });
}, 20_000);

test('a call that is somebody’s already is nobody else’s, whatever the account', async () => {
  // Two accounts may call from one number, such as an account and its test twin.
  const other = await createTestAccount(servers[0].pool, { credits: 1000 });
  await servers[0].pool.query('update phone_numbers set phone_number = $2 where account_id = $1', [
    other.accountId,
    account.fromNumber,
  ]);
  const toNumber = randomPhoneNumber();
  const [mine, theirs] = await Promise.all([lostCall(toNumber), lostCall(toNumber, other)]);
  lists.set(toNumber, [entry(mine.sid, 'ringing')]);
  await reconcile();
  for (const [call, who] of [
    [mine, account],
    [theirs, other],
  ] as const) {
    expect(await view(call.id, who)).toMatchObject({ status: 'INITIATED', callSid: null });
  }
  // A callback says whose it is; what the list has besides is the other's then.
  await twilio.post(servers[0], mine, 'status', statusFields('ringing', { at: 1 }));
  await reconcile();
  expect(await view(theirs.id, other)).toMatchObject({ callSid: null });
  lists.set(toNumber, [entry(theirs.sid, 'ringing'), entry(mine.sid, 'ringing')]);
  await reconcile();
  expect((await view(mine.id)).callSid).toBe(mine.sid);
  expect((await view(theirs.id, other)).callSid).toBe(theirs.sid);
});

test('a call that a server of an earlier version settled is not asked for again and again', async () => {
  const call = await lostCall();
  await servers[0].pool.query(`update calls set dial = 'ACCEPTED', provider_sid = $2 where id = $1`, [
    call.id,
    call.sid,
  ]);
  await reconcile();
  const { rows } = await servers[0].pool.query('select reconcile_at from calls where id = $1', [call.id]);
  expect(rows).toEqual([{ reconcile_at: null }]);
});

test('two servers that reconcile at once, again and again, adopt every call once, beside callbacks that say the same', async () => {
  const calls = await Promise.all(Array.from({ length: 24 }, () => lostCall()));
  for (const { toNumber, sid } of calls) lists.set(toNumber, [entry(sid, 'no-answer')]);
  const callbacks = calls
    .filter((_call, index) => index % 3 === 0)
    .map((call) => twilio.post(servers[1], call, 'status', statusFields('no-answer', { at: 60 })));
  await Promise.all([reconcile(), reconcile(), reconcile(), ...callbacks]);
  await reconcile();
  const views = await Promise.all(calls.map(({ id }) => view(id)));
  expect(views.map(({ callSid }) => callSid)).toEqual(calls.map(({ sid }) => sid));
  for (const call of views) {
    expect(call.status).toBe('NO_ANSWER');
    expect(typesOf(call)).toBe('INITIATED OUTCOME_UNKNOWN RECONCILED ENDED SETTLED');
    expect(detailOf(call, 'RECONCILED')).toMatchObject({ how: expect.stringMatching(/^(list|callback)$/) });
    expect(await entriesOfCall(servers[0].pool, call.id)).toEqual(['HOLD 5', 'RELEASE 5']);
  }
}, 20_000);

test('servers that were all away until the deadline ask before they give a call up, and go on asking', async () => {
  const [listed, unlisted, overdue] = [await lostCall(), await lostCall(), await lostCall()];
  const passDeadlines = async () => {
    await servers[0].pool.query(
      `update calls set check_at = now() where account_id = $1 and end_time is null and dial = 'UNKNOWN'`,
      [account.accountId],
    );
    await Promise.all(servers.map(({ running }) => lookAfterCalls(running.application.domain)));
  };
  lists.set(listed.toNumber, [entry(listed.sid, 'no-answer')]);
  lists.set(unlisted.toNumber, carrierError(503, 20503, 'Unavailable'));
  lists.set(overdue.toNumber, 'reset');
  await servers[0].pool.query(`update calls set start_time = start_time - interval '2 hours' where id = $1`, [
    overdue.id,
  ]);
  await passDeadlines();
  expect(await view(listed.id)).toMatchObject({ status: 'NO_ANSWER', callSid: listed.sid });
  expect(await view(unlisted.id)).toMatchObject({ status: 'INITIATED', creditsUsed: 5 });
  expect(await view(overdue.id)).toMatchObject({ endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0 });
  lists.delete(unlisted.toNumber);
  await passDeadlines();
  expect(await view(unlisted.id)).toMatchObject({ endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0 });
});

describe('after the deadline', () => {
  /** A call that was given up, because nobody could prove that it had been dialled. */
  async function givenUp() {
    const call = await lostCall();
    await servers[0].pool.query('update calls set check_at = now() where id = $1', [call.id]);
    await lookAfterCalls(servers[0].running.application.domain);
    // A server's own sweep may have been quicker to take it up.
    const ended = await until(async () => {
      const seen = await view(call.id);
      return seen.endTime !== null && seen;
    }, 'the call to be given up');
    expect(ended).toMatchObject({ status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', callSid: null, creditsUsed: 0 });
    expect(detailOf(ended, 'ENDED')).toEqual({ reason: 'OUTCOME_UNKNOWN', how: 'deadline' });
    expect(ended.explanation).toMatch(/never said whether it placed the call/);
    return call;
  }
  const hungUp = (sid: string) =>
    carrier.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${sid}.json`)).length;

  test.each<[string, Record<string, string>, number]>([
    ['rings', statusFields('ringing', { at: 1 }), 1],
    ['was answered', statusFields('in-progress', { at: 1 }), 1],
    ['has ended', statusFields('completed', { at: 400, duration: 300 }), 1],
  ])(
    'a callback that says that it %s is told, costs nothing, and nobody is left on the line',
    async (_name, fields) => {
      const call = await givenUp();
      await twilio.post(servers[1], call, 'status', fields);
      const known = await view(call.id);
      expect(known).toMatchObject({
        status: 'FAILED',
        endedReason: 'OUTCOME_UNKNOWN',
        callSid: call.sid,
        duration: 0,
        creditsUsed: 0,
        explanation: expect.stringMatching(/^The provider placed the call, but did not say in time what became of it/),
      });
      expect(detailOf(known, 'RECONCILED')).toEqual({
        how: 'callback',
        by: expect.stringMatching(/^twilio:status/),
        late: true,
      });
      expect(hungUp(call.sid)).toBe(1);
      expect(await entriesOfCall(servers[0].pool, call.id)).toEqual(['HOLD 5', 'RELEASE 5']);
      // The same once more changes nothing, and asks for nothing.
      await twilio.post(servers[0], call, 'status', fields);
      expect(await view(call.id)).toEqual(known);
      expect(hungUp(call.sid)).toBe(1);
    },
  );

  test('whoever answers after all is not kept: the provider is told to hang up', async () => {
    const call = await givenUp();
    const { status, text } = await twilio.post(servers[0], call, 'answer');
    expect(status).toBe(200);
    expect(text).toContain('<Hangup/>');
    expect(await view(call.id)).toMatchObject({ status: 'FAILED', creditsUsed: 0, callSid: call.sid });
  });

  test('the number is free again, and a call of before is not taken for the one that is unknown now', async () => {
    const before = await givenUp();
    const now = await lostCall(before.toNumber);
    expect(now.id).not.toBe(before.id);
    lists.set(before.toNumber, [entry(before.sid, 'ringing')]);
    await reconcile();
    expect(await view(now.id)).toMatchObject({ status: 'INITIATED', callSid: null });
    await twilio.post(servers[0], before, 'status', statusFields('ringing', { at: 1 }));
    await until(async () => hungUp(before.sid) === 1, 'the late one to be hung up');
    await reconcile();
    expect(await view(now.id)).toMatchObject({ status: 'INITIATED', callSid: null });
    expect((await ledgerOf(servers[0].pool, account.accountId)).reserved).toBeGreaterThanOrEqual(5);
  });
});
