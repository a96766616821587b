import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { stamp } from './stamp';

/**
 * A language model whose first token comes after a fixed time, and the rest at a talker's pace. The first token tells when
 * the request was there and when the token left, so that what this process takes is not counted as the server's. A WebSocket gets
 * the same token for each message: the path of an answer with nothing of the server in it.
 */
const FIRST_TOKEN_MS = Number(process.argv[2]);
const WORDS = 'I have noted that for you and there is nothing else to do.'.split(' ');
/** On average; they vary, so that streams do not fall into step. */
const BETWEEN_MS = 20;

const server = http.createServer((request, response) => {
  const arrived = process.hrtime.bigint();
  request.resume();
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  setTimeout(() => {
    send(response, stamp(arrived, process.hrtime.bigint()));
    let index = 0;
    let timer: NodeJS.Timeout;
    const next = () => {
      const word = WORDS[index++];
      if (word === undefined) {
        response.write(`data: ${chunk({}, 'stop')}\n\n`);
        response.end('data: [DONE]\n\n');
        return;
      }
      send(response, `${word} `);
      timer = setTimeout(next, 2 * Math.random() * BETWEEN_MS);
    };
    next();
    response.once('close', () => clearTimeout(timer));
  }, FIRST_TOKEN_MS);
});

function send(response: http.ServerResponse, content: string): void {
  response.write(`data: ${chunk({ content }, null)}\n\n`);
}

function chunk(delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return JSON.stringify({ id: 'bench', object: 'chat.completion.chunk', created: 0, model: 'bench', choices });
}

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', () => {
    const arrived = process.hrtime.bigint();
    setTimeout(() => socket.send(stamp(arrived, process.hrtime.bigint())), FIRST_TOKEN_MS);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => process.exit(0));
