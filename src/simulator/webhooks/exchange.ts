import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import type { Exchange, HttpMethod } from './webhook';

/** Twilio reads no more of an answer than this, in bytes (error 11750). */
const BODY_LIMIT = 64 * 1024;

/** Every request has a connection of its own, as Twilio's come from many machines. */
const AGENTS: Readonly<Record<string, Agent>> = {
  'http:': new Agent({ keepAlive: false }),
  'https:': new SecureAgent({ keepAlive: false }),
};

/** One HTTP request, ready to go. Times in real milliseconds. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** Makes one request on a connection of its own. Rejects only when its signal is aborted; all else is an outcome. */
export function exchange(outgoing: OutgoingRequest): Promise<Exchange> {
  const { url, method, headers, body, signal } = outgoing;
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (reason: string): void => {
      finish({ outcome: connected ? 'read-failure' : 'connect-failure', reason });
    };
    const finish = (result: Exchange): void => {
      clearTimeout(timer);
      if (signal.aborted) reject(signal.reason);
      else resolve(result);
    };
    let timer = setTimeout(() => abandon('no connection in time'), outgoing.connectTimeoutMs);
    const abandon = (reason: string): void => {
      fail(reason);
      request.destroy();
    };

    const request = open(url, { method, headers, agent: AGENTS[url.protocol], signal });
    request.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
        clearTimeout(timer);
        timer = setTimeout(() => abandon('no answer in time'), outgoing.readTimeoutMs);
      });
    });
    request.once('response', (response) => readAnswer(response, finish, fail));
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    request.end(body);
  });
}

function open(url: URL, options: RequestOptions): ClientRequest {
  return url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
}

function readAnswer(
  response: IncomingMessage,
  finish: (result: Exchange) => void,
  fail: (reason: string) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = (truncated: boolean): void => {
    finish({
      outcome: 'answered',
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      location: response.headers.location,
      body: Buffer.concat(chunks).toString('utf8'),
      truncated,
    });
  };
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= BODY_LIMIT) return;
    answer(true);
    response.destroy();
  });
  response.once('end', () => answer(false));
  response.once('error', (error) => fail(error.message));
}
