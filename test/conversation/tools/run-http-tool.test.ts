import { type Answer, json, Service, switching, text } from './support/service';
import { SECRET, useTool } from './support/use-tool';

let service: Service;
let lines: object[];

beforeEach(async () => {
  lines = [];
  service = new Service();
  await service.start();
});
afterEach(() => service.stop());

const use = (options: Partial<Parameters<typeof useTool>[0]> = {}) => useTool({ service, lines, ...options });

describe('the request', () => {
  test('a POST has the arguments as its body', async () => {
    await expect(use({ input: { day: 'Monday', people: 2 } })).resolves.toEqual({ ok: true, text: '{"ok":true}' });
    expect(service.received).toEqual([
      {
        method: 'POST',
        url: '/book',
        body: '{"day":"Monday","people":2}',
        headers: {
          authorization: SECRET,
          'content-type': 'application/json',
          'content-length': '27',
          'user-agent': 'call-manager',
          'x-call-id': 'the-call',
          'idempotency-key': 'the-use',
          'accept-encoding': 'identity',
          host: `localhost:${service.port}`,
          connection: 'close',
        },
      },
    ]);
  });

  test('a GET has them in its query, and cannot change what the URL says', async () => {
    const tool = { method: 'GET', url: `http://127.0.0.1:${service.port}/slots?account=1` };
    const input = { day: 'a b&c=d', account: '2', list: [1, 'x', null], object: { a: 1 }, none: null };
    await expect(use({ tool, input })).resolves.toMatchObject({ ok: true });
    const [received] = service.received;
    expect(received).toMatchObject({ method: 'GET', body: '' });
    expect(received?.headers['content-type']).toBeUndefined();
    expect([...new URL(received?.url ?? '', 'http://x').searchParams]).toEqual([
      ['account', '1'],
      ['day', 'a b&c=d'],
      ['list', '1'],
      ['list', 'x'],
      ['object', '{"a":1}'],
    ]);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('a %s has a body too', async (method) => {
    await use({ tool: { method } });
    expect(service.received).toMatchObject([{ method, body: '{"day":"Monday"}' }]);
  });

  test.each([
    ['not JSON', '{"day":', /not a JSON object/],
    ['no object', '[1]', /not a JSON object/],
    ['something missing', {}, /must have required property 'day'/],
    ['a wrong type', { day: 'x', people: 'two' }, /people must be integer/],
    ['too much', { day: 'x'.repeat(20_000) }, /longer than 16 kB/],
  ])('wrong arguments are told and sent to nobody: %s', async (_, input, problem) => {
    await expect(use({ input })).resolves.toEqual({ ok: false, text: expect.stringMatching(problem) });
    expect(service.received).toEqual([]);
  });

  test('arguments that a URL cannot hold are told', async () => {
    const result = await use({ tool: { method: 'GET' }, input: { day: 'x'.repeat(9000) } });
    expect(result).toEqual({ ok: false, text: 'Error: book cannot take so long arguments.' });
  });

  test.each([
    ['a header of the connection', { secretHeaders: { Host: 'evil' } }],
    ['a user name in the URL', { url: 'http://user:pw@localhost:1/' }],
    ['a port of another protocol', { url: 'http://localhost:25/' }],
  ])('a tool that should never have been: %s', async (_, tool) => {
    await expect(use({ tool })).resolves.toEqual({ ok: false, text: 'Error: book is not set up correctly.' });
    expect(service.received).toEqual([]);
  });
});

describe('the answer', () => {
  test.each([
    ['text', text('Grüße'), 'Grüße'],
    ['JSON of a kind', text('{"a":1}', 'application/problem+json; charset=utf-8'), '{"a":1}'],
    ['HTML', text('<p>x</p>', 'text/html'), '<p>x</p>'],
    ['NUL', text('a\0b'), 'ab'],
    ['nothing', ((response) => response.writeHead(204).end()) as Answer, 'Done. There is no further answer.'],
    ['no type', ((response) => response.writeHead(200).end('plain')) as Answer, 'plain'],
  ])('%s', async (_, answer, words) => {
    service.answer = answer;
    await expect(use()).resolves.toEqual({ ok: true, text: words });
  });

  test('16 kB are read and no more, and no character is cut in two', async () => {
    let ended = false;
    service.answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).write('x'.repeat(16 * 1024 - 1));
      const timer = setInterval(() => response.write('é'.repeat(10_000)), 1);
      response.on('close', () => {
        ended = true;
        clearInterval(timer);
      });
    };
    const result = await use();
    expect(result.ok).toBe(true);
    expect(result.text).toBe(`${'x'.repeat(16 * 1024 - 1)}\n[The rest of the answer was cut off.]`);
    while (!ended) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('exactly 16 kB are not cut', async () => {
    service.answer = text('x'.repeat(16 * 1024));
    expect((await use()).text).toBe('x'.repeat(16 * 1024));
  });

  test.each([
    ['a status', json({ secret: 'inner detail' }, 503), 'answered with status 503', { kind: 'status', status: 503 }],
    ['a picture', text('x', 'image/png'), 'answered with something that is not text', { kind: 'no-text' }],
    [
      'gzip',
      text(Buffer.from('x'), 'text/plain', { 'Content-Encoding': 'gzip' }),
      'answered with something that is not text',
      { kind: 'no-text' },
    ],
    [
      'a broken body',
      ((response) => {
        response.writeHead(200, { 'Content-Length': '50' }).write('x');
        setTimeout(() => response.destroy(), 20);
      }) as Answer,
      'broke off its answer',
      { kind: 'broken' },
    ],
    [
      'a broken head',
      ((response) => response.destroy()) as Answer,
      'could not be reached',
      { kind: 'unreachable', code: 'ECONNRESET' },
    ],
    [
      'a switch of protocols',
      switching('Upgrade: websocket\r\n'),
      'answered with status 101',
      { kind: 'status', status: 101 },
    ],
    ['a switch to nothing', switching(''), 'answered with status 101', { kind: 'status', status: 101 }],
    [
      'no HTTP',
      ((response) => response.socket?.end('garbage\r\n\r\n')) as Answer,
      'could not be reached',
      { kind: 'unreachable' },
    ],
  ])('%s is told by its kind', async (_, answer, words, logged) => {
    service.answer = answer;
    await expect(use()).resolves.toEqual({ ok: false, text: `Error: book ${words}.` });
    expect(lines).toEqual([expect.objectContaining({ tool: 'book', callId: 'the-call', ...logged })]);
  });

  test('a redirect is not followed', async () => {
    service.answer = (response) =>
      response.writeHead(307, { Location: `http://127.0.0.1:${service.port}/inner` }).end();
    const result = await use();
    expect(result).toEqual({ ok: false, text: 'Error: book answered with a redirect, which is not followed.' });
    expect(service.received).toHaveLength(1);
  });

  test.each([
    ['no head', (() => undefined) as Answer],
    ['no end', ((response) => void response.writeHead(200, { 'Content-Type': 'text/plain' }).write('x')) as Answer],
    [
      'one byte at a time',
      ((response) => {
        response.writeHead(200, { 'Content-Type': 'text/plain' });
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      }) as Answer,
    ],
  ])('time runs out: %s', async (_, answer) => {
    service.answer = answer;
    const started = performance.now();
    const result = await use({ tool: { timeoutSeconds: 1 } });
    expect(result).toEqual({ ok: false, text: 'Error: book did not answer in time.' });
    const took = performance.now() - started;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(8000);
  });

  test('nobody there', async () => {
    const tool = { url: 'http://127.0.0.1:1024/' };
    await expect(use({ tool })).resolves.toEqual({ ok: false, text: 'Error: book could not be reached.' });
  });

  test.each([
    ['before', 0],
    ['while it waits', 100],
  ])('who aborts it %s gets their own reason', async (_, delay) => {
    service.answer = () => undefined;
    const controller = new AbortController();
    const reason = new Error('hung up');
    if (delay === 0) controller.abort(reason);
    else setTimeout(() => controller.abort(reason), delay);
    await expect(use({ signal: controller.signal })).rejects.toBe(reason);
  });

  test('no secret, argument, path or answer is logged', async () => {
    await use({ input: { day: 'Doomsday' } });
    service.answer = json({ detail: 'inner' }, 500);
    await use({ input: { day: 'Doomsday' } });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/very-secret|Authorization|Doomsday|\/book|inner/i);
  });
});
