import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { type RecordedCall, type RecordingStage, startRecordingStage } from '../support/recorded-calls';
import type { CarrierReply } from '../support/scripted-carrier';
import { startTestServer } from '../support/server';
import { until } from '../support/until';

const SOUND = Buffer.from('RIFF0000WAVEfmt this is how it sounded');

describe('a call that the simulated carrier recorded', () => {
  test.each([
    ['and told of', randomPhoneNumber()],
    ['and lost every callback of', '+15005550021'],
  ])('%s is heard at its address, with the key only', async (_, toNumber) => {
    const server = await startTestServer();
    try {
      const account = await createTestAccount(server.pool, { agent: { settings: { record: true } } });
      const rest = restClient(server.url, account.key);
      const placed = await rest.post('/calls', { toNumber, agentId: account.agentId });
      const { id } = placed.body.data.call;
      const early = await rest.get(`/calls/${id}/recording`);
      expect([early.status, early.body]).toEqual([
        404,
        { success: false, error: expect.stringMatching(/not over yet/) },
      ]);
      const { duration } = await rest.untilEnded(id);
      const url = await until(
        async () => (await rest.get(`/calls/${id}`)).body.data.call.recordingUrl,
        'the recording',
      );
      expect(url).toBe(`${server.running.publicUrl}/api/v1/calls/${id}/recording`);
      const response = await fetch(url, { headers: { 'X-API-Key': account.key } });
      expect(response.status).toBe(200);
      expect(response.headers.get('Content-Type')).toMatch(/^audio\//);
      const sound = Buffer.from(await response.arrayBuffer());
      expect(sound.subarray(0, 4).toString()).toBe('RIFF');
      expect(sound.length).toBe(Number(response.headers.get('Content-Length')));
      expect(sound.length).toBeGreaterThan(duration * 1000);
      expect((await fetch(url)).status).toBe(401);
    } finally {
      await server.stop();
    }
  });
});

let stage: RecordingStage;
let call: RecordedCall;
beforeAll(async () => {
  stage = await startRecordingStage();
  call = await stage.place();
  await call.report('completed', 7);
  await call.reportRecording('completed');
});
afterEach(() => stage.carrier.script(() => null));
afterAll(() => stage.stop());

/** What the carrier answers to whoever wants the sound. */
function script(reply: CarrierReply): void {
  stage.carrier.script(({ path }) => (path.endsWith('.wav') ? reply : null));
}

const sends = (status: number, headers: http.OutgoingHttpHeaders, body: Buffer | string) =>
  script((response) => void response.writeHead(status, { 'Content-Type': 'audio/x-wav', ...headers }).end(body));

const fetchSound = (headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${stage.server.url}/api/v1/calls/${call.id}/recording`, {
    method,
    headers: { 'X-API-Key': call.key, ...headers },
  });

test('the sound comes as the provider has it, with what a player needs', async () => {
  sends(200, { 'Content-Length': SOUND.length, 'Accept-Ranges': 'bytes', 'X-Secret': 'theirs' }, SOUND);
  for (const method of ['GET', 'HEAD']) {
    const response = await fetchSound({}, method);
    expect([method, response.status]).toEqual([method, 200]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/x-wav',
      'content-length': String(SOUND.length),
      'content-disposition': `inline; filename="call-${call.id}.wav"`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
      ratelimit: expect.any(String),
    });
    expect(response.headers.get('X-Secret')).toBeNull();
    const body = Buffer.from(await response.arrayBuffer());
    expect(body).toEqual(method === 'GET' ? SOUND : Buffer.alloc(0));
  }
  expect(stage.carrier.requests.at(-1)?.path).toContain(`/Recordings/${call.recordingSid}.wav`);
  expect(stage.carrier.requests.at(-1)?.authorization).toMatch(/^Basic /);
});

test('a length that the provider does not tell is none here', async () => {
  script((response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.write(SOUND.subarray(0, 5));
    response.end(SOUND.subarray(5));
  });
  const response = await fetchSound();
  expect(response.headers.get('Content-Length')).toBeNull();
  expect(response.headers.get('Content-Type')).toBe('audio/x-wav');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(SOUND);
});

test('a range is asked of the provider, which may give it, give all or refuse it', async () => {
  sends(206, { 'Content-Range': `bytes 2-5/${SOUND.length}`, 'Content-Length': 4 }, SOUND.subarray(2, 6));
  const part = await fetchSound({ Range: 'bytes=2-5' });
  expect([part.status, await part.text()]).toEqual([206, SOUND.subarray(2, 6).toString()]);
  expect(part.headers.get('Content-Range')).toBe(`bytes 2-5/${SOUND.length}`);
  expect(stage.carrier.requests.at(-1)?.range).toBe('bytes=2-5');
  sends(200, {}, SOUND);
  const whole = await fetchSound({ Range: 'bytes=2-5' });
  expect([whole.status, await whole.text()]).toEqual([200, SOUND.toString()]);
  const meaningless: Array<Record<string, string>> = [
    { Range: 'lines=1-2' },
    { Range: 'bytes=2-5', 'If-Range': '"x"' },
  ];
  for (const headers of meaningless) {
    await (await fetchSound(headers)).text();
    expect(stage.carrier.requests.at(-1)?.range).toBe('');
  }
  sends(416, { 'Content-Range': `bytes */${SOUND.length}` }, '');
  const beyond = await fetchSound({ Range: 'bytes=900-' });
  expect(beyond.status).toBe(416);
  expect(await beyond.json()).toEqual({ success: false, error: 'The recording has no such range' });
});

test.each<[string, CarrierReply, number, object]>([
  ['has lost it', { status: 404, body: { code: 20404 } }, 404, { error: expect.stringContaining('any more') }],
  ['fails', { status: 500, body: {} }, 503, { error: 'Service unavailable' }],
  ['refuses', { status: 401, body: {} }, 503, { error: 'Service unavailable' }],
  ['hangs up', 'reset', 503, { error: 'Service unavailable' }],
])('a provider that %s is told in the envelope', async (_, reply, status, body) => {
  script(reply);
  const response = await fetchSound();
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ success: false, ...body });
  expect(response.headers.get('Retry-After')).toBe(status === 503 ? '5' : null);
  expect(response.headers.get('Content-Disposition')).toBeNull();
});

test('sound that breaks off in the middle is not taken for the whole', async () => {
  script((response) => {
    response.writeHead(200, { 'Content-Type': 'audio/x-wav' });
    response.write(SOUND, () => setTimeout(() => response.destroy(), 50));
  });
  const response = await fetchSound();
  await expect(response.arrayBuffer()).rejects.toThrow();
});

/** Sound without an end, as fast as it is taken; says how much was, and whether somebody still takes it. */
function endless() {
  const state = { sent: 0, closed: false };
  script((response) => {
    const chunk = Buffer.alloc(64 * 1024);
    const more = () => {
      let hasRoom = true;
      while (hasRoom && !state.closed) {
        hasRoom = response.write(chunk);
        state.sent += chunk.length;
      }
    };
    response.writeHead(200, { 'Content-Type': 'audio/x-wav' });
    response.on('drain', more).on('close', () => {
      state.closed = true;
    });
    more();
  });
  return state;
}

test('a client that does not read holds the provider back, and one that goes away ends the transfer', async () => {
  const state = endless();
  const request = http.get(`${stage.server.url}/api/v1/calls/${call.id}/recording`, {
    headers: { 'X-API-Key': call.key },
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.pause();
  let before = -1;
  await until(async () => {
    const still = state.sent > 0 && state.sent === before;
    before = state.sent;
    await sleep(200);
    return still;
  }, 'the provider to be held back');
  expect(state.closed).toBe(false);
  expect(state.sent).toBeLessThan(64 * 1024 * 1024);
  request.destroy();
  await until(async () => state.closed, 'the transfer to end');
});

test('a client that takes hardly anything is no work, counts as a stream of its key, and is let listen', async () => {
  const state = endless();
  const request = http.get(`${stage.server.url}/api/v1/calls/${call.id}/recording`, {
    headers: { 'X-API-Key': call.key },
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.pause().on('error', () => undefined);
  await until(async () => stage.server.running.application.traffic.underWay === 0, 'it to be no work');
  const metrics = await (await fetch(`${stage.server.url}/metrics`)).text();
  expect(metrics).toMatch(/^call_manager_live_streams 1$/m);
  // What the system keeps for it is full for longer than other clients are waited for.
  for (let second = 0; second < 12; second++) {
    response.read(30_000);
    await sleep(1000);
  }
  expect(state.closed).toBe(false);
  request.destroy();
  await until(async () => state.closed, 'the transfer to end');
});

test('a transfer is one line of the access log, written when it is over', async () => {
  sends(200, {}, SOUND);
  await (await fetchSound({ 'X-Request-Id': 'the-sound' })).arrayBuffer();
  const lines = await until(async () => {
    const found = stage.server.logs.filter((line) => line.includes('the-sound'));
    return found.length > 0 && found;
  }, 'the line');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ status: 200, path: `/api/v1/calls/${call.id}/recording` });
});

test('nobody else can hear it', async () => {
  sends(200, {}, SOUND);
  const asked = stage.carrier.requests.length;
  const stranger = await createTestAccount(stage.server.pool);
  const answer = await restClient(stage.server.url, stranger.key).get(`/calls/${call.id}/recording`);
  expect([answer.status, answer.body]).toEqual([404, { success: false, error: 'Call not found' }]);
  expect(stage.carrier.requests).toHaveLength(asked);
});

test('a server that stops lets a transfer come to its end', async () => {
  const own = await startRecordingStage();
  const recorded = await own.place();
  await recorded.report('completed', 7);
  await recorded.reportRecording('completed');
  let finish = () => {};
  own.carrier.script(({ path }) =>
    path.endsWith('.wav')
      ? (response) => {
          response.writeHead(200, { 'Content-Type': 'audio/x-wav' });
          response.write(SOUND);
          finish = () => void response.end(SOUND);
        }
      : null,
  );
  const response = await fetch(`${own.server.url}/api/v1/calls/${recorded.id}/recording`, {
    headers: { 'X-API-Key': recorded.key },
  });
  const stopped = own.stop();
  await sleep(300);
  finish();
  expect((await response.arrayBuffer()).byteLength).toBe(2 * SOUND.length);
  await stopped;
});
