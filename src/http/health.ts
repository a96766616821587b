import type { Middleware } from 'koa';
import type { Pool } from 'pg';
import type { Traffic } from './traffic';

/** How long the database may take to answer before the server counts as not ready, in milliseconds. */
const PATIENCE_MS = 1500;

/** `/healthz`: the process lives. `/readyz`: it can do its work. Neither needs a key, is limited or is logged. */
export function health(pool: Pool, traffic: Traffic): Middleware {
  return async function healthMiddleware(ctx, next) {
    if (ctx.path === '/healthz') {
      ctx.body = { status: 'ok' };
    } else if (ctx.path === '/readyz') {
      const database = await isAnswering(pool);
      const ready = database && !traffic.draining;
      ctx.status = ready ? 200 : 503;
      ctx.body = { status: ready ? 'ready' : 'not ready', database, draining: traffic.draining };
    } else {
      await next();
    }
  };
}

async function isAnswering(pool: Pool): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref());
  return Promise.race([
    pool
      .query('select 1')
      .then(() => true)
      .catch(() => false),
    timeout,
  ]);
}
