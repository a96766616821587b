import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer } from '../support/server';
import { until } from '../support/until';

/** The carrier dials this number and never replies: only a callback tells, so the request takes a while. */
const SLOW = '+15005550022';

test('a request under way is answered before the server stops, and no other is taken', async () => {
  const server = await startTestServer();
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const slow = rest.post('/calls', { toNumber: SLOW, agentId: account.agentId });
  await until(async () => {
    const { rowCount } = await server.pool.query('select 1 from calls where account_id = $1', [account.accountId]);
    return rowCount === 1;
  }, 'the call to be written');

  const stopped = server.stop();
  const readiness = await fetch(`${server.url}/readyz`);
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toMatchObject({ draining: true, database: true });
  const refused = await rest.get('/account');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('Retry-After')).toBe('1');
  expect(refused.headers.get('Connection')).toBe('close');
  expect(refused.body).toEqual({
    success: false,
    error: 'Service unavailable',
    message: 'The server is stopping. Try again.',
  });

  const answered = await slow;
  expect([answered.status, answered.headers.get('Connection')]).toEqual([200, 'close']);
  await stopped;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

test('what the carrier has not replied to is broken off when the server stops', async () => {
  const mute = http.createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const baseUrl = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const provider = { kind: 'twilio' as const, accountSid: `AC${'0'.repeat(32)}`, authToken: 'nobody-knows', baseUrl };
  const server = await startTestServer({ config: { provider, shutdownSeconds: 1 } });
  const account = await createTestAccount(server.pool);
  const asked = once(mute, 'request') as Promise<[http.IncomingMessage, http.ServerResponse]>;
  const placing = restClient(server.url, account.key)
    .post('/calls', { toNumber: '+14155550100', agentId: account.agentId })
    .catch(() => undefined);
  const [, reply] = await asked;
  const brokenOff = once(reply, 'close').then(() => true);

  await server.running.stop();
  expect(await Promise.race([brokenOff, sleep(1000, false, { ref: false })])).toBe(true);
  await placing;
  await server.stop();
  mute.close();
});
