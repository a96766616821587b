import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { MetricsReaders } from '../../metrics-readers';
import { isFromHere } from '../from-here';
import type { Metrics } from './metrics';

/**
 * `GET /metrics`, for Prometheus and who speaks its language. It is not logged, and is answered while the server stops.
 * @param readers who may read them
 */
export function metricsEndpoint(metrics: Pick<Metrics, 'contentType' | 'text'>, readers: MetricsReaders): Middleware {
  return async function metricsMiddleware(ctx, next) {
    if (ctx.path !== '/metrics') return next();
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('Allow', 'GET, HEAD');
      return refuse(ctx, 405, 'Method not allowed');
    }
    if (readers.kind === 'bearer' && !presents(ctx, readers.token)) {
      ctx.set('WWW-Authenticate', 'Bearer');
      return refuse(ctx, 401, 'The bearer token of METRICS_TOKEN is needed');
    }
    if (readers.kind === 'nobody') {
      return refuse(ctx, 403, 'With a real carrier metrics are told only once METRICS_TOKEN is set');
    }
    if (readers.kind === 'this-machine' && !isFromHere(ctx)) {
      return refuse(ctx, 403, 'Only from the same machine, unless METRICS_TOKEN is set');
    }
    ctx.type = metrics.contentType;
    ctx.body = await metrics.text();
  };
}

function refuse(ctx: Context, status: number, error: string): void {
  ctx.status = status;
  ctx.body = { success: false, error };
}

const BEARER = /^Bearer +(\S+)$/i;

/** Digests are of one length, so that the comparison tells nothing. */
function presents(ctx: Context, token: string): boolean {
  const presented = BEARER.exec(ctx.get('Authorization').trim())?.[1] ?? '';
  return timingSafeEqual(digest(presented), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
