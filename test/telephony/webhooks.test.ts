import { randomUUID } from 'node:crypto';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { newSid, type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../support/twilio-caller';

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

async function liveCall() {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.data.call.id, sid: body.data.call.callSid };
  return { call, view: async () => (await rest.get(`/calls/${call.id}`)).text, rest };
}

const RINGING = statusFields('ringing', { at: 1 });
const COMPLETED = statusFields('completed', { at: 70, duration: 61 });

test.each([
  ['no signature', { signature: null }],
  ['an empty signature', { signature: '' }],
  ['nonsense for a signature', { signature: 'c2lnbmVkIGJ5IG5vYm9keQ==' }],
  ['a signature with another key', { token: 'another' }],
  ['a signature over another URL', { signedUrl: 'https://example.com/webhooks/twilio' }],
])('a callback with %s is 403 and writes nothing', async (_name, forgery) => {
  const { call, view } = await liveCall();
  const before = await view();
  for (const hook of ['status', 'answer', 'talk-ended'] as const) {
    expect((await twilio.post(server, call, hook, COMPLETED, forgery)).status).toBe(403);
  }
  expect(await view()).toBe(before);
});

test('a signature that was seen on one call does not serve for another', async () => {
  const [one, other] = [await liveCall(), await liveCall()];
  const signedUrl = `${server.url}/webhooks/twilio/calls/${one.call.accountId}/${one.call.id}/status`;
  const before = await other.view();
  expect((await twilio.post(server, other.call, 'status', COMPLETED, { signedUrl })).status).toBe(403);
  expect(await other.view()).toBe(before);
});

