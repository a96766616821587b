import { EndedReason, TurnRole } from '../../src/entities/enums';
import type { CallRef } from '../../src/services/calls/lock-calls';
import { ENGLISH } from '../../src/services/talks/common-texts';
import { loadTalk } from '../../src/services/talks/load-talk';
import { claimTalk, endTalk } from '../../src/services/talks/talk';
import { storeTurn } from '../../src/services/transcripts/store-turn';
import type { Turn } from '../../src/services/transcripts/turn';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccountOptions } from '../support/factories';
import { type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../support/twilio-caller';

const TARGET = '+14155550123';
const COMPLETED = statusFields('completed', { at: 60, duration: 50 });
const LIVE = { CallStatus: 'in-progress', From: '+14155550100' };
const TRANSFER = { ...LIVE, SessionStatus: 'ended', HandoffData: `{"reason":"TRANSFERRED","transferTo":"${TARGET}"}` };
const FAILED = { ...LIVE, SessionStatus: 'failed', ErrorCode: '64105' };
const HELLO: Turn = {
  index: 0,
  role: TurnRole.AGENT,
  text: 'Hello.',
  startedAt: '2024-01-01T00:00:00.000Z',
  offsetMs: 0,
  durationMs: 500,
  interrupted: false,
};

let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

/** A call whose first talk has its socket. */
async function talking(agent: TestAccountOptions['agent'] = {}) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const { id, callSid: sid } = body.data.call;
  const call = { accountId: account.accountId, id, sid };
  await twilio.post(server, call, 'answer');
  const ref = { accountId: account.accountId, callId: id };
  const claim = (attempt: number) => claimTalk(server.pool, ref, attempt);
  await claim(1);
  return {
    claim,
    sid,
    ref,
    told: (
      hook: 'status' | `${'talk-ended' | 'transferred' | 'transfer-answered'}?attempt=${number}`,
      fields: Record<string, string>,
    ) => twilio.post(server, call, hook, fields).then(({ text }) => text),
    shown: async () => (await rest.get(`/calls/${id}`)).body.data.call,
  };
}

const turnsOf = async ({ accountId, callId }: CallRef) => (await loadTalk(server.pool, { accountId, callId }))?.turns;

const place = (attempt: number) => new RegExp(`<ConversationRelay url="[^"]+/${attempt}/[0-9a-f]{32}"`);

test('a transfer is dialled with our number, and asked about when it is over', async () => {
  const { told } = await talking();
  for (const _ of [1, 2]) {
    const text = await told('talk-ended?attempt=1', TRANSFER);
    expect(text).toMatch(/<Dial action="[^"]+\/transferred\?attempt=1#rc=3&amp;rp=ct,5xx"/);
    expect(text).toContain(`callerId="${LIVE.From}"`);
    expect(text).toMatch(/statusCallback="[^"]+\/transfer-answered\?attempt=1#rc=5&amp;rp=all"/);
    expect(text).toContain(' statusCallbackEvent="answered"');
    expect(text).toContain(`>${TARGET}</Number></Dial>`);
  }
});

const OTHER_LEG = { CallSid: `CA${'0'.repeat(32)}`, CallStatus: 'in-progress' };

test.each<[string, (call: { sid: string }) => Record<string, string> | null, object]>([
  ['answered by the other', ({ sid }) => ({ ...OTHER_LEG, ParentCallSid: sid }), { endedReason: 'TRANSFERRED' }],
  [
    'answered in another call',
    () => ({ ...OTHER_LEG, ParentCallSid: OTHER_LEG.CallSid }),
    { endedReason: 'INTERNAL_ERROR' },
  ],
  ['begun', () => null, { endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' }],
])('of a transfer of which was seen no more than that it was %s, that decides', async (_, fieldsOf, end) => {
  const { told, shown, sid } = await talking();
  await told('talk-ended?attempt=1', TRANSFER);
  const fields = fieldsOf({ sid });
  if (fields) await told('transfer-answered?attempt=1', fields);
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject(end);
});

test('an answer of which the person heard nothing is no transfer', async () => {
  const { told, shown, sid } = await talking();
  await told('talk-ended?attempt=1', TRANSFER);
  await told('transfer-answered?attempt=1', { ...OTHER_LEG, ParentCallSid: sid });
  const fields = { CallStatus: 'completed', DialCallStatus: 'completed', DialBridged: 'false' };
  await told('transferred?attempt=1', fields);
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
});

test.each([
  ['a transfer', TRANSFER.HandoffData],
  ['a new session', '{"anew":true}'],
])('who has left before %s could begin has hung up', async (_, HandoffData) => {
  const { told, shown } = await talking();
  const text = await told('talk-ended?attempt=1', { ...TRANSFER, HandoffData, CallStatus: 'completed' });
  expect(text).toContain('<Response><Hangup/></Response>');
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
});

test.each(['completed', 'answered'])('a transfer that Twilio calls %s is one', async (DialCallStatus) => {
  const { told, shown } = await talking();
  await told('talk-ended?attempt=1', TRANSFER);
  const text = await told('transferred?attempt=1', { ...LIVE, DialCallStatus, DialBridged: 'true' });
  expect(text).toContain('<Response><Hangup/></Response>');
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'TRANSFERRED', endedBy: 'AGENT' });
});

