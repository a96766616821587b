import { type Harness, startHarness } from './support/harness';

describe('the window on faults', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  const send = async (method: string, body?: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${harness.simulator.url}/simulator/faults`, { method, body: text });
    const json = response.status === 204 ? null : await response.json();
    return { status: response.status, body: json as { issues?: string[]; rules?: unknown[] } | null };
  };
  const put = (...rules: unknown[]) => send('PUT', { rules });
  const reset = { kind: 'reset', done: false };

  it('shows the rules that it was given, takes others in their place, and forgets them', async () => {
    expect(await send('GET')).toEqual({ status: 200, body: { rules: [] } });
    await put({ on: 'create', mishap: reset });
    const rules = { on: ['fetch', 'list'], to: '+1415', uses: 3, delayMs: 10 };
    const answer = await put(rules, { on: 'completed', url: 'http://127.0.0.1:1/', copies: 3, signature: 'wrong' });
    expect(answer).toEqual({
      status: 200,
      body: {
        rules: [
          { on: ['fetch', 'list'], to: '+1415', uses: 3, used: 0, request: { delayMs: 10 } },
          {
            on: ['completed'],
            url: 'http://127.0.0.1:1/',
            uses: 1,
            used: 0,
            webhook: { copies: 3, signature: 'wrong' },
          },
        ],
      },
    });
    expect(await send('GET')).toEqual(answer);
    expect(await send('DELETE')).toEqual({ status: 204, body: null });
    expect(await send('GET')).toEqual({ status: 200, body: { rules: [] } });
  });

  it.each<[unknown, string | RegExp]>([
    [{}, /^rules\[0\]\.on must be of create, fetch, list, update, or of initiated, /],
    ['text', 'rules[0] must be an object'],
    [{ on: [] }, /^rules\[0\]\.on must be of/],
    [{ on: 'answer', mishap: reset }, /^rules\[0\]\.on must be of/],
    [{ on: ['create', 'completed'], delayMs: 5 }, /^rules\[0\]\.on must be of/],
    [{ on: 'create' }, 'rules[0].on is of no use without delayMs or mishap'],
    [{ on: 'ringing' }, /^rules\[0\]\.on is of no use without one of delayMs, lost/],
    [{ on: 'create', mishap: reset, uses: 0 }, 'rules[0].uses must be a whole number from 1 to 10000'],
    [{ on: 'create', mishap: reset, to: '415' }, /^rules\[0\]\.to must be/],
    [{ on: 'create', mishap: reset, url: 'ftp://x' }, /^rules\[0\]\.url must be/],
    [{ on: 'list', mishap: reset, url: 'http://x' }, /^rules\[0\]\.url does not fit a list/],
    [{ on: 'create', mishap: reset, copies: 2 }, /^rules\[0\]\.copies is not known here/],
    [{ on: 'ringing', mishap: reset, lost: true }, /^rules\[0\]\.mishap is not known here/],
    [{ on: 'create', delayMs: 60_001 }, 'rules[0].delayMs must be a whole number from 1 to 60000'],
    [{ on: 'create', delayMs: '5' }, /^rules\[0\]\.delayMs must be/],
    [{ on: 'create', mishap: null }, 'rules[0].mishap must be an object'],
    [{ on: 'create', mishap: { kind: 'reset' } }, /^rules\[0\]\.mishap\.done must say/],
    [{ on: 'create', mishap: { kind: 'fire', done: true } }, /^rules\[0\]\.mishap\.kind must be one of silence/],
    [{ on: 'create', mishap: { done: true } }, 'rules[0].mishap.kind is missing'],
    [{ on: 'create', mishap: { kind: 'error', done: true } }, 'rules[0].mishap.status is missing'],
    [{ on: 'create', mishap: { kind: 'error', done: false, status: 450 } }, /^rules\[0\]\.mishap\.status must be 429/],
    [{ on: 'create', mishap: { kind: 'error', done: true, status: 429 } }, /^rules\[0\]\.mishap\.done must be false/],
    [{ on: 'create', mishap: { kind: 'garbage', done: true } }, 'rules[0].mishap.body is missing'],
    [{ on: 'create', mishap: { ...reset, body: 'html' } }, 'rules[0].mishap.body belongs to garbage'],
    [{ on: 'create', mishap: { ...reset, status: 500 } }, /^rules\[0\]\.mishap\.status belongs to/],
    [{ on: 'ringing', copies: 21 }, 'rules[0].copies must be a whole number from 2 to 20'],
    [{ on: 'ringing', heldBackUntil: 'ringing' }, 'rules[0].heldBackUntil must be another event'],
    [{ on: ['amd', 'recording'], heldBackUntil: 'ringing' }, /^rules\[0\]\.heldBackUntil is for status callbacks/],
    [{ on: 'socket' }, 'rules[0].on needs one of refused, breaksAfterFrames'],
    [{ on: 'socket', refused: true, breaksAfterFrames: 3 }, 'rules[0].on needs one of refused, breaksAfterFrames'],
    [{ on: 'socket', breaksAfterFrames: 0 }, /^rules\[0\]\.breaksAfterFrames must be a whole number/],
    [{ on: 'socket', lost: true }, /^rules\[0\]\.lost is not known here/],
    [{ on: ['socket', 'action'], refused: true }, /^rules\[0\]\.on must be of/],
    [{ on: 'ringing', heldBackUntil: 'document' }, /^rules\[0\]\.heldBackUntil must be one of initiated/],
    [{ on: 'document', heldBackUntil: 'ringing' }, /^rules\[0\]\.heldBackUntil is for status callbacks/],
    [{ on: 'ringing', lost: true, copies: 2 }, 'rules[0].lost goes with none of copies'],
    [{ on: 'ringing', lost: 'yes' }, 'rules[0].lost must be true or false'],
    [{ on: 'ringing', signature: 'right' }, 'rules[0].signature must be one of wrong, none'],
  ])('refuses %j, says why, and leaves the rules as they were', async (rule, issue) => {
    const before = (await put({ on: 'create', to: '+19', mishap: reset })).body;
    const { status, body } = await put(rule);
    expect(status).toBe(400);
    expect(body?.issues).toContainEqual(typeof issue === 'string' ? issue : expect.stringMatching(issue));
    expect((await send('GET')).body).toEqual(before);
  });

  it.each(['', 'no JSON', 'null', '[]', '{}', '{"rules": {}}', '{"rules": [], "more": 1}'])(
    'refuses the body %j',
    async (body) => {
      const answer = await send('PUT', body);
      expect(answer).toMatchObject({ status: 400, body: { issues: [expect.any(String)] } });
    },
  );

  it('refuses more rules than anybody needs', async () => {
    const rules = Array.from({ length: 1001 }, () => ({ on: 'create', delayMs: 1 }));
    expect(await put(...rules)).toMatchObject({
      status: 400,
      body: { issues: ['rules must be a list of at most 1000'] },
    });
    await put(...rules.slice(2));
    expect((await send('POST', { rules: rules.slice(0, 2) })).body).toMatchObject({
      issues: ['rules must be a list of at most 1'],
    });
    expect((await send('POST', { rules: rules.slice(0, 1) })).body?.rules).toHaveLength(1000);
  });

  it('adds rules to those that are there', async () => {
    await put({ on: 'create', mishap: reset });
    await send('POST', { rules: [{ on: 'list', delayMs: 1 }] });
    expect((await send('GET')).body).toMatchObject({ rules: [{ on: ['create'] }, { on: ['list'] }] });
  });

  it('says everything that is wrong at once', async () => {
    const { body } = await put({ on: 'create', delayMs: 0, uses: -1 }, { on: 'ringing', copies: 1, signature: '' });
    expect(body?.issues?.map((issue) => issue.split(' ')[0])).toEqual([
      'rules[0].uses',
      'rules[0].delayMs',
      'rules[1].copies',
      'rules[1].signature',
    ]);
  });
});