test.each<[string, 'status' | 'talk-ended' | 'answered-by' | 'recording', Record<string, string>]>([
  ['a sequence number with a NUL', 'status', { ...RINGING, SequenceNumber: '1\0' }],
  ['a sequence number of 60 kB', 'status', { ...RINGING, SequenceNumber: '1'.repeat(60_000) }],
  ['a sequence number that is none', 'status', { ...RINGING, SequenceNumber: "'; drop table calls" }],
  ['a time far away', 'status', { ...RINGING, Timestamp: 'Fri, 01 Jan 275000 00:00:00 GMT' }],
  ['a time long ago', 'status', { ...RINGING, Timestamp: '-270000-01-01T00:00:00Z' }],
  ['a NUL everywhere', 'status', { CallStatus: 'ringing\0', AnsweredBy: '\0', Timestamp: '\0' }],
  ['a NUL for who answered', 'answered-by', { AnsweredBy: 'machine\0' }],
  ['a NUL for a handoff', 'talk-ended', { SessionStatus: 'ended', HandoffData: '{"reason":"\\u0000"}' }],
  ['a NUL for a recording', 'recording', { RecordingSid: 'RE\0', RecordingStatus: 'completed' }],
])('a signed callback with %s is no fault', async (_, hook, fields) => {
  const { call } = await liveCall();
  const logged = server.logs.length;
  expect((await twilio.post(server, call, hook, fields)).status).toBeLessThan(300);
  expect(server.logs.slice(logged).filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('a signed callback about a call that does not exist has no effect', async () => {
  const { call, view } = await liveCall();
  const before = await view();
  for (const unknown of [
    { ...call, id: randomUUID() },
    { ...call, accountId: randomUUID() },
  ]) {
    const { status } = await twilio.post(server, unknown, 'status', COMPLETED);
    expect([204, 404]).toContain(status);
    expect((await twilio.post(server, unknown, 'answer')).text).toContain('<Hangup');
  }
  expect((await twilio.post(server, { ...call, id: 'no-uuid' }, 'status', COMPLETED)).status).toBe(404);
  expect(await view()).toBe(before);
});

test('callbacks about another provider call leave the call and its timeline alone', async () => {
  const { call, view } = await liveCall();
  const before = await view();
  const foreign = { ...call, sid: newSid() };
  for (const word of ['ringing', 'in-progress', 'completed', 'busy']) {
    expect((await twilio.post(server, foreign, 'status', statusFields(word, { duration: 5 }))).status).toBe(204);
  }
  expect((await twilio.post(server, foreign, 'answer')).text).toContain('<Hangup');
  await twilio.post(server, foreign, 'talk-ended');
  expect(await view()).toBe(before);
});

test.each([
  ['a status that does not exist', { CallStatus: 'levitating' }],
  ['no status', {}],
  ['a completed call without its duration', { CallStatus: 'completed' }],
  ['a completed call with a negative duration', { CallStatus: 'completed', CallDuration: '-60' }],
  ['a completed call with a duration in words', { CallStatus: 'completed', CallDuration: 'long' }],
])('%s is acknowledged and changes nothing', async (_name, fields) => {
  const { call, view } = await liveCall();
  const before = await view();
  expect((await twilio.post(server, call, 'status', fields)).status).toBe(204);
  expect(await view()).toBe(before);
});

test.each(['', 'CA1', 'SM00000000000000000000000000000000', `${'CA'}${'g'.repeat(32)}`])(
  'a callback whose call id is %j is 404',
  async (sid) => {
    const { call } = await liveCall();
    expect((await twilio.post(server, { ...call, sid }, 'status', COMPLETED)).status).toBe(404);
  },
);

test('a callback with an unreadable or absent time still counts, at the time it came', async () => {
  const times: Array<Record<string, string>> = [{ Timestamp: 'yesterday' }, {}];
  for (const fields of times) {
    const { call, rest } = await liveCall();
    const began = Date.now();
    await twilio.post(server, call, 'status', { CallStatus: 'completed', CallDuration: '0', ...fields });
    const { endTime, startTime } = (await rest.get(`/calls/${call.id}`)).body.data.call;
    expect(Date.parse(endTime)).toBeGreaterThanOrEqual(Date.parse(startTime));
    expect(Math.abs(Date.parse(endTime) - began)).toBeLessThan(5000);
  }
});

test('a provider time before our own never dates an end before the start', async () => {
  const { call, rest } = await liveCall();
  const Timestamp = 'Sun, 30 Aug 2020 08:34:26 +0000';
  await twilio.post(server, call, 'status', { CallStatus: 'completed', CallDuration: '5', Timestamp });
  const { startTime, answeredTime, endTime } = (await rest.get(`/calls/${call.id}`)).body.data.call;
  expect([answeredTime, endTime]).toEqual([startTime, startTime]);
});

test('repeated and unknown fields are part of the signature and do no harm', async () => {
  const { call, rest } = await liveCall();
  const fields = { ...COMPLETED, NewField: 'from next year', Körper: 'ünïcode &=+%', Empty: '' };
  expect((await twilio.post(server, call, 'status', fields)).status).toBe(204);
  expect((await rest.get(`/calls/${call.id}`)).body.data.call.status).toBe('COMPLETED');
});

test('a body beyond a callback’s size is refused, and GET is no callback', async () => {
  const { call, view } = await liveCall();
  const before = await view();
  const { status } = await twilio.post(server, call, 'status', { ...COMPLETED, Padding: 'x'.repeat(100_000) });
  expect(status).toBe(413);
  const url = `${server.url}/webhooks/twilio/calls/${call.accountId}/${call.id}/status`;
  expect((await fetch(url)).status).toBeGreaterThanOrEqual(404);
  expect(await view()).toBe(before);
});

test.each([
  [486, 'BUSY', 'BUSY'],
  [603, 'BUSY', 'DECLINED'],
])('busy with SIP %i is %s, %s', async (SipResponseCode, status, endedReason) => {
  const { call, rest } = await liveCall();
  await twilio.post(server, call, 'status', statusFields('busy', { duration: 0, SipResponseCode }));
  expect((await rest.get(`/calls/${call.id}`)).body.data.call).toMatchObject({ status, endedReason, creditsUsed: 0 });
});

test('the carrier’s answer request is told where to talk, and to hang up after the end', async () => {
  const { call } = await liveCall();
  const speaking = await twilio.post(server, call, 'answer');
  expect(speaking.text).toContain('<ConversationRelay url="ws');
  expect(speaking.text).toContain(`/calls/${call.accountId}/${call.id}/talk-ended`);
  await twilio.post(server, call, 'status', COMPLETED);
  expect((await twilio.post(server, call, 'answer')).text).toContain('<Hangup');
  expect(await ledgerFaults(server.pool)).toEqual({});
});

test('a line that fails is connected anew, the same however often that is told, and given up with an apology', async () => {
  const { call, rest } = await liveCall();
  await twilio.post(server, call, 'answer');
  const failed = { SessionStatus: 'failed', ErrorCode: '64102', CallStatus: 'in-progress' };
  const told = (attempt: number) => twilio.post(server, call, `talk-ended?attempt=${attempt}`, failed);
  const place = (attempt: number) => new RegExp(`<ConversationRelay url="[^"]+/${call.id}/${attempt}/[0-9a-f]{32}"`);
  for (const attempt of [1, 1, 2, 2]) {
    const { text } = await told(attempt);
    expect(text).toMatch(place(attempt + 1));
    expect(text).toContain(`talk-ended?attempt=${attempt + 1}#rc=3&amp;rp=ct,5xx"`);
  }
  expect((await told(3)).text).toMatch(/<Say language="en-US">I am sorry, [^<]+<\/Say><Hangup\/>/);
  // The reason is written, so whatever is told again, nobody is connected any more.
  expect((await told(1)).text).not.toContain('<Connect');
  await twilio.post(server, call, 'status', COMPLETED);
  const { data } = (await rest.get(`/calls/${call.id}`)).body;
  expect(data.call).toMatchObject({ endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM', creditsUsed: 0 });
  expect(await ledgerFaults(server.pool)).toEqual({});
});
