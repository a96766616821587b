import type { Middleware } from 'koa';
import type { Pool } from 'pg';
import type { Load, Traffic } from './traffic';

/** How long the database may take to answer before the server counts as not ready, in milliseconds. */
const PATIENCE_MS = 1500;

interface Asked {
  pool: Pool;
  database: Load['database'];
}

/** `/healthz`: the process lives. `/readyz`: it can do its work. Neither needs a key, is limited or is logged. */
export function health({ pool, database }: Asked, traffic: Traffic): Middleware {
  return async function healthMiddleware(ctx, next) {
    if (ctx.path === '/healthz') {
      ctx.body = { status: 'ok' };
    } else if (ctx.path === '/readyz') {
      const answers = database.answering && (await isAnswering(pool));
      const ready = answers && !traffic.draining;
      ctx.status = ready ? 200 : 503;
      ctx.body = { status: ready ? 'ready' : 'not ready', database: answers, draining: traffic.draining };
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
