import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError, badInput } from '../errors';
import type { RequestState } from './state';
import type { UnfinishedBodies } from './unfinished-bodies';

type BodyContext = Context & { state: RequestState };

/** 100 kB. `rest-v1.md`, common rules. */
const MAX_BYTES = 100 * 1024;

/**
 * Reads a JSON body.
 * @throws AppError with status 415 for another media type or encoding, 413 for more than 100 kB, 408 for what does not arrive in
 *   time, BAD_USER_INPUT for what is no JSON
 */
export async function readJson(ctx: BodyContext, unfinished: UnfinishedBodies): Promise<unknown> {
  if (ctx.request.is('json', '+json') === false || !isPlainUtf8(ctx)) {
    throw new AppError('BAD_REQUEST', 'Unsupported media type', { status: 415 });
  }
  const bytes = await readBytes(ctx, unfinished);
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

async function readBytes(ctx: BodyContext, unfinished: UnfinishedBodies): Promise<Buffer> {
  try {
    // Most bodies have come with the head of their request, but are behind it in what is to be looked at.
    if (!ctx.req.complete) await restOfTurn();
    const reading = getRawBody(ctx.req, { limit: MAX_BYTES, length: ctx.request.length });
    return await (ctx.req.complete ? reading : unfinished.wait(ctx, reading));
  } catch (error) {
    if (error instanceof AppError) {
      ctx.set('Connection', 'close');
      throw error;
    }
    if ((error as { type?: unknown }).type === 'entity.too.large') {
      ctx.set('Connection', 'close');
      throw new AppError('BAD_REQUEST', 'Request body too large', { status: 413 });
    }
    throw badInput({ _body: ['The request body could not be read'] });
  }
}

let turn: Promise<void> | null = null;

/** Resolves when everything was looked at that has come already; one promise for all requests of a turn of the event loop. */
function restOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = null;
      resolve();
    });
  });
  return turn;
}
