import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { Viewer } from '../context';
import { invalidKey } from '../schema/to-app-error';
import type { Authenticator } from '../services/accounts/authenticate';
import type { RequestState } from './state';

/** The header of every answer to a test key. */
export const TEST_MODE = 'X-Test-Mode';

const BEARER = /^Bearer +(\S+)$/i;

/** The query of a request. Koa's own `URL` is none when the Host header is not one. */
export function parametersOf(ctx: Context & { state: Partial<RequestState> }): URLSearchParams {
  ctx.state.parameters ??= new URLSearchParams(ctx.querystring);
  return ctx.state.parameters;
}

/** The key of a request, as {@link keyOf} finds it. */
export function presentedKey(ctx: Context): string | null {
  return keyOf(ctx.req, parametersOf(ctx));
}

/**
 * The key of a request: `X-API-Key`, else a bearer token, else `?api_key=`; null when there is none. Several in one place
 * are together no key, whoever reads which: Node joins an `X-API-Key` that repeats, and would take the first of the rest.
 */
export function keyOf(request: IncomingMessage, parameters: URLSearchParams): string | null {
  const header = [request.headers['x-api-key'] ?? ''].flat().join(', ').trim();
  return header || bearerOf(request) || parameters.getAll('api_key').join(', ') || null;
}

function bearerOf({ headersDistinct }: IncomingMessage): string | undefined {
  const authorization = headersDistinct.authorization?.join(', ') ?? '';
  return BEARER.exec(authorization.trim())?.[1];
}

/**
 * Finds out who makes a request; null without a key.
 * @throws AppError UNAUTHENTICATED for a key that is malformed, unknown, revoked or expired; FORBIDDEN for a test key where
 *   test mode is switched off
 */
export async function findViewer(ctx: Context, authenticator: Authenticator): Promise<Viewer | null> {
  const key = presentedKey(ctx);
  if (key === null) return null;
  const viewer = await authenticator.authenticate(key);
  if (!viewer) throw invalidKey();
  if (viewer.testMode) ctx.set(TEST_MODE, 'true');
  authenticator.assertServed(viewer);
  return viewer;
}
