import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'koa';
import type { RequestFault } from '../faults/rule';
import type { Mishap } from '../scenarios/scenario';
import { TwilioError } from './twilio-error';

/** How to answer a request. */
export interface AnswerOptions extends RequestFault {
  /** The status when all goes well. */
  readonly success: 200 | 201;
  /** Gives up at once when aborted. */
  readonly signal: AbortSignal;
}

/** Does what a request asks for and answers with the outcome, unless it is meant to fare otherwise. */
export async function answer(
  ctx: Context,
  { success, signal, delayMs, mishap }: AnswerOptions,
  work: () => object | Promise<object>,
): Promise<void> {
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal });
  const outcome = mishap === undefined || mishap.done ? await work() : {};
  if (mishap !== undefined) return spoil(ctx, success, mishap, outcome);
  ctx.status = success;
  ctx.body = outcome;
}

async function spoil(ctx: Context, success: number, mishap: Mishap, outcome: object): Promise<void> {
  switch (mishap.kind) {
    case 'silence':
      return leaveUnanswered(ctx);
    case 'reset':
      ctx.respond = false;
      ctx.req.socket.resetAndDestroy();
      return;
    case 'error': {
      const { status } = mishap;
      ctx.status = status;
      ctx.body = { ...new TwilioError(status === 429 ? 20429 : 20500).toJSON(), status };
      return;
    }
    case 'garbage':
      ctx.status = mishap.status ?? success;
      ctx.type = mishap.body === 'html' ? 'html' : 'json';
      ctx.body = GARBAGE[mishap.body](outcome);
  }
}

const GARBAGE: Readonly<Record<Extract<Mishap, { kind: 'garbage' }>['body'], (outcome: object) => string>> = {
  cut: (outcome) => {
    const json = JSON.stringify(outcome);
    return json.slice(0, Math.ceil(json.length / 2));
  },
  'no-sid': (outcome) => JSON.stringify({ ...outcome, sid: undefined }),
  html: () => '<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>',
};

/** Keeps the connection open, without a word, until the client goes away. */
async function leaveUnanswered(ctx: Context): Promise<void> {
  ctx.respond = false;
  if (!ctx.res.destroyed) await once(ctx.res, 'close');
}
