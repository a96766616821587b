import net from 'node:net';
import type { Answer } from './client';

/** A request that `fetch` would not send: any bytes as the body, any headers, also twice. */
export interface RawRequest {
  method: string;
  /** From the origin on, as it stands on the wire. */
  path: string;
  /** Names and values by turns, so that a name can come twice. */
  headers?: readonly string[];
  body?: Buffer | string;
}

/** Sends a request as it is. */
export function rawRequest(url: string, { method, path, headers = [], body }: RawRequest): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const all = [...headers];
  if (!names.includes('host')) all.push('Host', host);
  if (body !== undefined && !names.includes('transfer-encoding') && !names.includes('content-length')) {
    all.push('Content-Length', String(Buffer.byteLength(body)));
  }
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks))));
    const lines = [`${method} ${path} HTTP/1.1`];
    for (let index = 0; index < all.length; index += 2) lines.push(`${all[index]}: ${all[index + 1]}`);
    lines.push('Connection: close', '', '');
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
    if (body !== undefined) socket.write(body);
  });
}

function readAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = bytes.subarray(end + 4).toString('utf8');
  const text =
    headers.get('Transfer-Encoding') === 'chunked' ? rest.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, '') : rest;
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers, body, text };
}
