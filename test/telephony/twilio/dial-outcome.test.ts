import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { TwilioTelephony } from '../../../src/telephony/twilio/adapter';
import { newSid } from '../../support/scripted-carrier';

/** What the wire does with the requests for one number, one after the other; the last one for ever. */
type Fate = (response: http.ServerResponse) => unknown;

const fates = new Map<string, Fate[]>();
const asked: string[] = [];
let server: http.Server;
let url: string;
beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const to = new URLSearchParams(Buffer.concat(chunks).toString()).get('To') ?? '';
    asked.push(to);
    const left = fates.get(to) ?? [];
    (left.length > 1 ? left.shift() : left[0])?.(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
});

const credentials = (baseUrl: string) => ({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'token', baseUrl });
const order = (toNumber: string) => ({
  accountId: 'account',
  callId: 'call',
  toNumber,
  fromNumber: '+14155550000',
  maxDurationSeconds: 60,
  machineDetection: 'off' as const,
  record: false,
});
const dial = (toNumber: string, baseUrl = url) =>
  new TwilioTelephony(credentials(baseUrl), 'http://127.0.0.1').dial(order(toNumber));

let numbers = 0;
async function dialAt(...wire: Fate[]) {
  numbers += 1;
  const toNumber = `+1415555${String(numbers).padStart(4, '0')}`;
  fates.set(toNumber, wire);
  const outcome = await dial(toNumber);
  return { outcome, requests: asked.filter((number) => number === toNumber).length };
}

const json =
  (status: number, body: unknown): Fate =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
const page =
  (status: number): Fate =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>Sorry</html>');
  };
const error = (status: number, code: number, message = 'Words of the provider') =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
const sid = newSid();
const created = json(201, { sid, status: 'queued' });
const busy = error(429, 20429);

const accepted = { kind: 'accepted', sid };
const refused = (reason: string, message = 'Words of the provider') => ({ kind: 'refused', reason, message });
const unknown = (words = 'did not give a usable answer') => ({
  kind: 'unknown',
  message: `The telephony provider ${words}`,
});

test.concurrent.each<[string, Fate[], object, number]>([
  ['a success', [created], accepted, 1],
  ['429, which was not processed, and then a success', [busy, busy, created], accepted, 3],
  ['429 without end', [busy], refused('PROVIDER_ERROR'), 4],
  ['429 in HTML, and then a success', [page(429), created], accepted, 2],
  ['a code for a number that is none', [error(400, 21211)], refused('INVALID_NUMBER'), 1],
  ['a code for a number out of reach', [error(400, 21214)], refused('UNREACHABLE'), 1],
  ['a code for a country that is off', [error(400, 21215)], refused('NOT_PERMITTED'), 1],
  ['a code that we do not know', [error(400, 29999)], refused('PROVIDER_ERROR'), 1],
  ['wrong credentials', [error(401, 20003)], refused('PROVIDER_ERROR'), 1],
  [
    'a refusal as in RFC 9457',
    [json(400, { type: 'about:blank', title: 'Invalid To', status: 400, code: 21211 })],
    refused('INVALID_NUMBER', expect.any(String) as unknown as string),
    1,
  ],
  ['403 by somebody on the way', [page(403)], unknown('failed (HTTP 403)'), 1],
  ['400 in JSON that is not Twilio’s', [json(400, { oops: true })], unknown('failed (HTTP 400)'), 1],
  ['408, with a code even', [error(408, 20408)], unknown('failed (HTTP 408)'), 1],
  ['500', [error(500, 20500)], unknown('failed (HTTP 500)'), 1],
  ['503', [error(503, 20503)], unknown('failed (HTTP 503)'), 1],
  ['502 in HTML', [page(502)], unknown('failed (HTTP 502)'), 1],
  ['500 after a 429', [busy, error(500, 20500)], unknown('failed (HTTP 500)'), 2],
  ['a redirect', [(response) => response.writeHead(302, { Location: '/' }).end()], unknown('failed (HTTP 302)'), 1],
  ['a reset after the request was read', [(response) => response.destroy()], unknown(), 1],
  ['a reset after a 429', [busy, (response) => response.destroy()], unknown(), 2],
  [
    'a success that stops half-way',
    [
      (response) => {
        response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': '500' });
        response.write(`{"sid": "${sid}", `, () => response.destroy());
      },
    ],
    unknown(),
    1,
  ],
  ['a success with half of its JSON', [(response) => response.writeHead(201).end('{"sid": "CA')], unknown(), 1],
  ['a success in HTML', [page(201)], unknown(), 1],
  ['a success without a call', [json(201, {})], { kind: 'unknown', message: expect.any(String) }, 1],
  ['a success that names no call id', [json(201, { sid: 'garbage' })], { kind: 'unknown' }, 1],
  ['silence', [() => undefined], { kind: 'unknown' }, 1],
])(
  '%s',
  async (_name, wire, outcome, requests) => {
    expect(await dialAt(...wire)).toMatchObject({ outcome, requests });
  },
  15_000,
);

const NEVER_SENT = refused('PROVIDER_ERROR', 'The telephony provider cannot be reached');

test('a connection that is refused', async () => {
  const gone = http.createServer();
  gone.listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  expect(await dial('+14155559998', `http://127.0.0.1:${port}`)).toEqual(NEVER_SENT);
  // Both addresses of the name are tried.
  expect(await dial('+14155559998', `http://localhost:${port}`)).toEqual(NEVER_SENT);
});

test('a host that does not exist', async () => {
  // No name may be so long, so nobody needs to be asked; in a process of its own, because here nothing but loopback is reached.
  const script = `const { TwilioTelephony } = require('./dist/telephony/twilio/adapter');
    new TwilioTelephony(${JSON.stringify(credentials(`http://${'a'.repeat(64)}.invalid`))}, 'http://127.0.0.1')
      .dial(${JSON.stringify(order('+14155559999'))}).then((outcome) => console.log(JSON.stringify(outcome)));`;
  const root = path.join(__dirname, '../../..');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: root, timeout: 15_000 });
  expect(JSON.parse(stdout)).toEqual(NEVER_SENT);
});

test('what is broken off because the server stops may have dialled', async () => {
  const toNumber = '+14155559997';
  fates.set(toNumber, [() => undefined]);
  const telephony = new TwilioTelephony(credentials(url), 'http://127.0.0.1');
  const outcome = telephony.dial(order(toNumber));
  while (!asked.includes(toNumber)) await new Promise(setImmediate);
  telephony.close();
  expect(await outcome).toEqual(unknown());
});
