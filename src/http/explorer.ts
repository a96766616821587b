import type { Middleware } from 'koa';
import { isFromHere } from './from-here';

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
