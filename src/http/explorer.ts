import type { Context, Middleware } from 'koa';

/** What pages and explorers are told about a server. */
export interface ExplorerFacts {
  version: string;
  /** Whether no phone rings, whatever the key: all calls are carried by the simulated carrier. */
  simulated: boolean;
  /** An account to try things with; null where there is none. */
  demo: { apiKey: string; agentId: string; fromNumberId: string } | null;
  /** Numbers that always do the same with the simulated carrier; none where no key's calls go to it. */
  magicNumbers: ReadonlyArray<{ number: string; what: string }>;
}

/** `GET /explorer.json`: what a page has to know. The demo's key is for people at this machine. */
export function explorer({ version, simulated, demo, magicNumbers }: ExplorerFacts): Middleware {
  return async function explorerMiddleware(ctx, next) {
    if (ctx.path !== '/explorer.json' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.body = {
      version,
      simulated,
      graphqlUrl: '/graphql',
      restUrl: '/api/v1',
      demo: demo && isFromHere(ctx) ? demo : null,
      magicNumbers,
    };
  };
}

const LOOPBACK_ADDRESS = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
/** A proxy that adds one of these speaks for somebody else. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request comes from this machine and, if a page makes it, from one of ours. The Host header has to name this
 * machine too: a page of another site whose name was made to resolve to us sends that name.
 */
function isFromHere({ req }: Context): boolean {
  const { headers, socket, httpVersion } = req;
  const site = headers['sec-fetch-site'] ?? 'none';
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    (site === 'none' || site === 'same-origin') &&
    // What a reverse proxy speaks when it is told nothing else.
    httpVersion !== '1.0' &&
    !FORWARDED.some((name) => name in headers)
  );
}
