import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { RequestState } from './state';

const SANE = /^[\w.:-]{1,128}$/;

/** Names every request, by the caller's own name if that is sane, and gives it a log that says the name. */
export function requestId(log: Logger): Middleware<RequestState> {
  return async function requestIdMiddleware(ctx, next) {
    const given = ctx.get('X-Request-Id');
    ctx.state.requestId = SANE.test(given) ? given : randomUUID();
    ctx.state.viewer = null;
    ctx.state.log = log.child({ requestId: ctx.state.requestId });
    ctx.set('X-Request-Id', ctx.state.requestId);
    await next();
  };
}
