import type { RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import type { Metrics } from './metrics/metrics';
import type { RequestState } from './state';

/** Writes one line a request and counts it. The query is left out: it may hold a key. */
export function accessLog(metrics: Pick<Metrics, 'observe'>): Middleware<RequestState> {
  return async function accessLogMiddleware(ctx, next) {
    const start = performance.now();
    try {
      await next();
    } finally {
      const ms = performance.now() - start;
      ctx.state.log.info(
        {
          method: ctx.method,
          path: ctx.path,
          status: ctx.status,
          ms: Math.round(ms * 10) / 10,
          accountId: ctx.state.viewer?.accountId,
        },
        'request',
      );
      metrics.observe({ route: routeOf(ctx), method: ctx.method, status: ctx.status, seconds: ms / 1000 });
    }
  };
}

/** The route that answers, as it is written; what is none (a page, or a path that is not there) is not told apart. */
function routeOf(ctx: { state: RequestState }): string {
  return ctx.state.route ?? String((ctx as Partial<RouterContext>)._matchedRoute ?? 'other');
}
