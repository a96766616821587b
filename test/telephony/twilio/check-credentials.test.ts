import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkCredentials } from '../../../src/telephony/twilio/check-credentials';

const accountSid = `AC${'1'.repeat(32)}`;
const authToken = 'a-token';

/** A Twilio that knows one account. */
let answer: { status: number; body: object };
const requests: Array<{ method?: string; url?: string; authorization?: string }> = [];
const twilio = http.createServer((request, response) => {
  const { authorization } = request.headers;
  requests.push({ method: request.method, url: request.url, authorization });
  const right = authorization === `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const { status, body } = right ? answer : { status: 401, body: { code: 20003, message: 'Authenticate' } };
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
});
let baseUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => twilio.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`;
});
afterAll(async () => {
  twilio.closeAllConnections();
  await new Promise((resolve) => twilio.close(resolve));
});

test('right credentials are found by one authenticated look at the account', async () => {
  answer = { status: 200, body: { sid: accountSid, status: 'active', type: 'Full' } };
  expect(await checkCredentials({ accountSid, authToken, baseUrl })).toEqual({
    usable: true,
    finding: `Twilio knows the account ${accountSid} by these credentials`,
  });
  expect(requests).toEqual([
    { method: 'GET', url: `/2010-04-01/Accounts/${accountSid}.json`, authorization: expect.stringMatching(/^Basic /) },
  ]);
});

test('a trial account is told to call verified numbers only', async () => {
  answer = { status: 200, body: { sid: accountSid, status: 'active', type: 'Trial' } };
  const { usable, finding } = await checkCredentials({ accountSid, authToken, baseUrl });
  expect(usable).toBe(true);
  expect(finding).toContain('verified numbers only');
});

test.each(['suspended', 'closed'])('an account that is %s cannot be used', async (status) => {
  answer = { status: 200, body: { sid: accountSid, status, type: 'Full' } };
  expect(await checkCredentials({ accountSid, authToken, baseUrl })).toEqual({
    usable: false,
    finding: expect.stringContaining(`is ${status}`),
  });
});

test('wrong credentials are refused, and the token is not repeated', async () => {
  const { usable, finding } = await checkCredentials({ accountSid, authToken: 'another-token', baseUrl });
  expect(usable).toBe(false);
  expect(finding).toMatch(/^Twilio refuses the credentials; copy /);
  expect(finding).not.toContain('another-token');
});

test('a provider that is broken or away is told apart from wrong credentials', async () => {
  answer = { status: 503, body: { code: 20503, message: 'Service unavailable' } };
  const broken = await checkCredentials({ accountSid, authToken, baseUrl });
  expect(broken).toEqual({
    usable: false,
    finding: expect.stringMatching(/^Twilio answered with status 503 \(20503\)/),
  });
  const away = await checkCredentials({ accountSid, authToken, baseUrl: 'http://127.0.0.1:1' });
  expect(away).toEqual({ usable: false, finding: expect.stringMatching(/^Twilio cannot be reached \(ECONNREFUSED\)/) });
});
