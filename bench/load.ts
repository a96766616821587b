import net from 'node:net';

/** What a load came to. */
export interface LoadResult {
  requestsPerSecond: number;
  /** Milliseconds, one a request. */
  latencies: number[];
}

/** A request as it goes over the wire. */
export type MakeRequest = () => string;

export const CONNECTIONS = 32;

/** How much a server is asked. */
export interface LoadOptions {
  /** So long at most. */
  seconds: number;
  /** What it has to answer. */
  status: number;
  signal: AbortSignal;
  connections?: number;
  /** So many requests at most. */
  requests?: number;
}

/** Writes a request with a key and, if there is one, a JSON body. */
export function httpRequest(method: string, path: string, key: string, body?: string): string {
  const entity =
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: ${key}\r\n${entity}\r\n${body ?? ''}`;
}

/**
 * Puts a server on loopback under load over connections that are kept, each with one request at a time.
 * A client of our own on bare sockets: it leaves more of the machine to the servers than Node's own does.
 * @throws Error when an answer has another status than expected, or none comes
 */
export async function load(
  url: string,
  make: MakeRequest,
  { seconds, status, signal, connections = CONNECTIONS, requests = Number.POSITIVE_INFINITY }: LoadOptions,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const port = Number(new URL(url).port);
  let left = requests;
  const next = () => (left-- > 0 && performance.now() < end ? make() : null);
  await Promise.all(Array.from({ length: connections }, () => connection(port, next, status, latencies, signal)));
  return { requestsPerSecond: latencies.length / ((performance.now() - start) / 1000), latencies };
}

const STALLED_MS = 15_000;

function connection(
  port: number,
  next: () => string | null,
  status: number,
  latencies: number[],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (error?: Error) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    const abort = () => finish(new Error('interrupted'));
    signal.addEventListener('abort', abort);
    if (signal.aborted) return abort();
    let sentAt = 0;
    let chunks: Buffer[] = [];
    const send = () => {
      const request = next();
      if (request === null) return finish();
      sentAt = performance.now();
      socket.write(request);
    };
    socket.setTimeout(STALLED_MS, () => finish(new Error('the server does not answer')));
    socket.on('error', finish);
    socket.on('close', () => finish(new Error('the server closed a connection')));
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const received = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      const answer = readAnswer(received);
      if (!answer) return;
      chunks = [];
      latencies.push(performance.now() - sentAt);
      if (answer.status === status) send();
      else finish(new Error(`the server answered ${answer.status}: ${answer.body()}`));
    });
  });
}

/** A whole answer; null as long as some of it is missing. */
export function readAnswer(received: Buffer): { status: number; body: () => string } | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = received.toString('latin1', 0, headEnd);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error('an answer has no length');
  if (received.length < headEnd + 4 + length) return null;
  const status = Number(head.slice(9, 12));
  return { status, body: () => received.toString('utf8', headEnd + 4) };
}
