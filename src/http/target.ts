import type { Middleware } from 'koa';

/** Refuses a request target that is no URL, before anybody asks for its path: Koa cannot read that and would say 500. */
export function readableTarget(): Middleware {
  return async function readableTargetMiddleware(ctx, next) {
    if (isReadable(() => ctx.path)) return next();
    ctx.status = 400;
    ctx.body = { success: false, error: 'Bad request' };
  };
}

function isReadable(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch {
    return false;
  }
}