test.each<[string, Record<string, string>]>([
  ['busy', { DialCallStatus: 'busy' }],
  ['no-answer', { DialCallStatus: 'no-answer' }],
  ['failed', { DialCallStatus: 'failed' }],
  ['an answer that was never connected', { DialCallStatus: 'completed', DialBridged: 'false' }],
  ['a word that does not exist yet', { DialCallStatus: 'gone-fishing' }],
  ['no word', {}],
])('a transfer that comes to %s brings the person back, the same however often it is told', async (_, fields) => {
  const { told, shown, claim } = await talking();
  await told('talk-ended?attempt=1', TRANSFER);
  for (const _ of [1, 2]) expect(await told('transferred?attempt=1', { ...LIVE, ...fields })).toMatch(place(2));
  await claim(2);
  // What comes late of the first talk ends nothing.
  await told('transferred?attempt=1', { ...LIVE, DialCallStatus: 'completed', DialBridged: 'true' });
  await told('talk-ended?attempt=2', { SessionStatus: 'completed', CallStatus: 'completed' });
  await told('status', COMPLETED);
  const call = await shown();
  expect(call).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
  expect(call.events.map(({ type }: { type: string }) => type)).not.toContain('TALK_ENDED');
});

test('who has left while the other phone rang has hung up', async () => {
  const { told, shown } = await talking();
  await told('talk-ended?attempt=1', TRANSFER);
  const fields = { CallStatus: 'completed', DialCallStatus: 'canceled', DialBridged: 'false' };
  expect(await told('transferred?attempt=1', fields)).toContain('<Hangup/>');
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
});

test('a call whose transfers fail again and again ends with a word to the person', async () => {
  const { told, shown, claim } = await talking({ language: 'fr-FR' });
  for (const attempt of [1, 2]) {
    await told(`talk-ended?attempt=${attempt}`, TRANSFER);
    expect(await told(`transferred?attempt=${attempt}`, { ...LIVE, DialCallStatus: 'busy' })).toMatch(
      place(attempt + 1),
    );
    await claim(attempt + 1);
  }
  await told('talk-ended?attempt=3', TRANSFER);
  const text = await told('transferred?attempt=3', { ...LIVE, DialCallStatus: 'busy' });
  expect(text).toMatch(/<Say language="fr-FR">[^<]*personne n’est joignable[^<]*<\/Say><Hangup\/>/);
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
});

test('an apology has no gaps where nothing can be looked up', async () => {
  const settings = {
    apology: 'Sorry, {{ company }}, {{ name | default: "friend" }}.',
    variables: { defaults: { company: 'Acme' } },
  };
  const { told, ref } = await talking({ settings });
  await storeTurn(server.pool, { ...ref, attempt: 1 }, HELLO);
  const text = await told('talk-ended?attempt=3', FAILED);
  expect(text).toContain('<Say language="en-US">Sorry, Acme, friend.</Say>');
});

test('nobody is told an agent’s words for nothing: before the first of them the apology is ours', async () => {
  const { told, shown } = await talking({ settings: { apology: 'Buy our shoes.' } });
  const text = await told('talk-ended?attempt=3', FAILED);
  expect(text).toContain(`<Say language="en-US">${ENGLISH.apology}</Say>`);
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'INTERNAL_ERROR', creditsUsed: 0 });
});

const LEFT = { SessionStatus: 'completed', CallStatus: 'completed' };

