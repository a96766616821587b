import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpFetch } from '../../../src/conversation/model/http-fetch';

const servers: Server[] = [];

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const fetchOnce = httpFetch();

// What nobody listens to would end the process, and with it this test file.
test('an answer that has come whole and is not read yet can be given up', async () => {
  const url = await listen((_request, response) => response.end('whole'));
  for (let round = 0; round < 10; round++) {
    const giveUp = new AbortController();
    const { body } = await fetchOnce(url, { signal: giveUp.signal });
    await sleep(5);
    giveUp.abort();
    await expect(read(body)).rejects.toThrow('aborted');
    await sleep(5);
  }
});

test('an answer can be given up while it comes', async () => {
  const url = await listen((_request, response) => response.write('a part'));
  const giveUp = new AbortController();
  const { body } = await fetchOnce(url, { signal: giveUp.signal });
  const whole = read(body);
  giveUp.abort();
  await expect(whole).rejects.toThrow('aborted');
});

test('a request can be given up before it is answered, and before it is sent', async () => {
  const url = await listen(() => {});
  const giveUp = new AbortController();
  const answer = fetchOnce(url, { signal: giveUp.signal });
  await sleep(5);
  giveUp.abort();
  await expect(answer).rejects.toThrow('aborted');
  await expect(fetchOnce(url, { signal: giveUp.signal })).rejects.toThrow('aborted');
});

test('a signal outlives what was read to its end, and its connection serves the next request', async () => {
  const ports: unknown[] = [];
  const url = await listen((request, response) => {
    ports.push(request.socket.remotePort);
    response.end('whole');
  });
  const later = new AbortController();
  for (let round = 0; round < 3; round++) {
    const { body } = await fetchOnce(url, { signal: later.signal });
    expect(await read(body)).toBe('whole');
  }
  later.abort();
  await sleep(5);
  expect(new Set(ports).size).toBe(1);
});

async function read(body: unknown): Promise<string> {
  let text = '';
  for await (const piece of body as AsyncIterable<Buffer>) text += piece;
  return text;
}
