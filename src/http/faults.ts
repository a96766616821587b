import type { Middleware } from 'koa';
import { toAppError } from '../schema/to-app-error';
import type { RequestState } from './state';

interface HttpError {
  status: number;
  expose: boolean;
  message: string;
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'expose' in error && error.expose === true;
}

/** The last net: what no door has answered becomes a plain answer, and a fault is logged and not told. */
export function faults(): Middleware<RequestState> {
  return async function faultsMiddleware(ctx, next) {
    try {
      await next();
    } catch (error) {
      const refusal = toAppError(error);
      if (refusal) {
        ctx.status = refusal.status;
        ctx.body = { error: refusal.message };
      } else if (isHttpError(error)) {
        ctx.status = error.status;
        ctx.body = { error: error.message };
      } else {
        ctx.state.log.error({ error }, 'a request failed');
        ctx.status = 500;
        ctx.body = { error: 'Internal server error', requestId: ctx.state.requestId };
      }
    }
  };
}
