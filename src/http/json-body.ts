import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError, badInput } from '../errors';

/** 100 kB. `rest-v1.md`, common rules. */
const MAX_BYTES = 100 * 1024;

/**
 * Reads a JSON body.
 * @throws AppError with status 415 for another media type or encoding, 413 for more than 100 kB, BAD_USER_INPUT for what is no JSON
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (ctx.request.is('json', '+json') === false || !isPlainUtf8(ctx)) {
    throw new AppError('BAD_REQUEST', 'Unsupported media type', { status: 415 });
  }
  const bytes = await readBytes(ctx);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw badInput({ _body: ['The request body must be JSON in UTF-8'] });
  }
}

/** JSON is UTF-8, whatever else its media type says. RFC 8259, section 8.1. */
function isPlainUtf8(ctx: Context): boolean {
  return /^(utf-?8)?$/i.test(ctx.request.charset) && /^(identity)?$/i.test(ctx.get('Content-Encoding'));
}

async function readBytes(ctx: Context): Promise<Buffer> {
  try {
    return await getRawBody(ctx.req, { limit: MAX_BYTES, length: ctx.request.length });
  } catch (error) {
    if ((error as { type?: unknown }).type === 'entity.too.large') {
      ctx.set('Connection', 'close');
      throw new AppError('BAD_REQUEST', 'Request body too large', { status: 413 });
    }
    throw badInput({ _body: ['The request body could not be read'] });
  }
}
