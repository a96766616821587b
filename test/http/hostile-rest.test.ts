import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { v1Routes } from '../../src/rest/v1';
import type { Answer } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { BODIES, ENCODED, expectSane, MARK, VALUES } from '../support/hostile';
import { type RawRequest, rawRequest } from '../support/raw-request';
import { startTestServer, type TestServer } from '../support/server';
import { type Tally, tally } from '../support/tally';

const UUID = '0192f0c1-2345-7abc-8def-0123456789ab';
const JSON_TYPE = ['Content-Type', 'application/json'];

let server: TestServer;
let account: TestAccount;
let before: Tally;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  before = await tally(server.url, account.key);
});
afterAll(() => server.stop());

const send = ({ headers = [], ...request }: RawRequest) =>
  rawRequest(server.url, { ...request, headers: ['X-API-Key', account.key, ...headers] });

/** Nothing of the account has changed, and no fault of ours was logged. */
async function expectNothingDone(): Promise<void> {
  expect(await tally(server.url, account.key)).toEqual(before);
  expect(server.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
}

/** Sends requests some at a time; each must be refused, by one of these statuses. */
async function expectRefused(requests: Array<[name: string, request: RawRequest]>, statuses: number[]): Promise<void> {
  for (let start = 0; start < requests.length; start += 10) {
    const some = requests.slice(start, start + 10);
    const answers = await Promise.all(some.map(([, request]) => send(request)));
    for (const [index, answer] of answers.entries()) {
      const name = some[index]?.[0] ?? '';
      expectSane(name, answer, 'rest');
      expect([name, statuses.includes(answer.status) ? 'as it should be' : answer.status]).toEqual([
        name,
        'as it should be',
      ]);
    }
  }
  await expectNothingDone();
}

const at = (path: string, id = UUID) => `/api/v1${path.replace(/:\w+/, id)}`;
const routes = v1Routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const withBody = routes.filter(([, route]) => route.body);
const withQuery = routes.filter(([, route]) => route.query);
const withId = routes.filter(([, route]) => route.path.includes(':'));

test('there are routes of every kind to try', () => {
  expect([withBody.length, withQuery.length, withId.length].every((count) => count > 1)).toBe(true);
});

test.each(withBody)('%s: a body that is no JSON object is a 400', async (_, { method, path }) => {
  await expectRefused(
    BODIES.map(([name, body]) => [name, { method, path: at(path), headers: JSON_TYPE, body }]),
    [400],
  );
});

test.each(withBody)('%s: a body of another type or encoding is a 415', async (_, { method, path }) => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset="utf-7"',
    'application/jsonx',
  ];
  await expectRefused(
    [
      ...types.map((type): [string, RawRequest] => [
        type,
        { method, path: at(path), headers: ['Content-Type', type], body: '{}' },
      ]),
      ['no type', { method, path: at(path), body: '{}' }],
      ...['gzip', 'br', 'deflate, gzip', MARK].map((encoding): [string, RawRequest] => [
        encoding,
        { method, path: at(path), headers: [...JSON_TYPE, 'Content-Encoding', encoding], body: gzipSync('{}') },
      ]),
    ],
    [415],
  );
});

test.each(withBody)(
  '%s: a member of any wrong value is a 400 that names it, or a 404',
  async (_, { method, path, body = [] }) => {
    const wrong = VALUES.flatMap((value) =>
      body.map((member): [string, RawRequest] => [
        `${member}: ${value.slice(0, 60)}`,
        { method, path: at(path), headers: JSON_TYPE, body: `{"${member}": ${value}}` },
      ]),
    );
    await expectRefused(wrong, path.includes(':') ? [400, 404] : [400]);
  },
);

test.each(withBody)(
  '%s: thousands of members, or one with a name like __proto__, do no harm',
  async (_, { method, path, body = [] }) => {
    const strict = ['Prefer', 'handling=strict'];
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 7000 }, (_v, index) => [`k${index}`, 1])));
    const names = '{"__proto__":{"toNumber":1},"constructor":1,"toString":1,"hasOwnProperty":1,"valueOf":1}';
    await expectRefused(
      [many, names].flatMap(
        (text): Array<[string, RawRequest]> => [
          [text.slice(0, 40), { method, path: at(path), headers: JSON_TYPE, body: text }],
          [`strictly ${text.slice(0, 40)}`, { method, path: at(path), headers: [...JSON_TYPE, ...strict], body: text }],
        ],
      ),
      [400],
    );
    const answer = await send({ method, path: at(path), headers: [...JSON_TYPE, ...strict], body: names });
    const unknown = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    for (const name of unknown) expect(Object.entries(answer.body.issues)).toContainEqual([name, ['Unknown member']]);
    expect(body.some((name) => Object.hasOwn(answer.body.issues, name))).toBe(true);
  },
);

