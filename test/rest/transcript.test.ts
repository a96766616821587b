import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { insertTalk } from '../support/insert-talk';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** A turn as clients read it. */
interface Turn {
  index: number;
  role: string;
  text: string;
  offsetMs: number;
  durationMs: number;
}

async function place(toNumber: string) {
  const account = await createTestAccount(server.pool, { agent: INQUISITIVE });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
  const { id } = body.data.call;
  const get = (accept?: string, method = 'GET') =>
    rest.send(method, `/calls/${id}/transcript`, undefined, accept === undefined ? {} : { Accept: accept });
  return { rest, id: id as string, get };
}

describe('the transcript of a talk', () => {
  let talk: Awaited<ReturnType<typeof place>>;
  beforeAll(async () => {
    talk = await place(randomPhoneNumber());
    await talk.rest.untilEnded(talk.id, 30);
  });

  test('has its turns in their order, with times that fit together', async () => {
    const { data } = (await talk.get()).body;
    const { call } = (await talk.rest.get(`/calls/${talk.id}`)).body.data;
    expect(data).toMatchObject({ callId: talk.id, callSid: call.callSid, status: 'COMPLETED', reason: null });
    expect(data).toMatchObject({ language: 'en-US', duration: call.duration, createdAt: data.turns[0].startedAt });
    const turns: Turn[] = data.turns;
    expect(turns.length).toBeGreaterThanOrEqual(4);
    expect(turns.map(({ index }) => index)).toEqual([...turns.keys()]);
    expect(new Set(turns.map(({ role }) => role))).toEqual(new Set(['agent', 'contact']));
    expect(turns[0]).toMatchObject({ role: 'agent', interrupted: false });
    const offsets = turns.map(({ offsetMs }) => offsetMs);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    for (const { durationMs } of turns) expect(durationMs).toBeGreaterThanOrEqual(0);
    const lines = turns.map(({ role, text }) => `${role === 'agent' ? 'Agent' : 'Contact'}: ${text}`);
    expect(data.transcript).toBe(lines.join('\n'));
    expect(call.transcript).toBe(data.transcript);
  });

  test.each([
    [undefined, 'application/json; charset=utf-8'],
    ['', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/*', 'application/json; charset=utf-8'],
    ['application/json;q=0.1', 'application/json; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['TEXT/PLAIN', 'text/plain; charset=utf-8'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/*', 'text/plain; charset=utf-8'],
    ['text/vtt', 'text/vtt; charset=utf-8'],
    ['text/plain;q=0.5, text/vtt;q=0.9, */*;q=0.1', 'text/vtt; charset=utf-8'],
    ['text/html, application/xhtml+xml, text/vtt;q=0.2', 'text/vtt; charset=utf-8'],
    ['application/json;q=0, text/plain;q=0, */*', 'text/vtt; charset=utf-8'],
  ])('for Accept: %s is %s, by HEAD too', async (accept, type) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, text } = await talk.get(accept, method);
      expect([method, status]).toEqual([method, 200]);
      expect(headers.get('Content-Type')).toBe(type);
      expect(headers.get('Vary')?.split(/, */)).toContain('Accept');
      expect(text === '').toBe(method === 'HEAD');
      expect(Number(headers.get('Content-Length'))).toBeGreaterThan(0);
    }
  });

  test.each([
    'text/html',
    'audio/*',
    'application/json;q=0',
    'text/plain; charset=utf-16',
    '*/*;q=0',
    'nonsense',
    ',;=',
  ])('for Accept: %s there is none: 406', async (accept) => {
    const { status, headers, body } = await talk.get(accept);
    expect(status).toBe(406);
    expect(body).toEqual({
      success: false,
      error: 'Not acceptable: there is application/json, text/plain, text/vtt',
    });
    expect(headers.get('Vary')?.split(/, */)).toContain('Accept');
  });

  test('is as text one line a turn, and as captions one cue a turn', async () => {
    const { transcript, turns } = (await talk.get()).body.data;
    expect((await talk.get('text/plain')).text).toBe(`${transcript}\n`);
    const captions = (await talk.get('text/vtt')).text;
    expect(captions).toMatch(/^WEBVTT\n\n0\n00:00:/);
    expect(captions.match(/^<v (Agent|Contact)>.+$/gm)).toHaveLength(turns.length);
    expect(captions).not.toContain('NOTE');
  });

  test('is a 404 in the envelope for who has no such call, whatever is accepted', async () => {
    const stranger = await createTestAccount(server.pool);
    const { status, body } = await restClient(server.url, stranger.key).get(`/calls/${talk.id}/transcript`, {
      Accept: 'text/vtt',
    });
    expect([status, body]).toEqual([404, { success: false, error: 'Call not found' }]);
  });
});

test('a transcript can be read while the call is on, and says that it is not all', async () => {
  const { rest, get, id } = await place('+15005550018');
  const data = await until(async () => {
    const { data: now } = (await get()).body;
    return now.turns.length > 1 && now;
  }, 'something to be said');
  expect(data).toMatchObject({ status: 'IN_PROGRESS', reason: 'The call is not over yet.', duration: null });
  expect((await get('text/vtt')).text).toMatch(/^WEBVTT\n\nNOTE The call is not over yet\.\n\n0\n/);
  await rest.post(`/calls/${id}/end`);
  await rest.untilEnded(id);
  const ended = (await get()).body.data;
  expect(ended).toMatchObject({ status: 'COMPLETED', reason: null });
  expect(ended.turns.length).toBeGreaterThanOrEqual(data.turns.length);
});

test('of a call that nobody answered there is no text, and captions that say why', async () => {
  const { rest, get, id } = await place('+15005550010');
  await rest.untilEnded(id);
  expect((await get()).body.data).toMatchObject({ status: 'SKIPPED', transcript: null, turns: [] });
  const plain = await get('text/plain');
  expect([plain.status, plain.text]).toEqual([200, '']);
  expect((await get('text/vtt')).text).toBe('WEBVTT\n\nNOTE The call was not answered, so nothing was said.\n');
});

test.each([
  ['one turn among others', ['Hello?', '  ', 'Goodbye.', 'Bye.'], 'Agent: Hello?\nAgent: Goodbye.\nContact: Bye.'],
  ['all turns', ['', ' '], null],
])('what nothing was heard of, %s, is no line of the text and no cue, but stays a turn', async (_, lines, text) => {
  const account = await createTestAccount(server.pool);
  const { get } = restClient(server.url, account.key);
  const id = await insertTalk(server.pool, account, { lines, due: false });
  const path = `/calls/${id}/transcript`;
  const { data } = (await get(path)).body;
  expect([data.transcript, data.turns.map((turn: Turn) => turn.text)]).toEqual([text, lines]);
  expect((await get(path, { Accept: 'text/plain' })).text).toBe(text === null ? '' : `${text}\n`);
  const cues = (await get(path, { Accept: 'text/vtt' })).text.match(/^<v /gm) ?? [];
  expect(cues).toHaveLength(lines.filter((line) => line.trim() !== '').length);
});