test.each([
  ['before', true],
  ['after', false],
])('the end of a session that tells of the contact’s may come %s the last callback', async (_, first) => {
  const { told, shown } = await talking();
  if (first) await told('talk-ended?attempt=1', LEFT);
  await told('status', COMPLETED);
  if (!first) {
    expect(await shown()).toMatchObject({ endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' });
    await told('talk-ended?attempt=1', LEFT);
  }
  const explanation = 'The person called hung up.';
  expect(await shown()).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT', explanation });
});

test.each<[string, Record<string, string> | null]>([
  ['nothing was told of the session', null],
  ['the session failed and the call with it', { SessionStatus: 'failed', CallStatus: 'completed', ErrorCode: '64105' }],
])('nobody says that the contact hung up where %s', async (_, fields) => {
  const { told, shown } = await talking();
  if (fields) await told('talk-ended?attempt=1', fields);
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({
    endedReason: 'INTERNAL_ERROR',
    endedBy: 'PLATFORM',
    explanation: 'The server could not conduct the call, or not to its end.',
  });
});

test.each<[string, Partial<Turn>[], Partial<Turn>[]]>([
  ['lasted until the next one', [{ durationMs: null }, { index: 1, offsetMs: 900 }], [{ durationMs: 900 }, {}]],
  // By a clock that was wrong when it began.
  ['lasted no longer than it can have', [{ durationMs: null }], [{ durationMs: 86_400_000 }]],
])('what was being said when a talk was taken over was cut off, and %s', async (_, said, shown) => {
  const { claim, ref } = await talking();
  const first = { ...ref, attempt: 1 };
  for (const turn of said) await storeTurn(server.pool, first, { ...HELLO, ...turn });
  await server.pool.query(`update transcript_turns set started_at = '2001-01-01' where call_id = $1`, [ref.callId]);
  expect(await claim(1)).toBe('taken');
  expect(await turnsOf(ref)).toMatchObject([{ durationMs: null, interrupted: false }, {}].slice(0, said.length));
  expect(await claim(2)).toMatchObject({ previous: 1 });
  expect(await turnsOf(ref)).toMatchObject(shown.map((turn, index) => ({ interrupted: index === 0, ...turn })));
  expect(await storeTurn(server.pool, first, HELLO)).toBe(false);
});

test('a talk that a later one has replaced cannot say how the call ended', async () => {
  const { claim, ref, sid, told, shown } = await talking();
  const { domain } = server.running.application;
  const first = { ...ref, attempt: 1 };
  await claim(2);
  expect(await endTalk(domain, first, sid, EndedReason.SILENCE)).toBe(false);
  await told('talk-ended?attempt=1', { ...LIVE, SessionStatus: 'ended', HandoffData: '{"reason":"SILENCE"}' });
  expect((await shown()).events.map(({ type }: { type: string }) => type)).not.toContain('TALK_ENDED');
  expect(await endTalk(domain, { ...ref, attempt: 2 }, sid, EndedReason.AGENT_ENDED)).toBe(true);
  expect(await endTalk(domain, first, sid, EndedReason.MODEL_ERROR)).toBe(false);
  await told('status', COMPLETED);
  const call = await shown();
  expect(call).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(call.events).toContainEqual(
    expect.objectContaining({ type: 'TALK_ENDED', detail: { reason: 'AGENT_ENDED' } }),
  );
});

test.each([
  ['before the later one has its socket', true],
  ['before the later one has failed without a socket', false],
])('a late note of a replaced talk, %s, does not end the person’s call', async (_, connects) => {
  const { claim, ref, sid, told } = await talking();
  const { domain } = server.running.application;
  expect(await told('talk-ended?attempt=1', FAILED)).toMatch(place(2));
  expect(await endTalk(domain, { ...ref, attempt: 1 }, sid, EndedReason.AGENT_ENDED)).toBe(true);
  if (connects) await claim(2);
  expect(await told('talk-ended?attempt=2', FAILED)).toMatch(place(3));
});

test('a talk that has ended its call is not followed by another, however its line breaks', async () => {
  const { ref, sid, told } = await talking();
  const { domain } = server.running.application;
  expect(await endTalk(domain, { ...ref, attempt: 1 }, sid, EndedReason.AGENT_ENDED)).toBe(true);
  expect(await told('talk-ended?attempt=1', FAILED)).toContain('<Response><Hangup/></Response>');
});

test('a talk that was broken for good is not begun anew, and the person is told so as often as it is asked', async () => {
  const { ref, sid, told, shown } = await talking();
  await endTalk(server.running.application.domain, { ...ref, attempt: 1 }, sid, EndedReason.INTERNAL_ERROR);
  for (const _ of [1, 2]) {
    expect(await told('talk-ended?attempt=1', FAILED)).toMatch(/<Say language="en-US">[^<]+<\/Say><Hangup\/>/);
  }
  await told('status', COMPLETED);
  expect(await shown()).toMatchObject({ endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM', creditsUsed: 0 });
});

test('of sockets that want the same talk at once one gets it, and knows which had the call before', async () => {
  const { claim } = await talking();
  const claims = await Promise.all(Array.from({ length: 5 }, () => claim(3)));
  expect(claims.filter((taken) => taken === 'taken')).toHaveLength(4);
  expect(claims).toContainEqual(expect.objectContaining({ previous: 1 }));
});