test.each(withQuery)(
  '%s: any parameter with any text is served, or is a 400 that names it or a 404',
  async (_, { method, path, query = {} }) => {
    for (const name of Object.keys(query)) {
      const answers = await Promise.all(
        ENCODED.map((text) => `${name}=${text}`).map(
          async (search) => [search, await send({ method, path: `${at(path)}?${search}` })] as const,
        ),
      );
      for (const [search, answer] of answers) {
        const refused = expectSane(search.slice(0, 80), answer, 'rest');
        if (!refused) continue;
        // What there is no call for cannot be said more about.
        if (path.includes(':') && answer.status === 404) continue;
        expect([search, answer.status]).toEqual([search, 400]);
        expect([search, Object.keys(answer.body.issues).length > 0]).toEqual([search, true]);
      }
    }
    await expectNothingDone();
  },
);

test.each(withQuery)(
  '%s: everything that is wrong with the query is said at once',
  async (_, { method, path, query = {} }) => {
    const names = Object.keys(query);
    const answer = await send({ method, path: `${at(path)}?${names.map((name) => `${name}=a&${name}=b`).join('&')}` });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.issues).toSorted()).toEqual(names.toSorted());
  },
);

test.each(withId)('%s: an id that is none names nothing', async (_, { method, path, body }) => {
  const ids = ENCODED.filter((text) => text !== '..%2f');
  const right = body ? { headers: JSON_TYPE, body: '{"metadata":{}}' } : {};
  await expectRefused(
    ids.map((id) => [id.slice(0, 80), { method, path: at(path, id), ...right }]),
    [404],
  );
});

test.each(routes)(
  '%s: headers that are too long, doubled or strange are refused or ignored',
  async (_, { method, path, body }) => {
    const right = { method, path: at(path), headers: body ? JSON_TYPE : [], body: body ? '[]' : undefined };
    const answers = (headers: string[], url = server.url): Promise<Answer> =>
      rawRequest(url, { ...right, headers: [...right.headers, ...headers] });
    const key = account.key;
    const twice = [
      ['X-API-Key', key, 'X-API-Key', key],
      ['Authorization', `Bearer ${key}`, 'Authorization', `Bearer ${key}`],
    ];
    for (const headers of [...twice, ['X-API-Key', `${key}\u00e9`], ['Authorization', `Basic ${MARK}`]]) {
      const answer = await answers(headers);
      expectSane(headers.join(' '), answer, 'rest');
      expect([headers, answer.status]).toEqual([headers, 401]);
    }
    expect((await answers(['X-API-Key', key, 'X-Long', 'x'.repeat(20_000)])).status).toBe(431);
    expect((await answers(['X-API-Key', key, 'Content-Length', '1', 'Content-Length', '2'])).status).toBe(400);
    expect((await answers(['X-API-Key', key, 'Bad Name', '1'])).status).toBe(400);
    const usual = (await answers(['X-API-Key', key])).status;
    for (const host of ['a^b', '[::1', '', 'a:99999999']) {
      const answer = await answers(['X-API-Key', key, 'Host', host]);
      if (answer.text) expectSane(`Host ${host}`, answer, 'rest');
      expect([host, [usual, 400].includes(answer.status)]).toEqual([host, true]);
    }
    await expectNothingDone();
  },
);

test.each([
  'http://[::1/api/v1/account',
  'http://',
  '//',
  '/%',
  '/api/v1/%',
  '*',
  `/api/v1/calls?x=${'x'.repeat(20_000)}`,
])('the target %# is no fault of ours', async (path) => {
  const { status, text } = await send({ method: 'GET', path });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('    at ');
  await expectNothingDone();
});

test('any JSON at all as a body is refused or, if it is right by chance, is no fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...withBody), fc.json({ maxDepth: 6 }), async ([, { method, path }], body) => {
      const answer = await send({ method, path: at(path), headers: JSON_TYPE, body });
      expectSane(body, answer, 'rest');
      expect([400, 404]).toContain(answer.status);
    }),
    { numRuns: 150, interruptAfterTimeLimit: 8000 },
  );
  await expectNothingDone();
});

test('who sends what is right in the same moment is served', async () => {
  const good = await createTestAccount(server.pool);
  const post = (key: string, body: string) =>
    rawRequest(server.url, { method: 'POST', path: '/api/v1/calls', headers: ['X-API-Key', key, ...JSON_TYPE], body });
  const right = () => post(good.key, JSON.stringify({ toNumber: randomPhoneNumber(), agentId: good.agentId }));
  const wrong = (value: string) =>
    post(
      good.key,
      `{"toNumber":"+14155550100","agentId":"${good.agentId}","contactData":{"a":${value}},"contactName":${value}}`,
    );
  const foreign = () => post(good.key, JSON.stringify({ toNumber: randomPhoneNumber(), agentId: account.agentId }));
  const wrongValues = VALUES.filter((value) => !value.startsWith('"') && value !== 'null' && value.length < 40_000);
  const [rights, wrongs, foreigns] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, right)),
    Promise.all(wrongValues.map(wrong)),
    Promise.all(Array.from({ length: 10 }, foreign)),
  ]);
  expect(rights.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(wrongs.map(({ status }) => status)).toEqual(Array(wrongs.length).fill(400));
  expect(foreigns.map(({ status }) => status)).toEqual(Array(10).fill(404));
  expect((await tally(server.url, good.key)).calls).toBe(20);
});
