import type { Context } from 'koa';
import { AppError } from '../errors';

/** What every endpoint can answer. */
export const JSON_TYPE = 'application/json';
/** All that we send; who asks for it by name must find it. */
const CHARSET = '; charset=utf-8';

/**
 * Which of JSON and some other media types the client likes best; of several, the first. RFC 9110, section 12.5.1.
 * @throws AppError with status 406 when it takes none of them
 */
export function preferredType(ctx: Context, others: readonly string[]): string {
  const types = [JSON_TYPE, ...others];
  ctx.vary('Accept');
  const accepted = ctx.accepts(...types.map((type) => type + CHARSET));
  if (accepted) return String(accepted).slice(0, -CHARSET.length);
  throw new AppError('BAD_REQUEST', `Not acceptable: there is ${types.join(', ')}`, { status: 406 });
}
