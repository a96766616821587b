import type { Context } from 'koa';

const LOOPBACK_ADDRESS = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
/** A proxy that adds one of these speaks for somebody else. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request comes from this machine and, if a page makes it, from one of ours. The Host header has to name this
 * machine too: a page of another site whose name was made to resolve to us sends that name.
 */
export function isFromHere({ req }: Context): boolean {
  const { headers, socket, httpVersion } = req;
  const site = headers['sec-fetch-site'] ?? 'none';
  const { origin = `http://${headers.host}` } = headers;
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    (site === 'none' || site === 'same-origin') &&
    // What browsers say that do not say the former.
    origin === `http://${headers.host}` &&
    // What a reverse proxy speaks when it is told nothing else.
    httpVersion !== '1.0' &&
    !FORWARDED.some((name) => name in headers)
  );
}
