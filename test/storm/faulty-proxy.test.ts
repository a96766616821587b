import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until';
import { FaultyProxy } from './parties/faulty-proxy';

const REPLY = 'a reply of some length';
let server: http.Server;
let proxy: FaultyProxy;
let requests = 0;
beforeAll(async () => {
  server = http.createServer((_request, response) => {
    requests += 1;
    response.end(REPLY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const nobody = { host: '127.0.0.1', port: 1 };
  proxy = await FaultyProxy.listen(() => [nobody, { host: '127.0.0.1', port }]);
});
afterEach(() => {
  proxy.heal();
  requests = 0;
});
afterAll(async () => {
  await proxy.close();
  server.close();
});

/** On a connection of its own. */
const ask = async () => (await fetch(proxy.url, { headers: { Connection: 'close' } })).text();

/** Whether something has not come to an end after a while. */
const isPending = (work: Promise<unknown>) =>
  Promise.race([work.then(() => false).catch(() => false), sleep(200).then(() => true)]);

test('passes everything on, past those who do not answer', async () => {
  expect(await Promise.all(Array.from({ length: 10 }, ask))).toEqual(Array(10).fill(REPLY));
});

test('is late', async () => {
  proxy.begin({ kind: 'latency', ms: 100 });
  const began = performance.now();
  expect(await ask()).toBe(REPLY);
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('stalls until it is over, and then passes on what waited', async () => {
  proxy.begin({ kind: 'stall' });
  const asked = ask();
  expect([await isPending(asked), requests]).toEqual([true, 0]);
  proxy.heal();
  expect(await asked).toBe(REPLY);
});

test('breaks off in the middle of a reply, after the request has arrived', async () => {
  proxy.begin({ kind: 'reset' });
  await expect(ask()).rejects.toThrow();
  expect(requests).toBe(1);
});

test('swallows a request, and breaks off when it is over', async () => {
  proxy.begin({ kind: 'black-hole' });
  const asked = ask();
  expect([await isPending(asked), requests]).toEqual([true, 0]);
  proxy.heal();
  await expect(asked).rejects.toThrow();
  expect(await ask()).toBe(REPLY);
});

test('swallows a reply to a request that has arrived', async () => {
  proxy.begin({ kind: 'lost-reply' });
  const asked = ask();
  asked.catch(() => undefined);
  await until(async () => requests === 1, 'the request to arrive');
  expect(await isPending(asked)).toBe(true);
  proxy.heal();
  await expect(asked).rejects.toThrow();
});
