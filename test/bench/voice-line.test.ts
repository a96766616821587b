import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { Line, LONGEST_TALK } from '../../bench/voice/line';
import { until } from '../support/until';

const TALK_MS = 100;

test('a line that is closed while the next call is being connected goes on with nothing', async () => {
  const waiting: Array<(take: boolean) => void> = [];
  const verifyClient = (_: unknown, decide: (take: boolean) => void) => waiting.push(decide);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, verifyClient });
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const calls = ['1', '2', '3'].map((callId) => ({ callId, sid: `CA${callId}`, url }));
  const line = new Line(calls, 'a token', TALK_MS);
  const asked = (count: number) => until(async () => waiting[count - 1], `call ${count}`);

  try {
    const open = line.open();
    (await asked(1))(true);
    await open;
    line.talk();
    const takeSecond = await asked(2);
    line.close();
    takeSecond(true);
    await until(
      async () => sockets.length === 2 && sockets.every(({ readyState }) => readyState > 1),
      'both to hang up',
    );
    await sleep(2 * LONGEST_TALK * TALK_MS);
    expect(waiting.length).toBe(2);
    expect(line.watch.missed).toBe(0);
  } finally {
    line.close();
    for (const socket of sockets) socket.terminate();
    server.close();
  }
});
