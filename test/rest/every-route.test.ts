import { v1Routes } from '../../src/rest/v1';
import { type Answer, restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import * as guide from './fixtures/guide';

/** What a right request to each route sends and gets, on an account with one ended call. A new route needs its line. */
const RIGHT: Readonly<Record<string, { body?: (agentId: string) => object; status: number; data?: string }>> = {
  'POST /calls': { body: (agentId) => ({ toNumber: '+1234567890', agentId }), status: 200, data: 'campaign' },
  'POST /calls/preview': { body: (agentId) => ({ toNumber: '+1234567890', agentId }), status: 200, data: 'gates' },
  'GET /calls': { status: 200, data: 'calls' },
  'GET /calls/:callId': { status: 200, data: 'call' },
  'POST /calls/:callId/end': { status: 200, data: 'call' },
  'GET /calls/:callId/transcript': { status: 200, data: 'turns' },
  'GET /calls/:callId/analysis': { status: 200, data: 'keyPoints' },
  'POST /calls/:callId/analysis': { status: 409 },
  'GET /calls/:callId/recording': { status: 404 },
  'GET /calls/:callId/events': { status: 200, data: 'events' },
  'GET /events': { status: 200, data: 'events' },
  'GET /account': { status: 200, data: 'account' },
  'GET /account/usage': { status: 200, data: 'usage' },
  'GET /agents': { status: 200, data: 'agents' },
  'GET /phone-numbers': { status: 200, data: 'phoneNumbers' },
  'GET /contacts/:contactId/metadata': { status: 200, data: 'metadata' },
  'PUT /contacts/:contactId/metadata': { body: () => ({ metadata: { a: 1 } }), status: 200, data: 'metadata' },
};

let server: TestServer;
let send: (method: string, path: string, query?: string, key?: string | null) => Promise<Answer>;
beforeAll(async () => {
  server = await startTestServer();
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const placed = await rest.post('/calls', { toNumber: '+15005550010', agentId: account.agentId });
  const { id, contactId } = await rest.untilEnded(placed.body.data.call.id);
  send = (method, path, query = '', key = account.key) => {
    const body = RIGHT[`${method} ${path}`]?.body?.(account.agentId);
    const filled = path.replace(':callId', id).replace(':contactId', contactId);
    return restClient(server.url, key).send(method, filled + query, body);
  };
});
afterAll(() => server.stop());

const routes = v1Routes.map(({ method, path }) => [method, path] as const);

test('every route that there is stands in the table above, and nothing else', () => {
  expect(Object.keys(RIGHT).toSorted()).toEqual(routes.map((route) => route.join(' ')).toSorted());
});

test.each(routes)('%s %s answers a right request in the envelope', async (method, path) => {
  const { status, headers, body } = await send(method, path);
  const right = RIGHT[`${method} ${path}`];
  expect(status).toBe(right?.status);
  expect(body.success).toBe(status === 200);
  if (right?.data) expect(body.data).toHaveProperty(right.data);
  expect(headers.get('Content-Type')).toMatch(/^application\/json\b/);
  expect(headers.get('X-Request-Id')).toBeTruthy();
  expect(headers.get('RateLimit')).toBeTruthy();
  expect(headers.get('RateLimit-Policy')).toBeTruthy();
  expect(headers.get('X-Ignored-Parameters')).toBeNull();
});

test.each(routes)('%s %s needs a key', async (method, path) => {
  const { status, body } = await send(method, path, '', null);
  expect([status, body]).toEqual([401, guide.missingKey]);
  const wrong = await send(method, path, '', 'cm_wrong');
  expect([wrong.status, wrong.body]).toEqual([401, guide.invalidKey]);
});

test.each(routes)('%s %s ignores a parameter that it does not know, and says so', async (method, path) => {
  const { status, headers } = await send(method, path, '?nobodyKnowsMe=1');
  expect(status).toBe(RIGHT[`${method} ${path}`]?.status);
  expect(headers.get('X-Ignored-Parameters')).toBe('nobodyKnowsMe');
});
