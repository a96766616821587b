import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A service that a tool uses, on both loopback addresses. */
export class Service {
  readonly received: Received[] = [];
  answer: Answer = json({ ok: true });
  private readonly servers: Server[] = [];
  port = 0;

  async start(): Promise<void> {
    this.port = await this.listen('127.0.0.1', 0);
    await this.listen('::1', this.port);
  }

  private async listen(host: string, port: number): Promise<number> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      this.received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      this.answer(response, request);
    });
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

/** Answers JSON. */
export function json(value: unknown, status = 200): Answer {
  return (response) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers text. */
export function text(body: string | Buffer, type = 'text/plain', headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(200, { 'Content-Type': type, ...headers }).end(body);
}

/** Switches protocols although nobody asked, and leaves the connection open. */
export function switching(upgrade: string): Answer {
  return ({ socket }) =>
    void socket?.write(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}Connection: Upgrade\r\n\r\nhi`);
}
