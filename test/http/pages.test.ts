import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../support/server';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Raw {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** A request with the very headers that are given: fetch would add some and undo compression. */
function ask(path: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = http.request(server.url + path, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    request.once('error', reject).end();
  });
}

/** Addresses of the page's own files. */
async function assetsOf(path: string): Promise<string[]> {
  const { body } = await ask(path, { accept: BROWSER });
  return [...String(body).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
}

test('/ is a page for browsers and data for everybody else', async () => {
  const page = await ask('/', { accept: BROWSER });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers.vary).toContain('Accept');
  expect(String(page.body)).toMatch(/^<!doctype html>/);
  for (const accept of ['*/*', 'application/json', undefined]) {
    const { headers, body } = await ask('/', accept ? { accept } : {});
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers.vary).toContain('Accept');
    expect(JSON.parse(String(body))).toMatchObject({ name: 'Call Manager', graphql: '/graphql' });
  }
});

test('/graphql is a page for browsers that ask for nothing in particular', async () => {
  const page = await ask('/graphql', { accept: BROWSER });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toContain("worker-src 'self'");
  const query = encodeURIComponent('{ __typename }');
  const asked = await ask(`/graphql?query=${query}`, { accept: BROWSER });
  expect(JSON.parse(String(asked.body))).toEqual({ data: { __typename: 'Query' } });
  for (const accept of ['*/*', 'application/json', 'application/graphql-response+json, text/html;q=0.9']) {
    const { status, headers } = await ask('/graphql', { accept });
    expect([status, headers['content-type']]).toEqual([400, expect.stringContaining('json')]);
  }
});

test('a page may load nothing of another origin, be framed by nobody, and tells nobody where it was', async () => {
  const { headers } = await ask('/', { accept: BROWSER });
  const policy = String(headers['content-security-policy']);
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
  });
});

test('the console may also play what it has fetched with a key', async () => {
  const { status, headers } = await ask('/console', { accept: BROWSER });
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers['content-security-policy']).toContain('; media-src blob:');
  expect(headers['content-security-policy']).not.toContain('unsafe');
});

test('a page is asked about each time, and not sent again when it is the same', async () => {
  const first = await ask('/', { accept: BROWSER });
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await ask('/', { accept: BROWSER, 'if-none-match': first.headers.etag });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  const changed = await ask('/', { accept: BROWSER, 'if-none-match': '"another"' });
  expect(changed.status).toBe(200);
});

test('files of a page are kept for ever, and come in the encoding that a client takes', async () => {
  const assets = await assetsOf('/');
  expect(assets.length).toBeGreaterThan(1);
  for (const asset of assets) {
    const plain = await ask(asset);
    expect(plain.status).toBe(200);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.vary).toContain('Accept-Encoding');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const brotli = await ask(asset, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    const gzip = await ask(asset, { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(new Set([plain, brotli, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
  }
});

test.each([
  '/assets',
  '/assets/',
  '/assets/manifest.json',
  '/manifest.json',
  '/assets/../manifest.json',
  '/landing.html',
])('nothing else of the build can be had: %s', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test('HEAD answers as GET, and other methods are not for pages', async () => {
  const head = await ask('/', { accept: BROWSER }, 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
  expect(head.headers['content-security-policy']).toBeDefined();
  const [asset = ''] = await assetsOf('/');
  expect((await ask(asset, {}, 'POST')).status).toBe(404);
});

test('/favicon.svg and /schema.graphql', async () => {
  expect((await ask('/favicon.svg')).headers['content-type']).toBe('image/svg+xml; charset=utf-8');
  const { headers, body } = await ask('/schema.graphql');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(String(body)).toContain('type Mutation {');
});
