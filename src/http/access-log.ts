import type { Middleware } from 'koa';
import type { RequestState } from './state';

/** Writes one line a request. The query is left out: it may hold a key. */
export function accessLog(): Middleware<RequestState> {
  return async function accessLogMiddleware(ctx, next) {
    const start = performance.now();
    try {
      await next();
    } finally {
      ctx.state.log.info(
        {
          method: ctx.method,
          path: ctx.path,
          status: ctx.status,
          ms: Math.round((performance.now() - start) * 10) / 10,
          accountId: ctx.state.viewer?.accountId,
        },
        'request',
      );
    }
  };
}
