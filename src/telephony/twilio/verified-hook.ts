import type { RouterContext } from '@koa/router';
import type { Logger } from 'pino';
import getRawBody from 'raw-body';
import { isUuid } from '../../services/ids';
import type { LineOf, TwilioLine } from './line';
import { type Form, isSigned, parseForm, text } from './signature';

/** A callback is a few hundred bytes. */
const MAX_BODY = '64kb';
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;

/** What the webhooks need to know. */
export interface TwilioWebhookOptions {
  lineOf: LineOf<TwilioLine>;
  log: Logger;
}

/** A callback about one of our calls, by whoever knows the auth token of its line. */
export interface Hook {
  line: TwilioLine;
  ref: { accountId: string; callId: string };
  sid: string;
  form: Form;
  /** The talk that it is about; 0: it says of none. */
  attempt: number;
}

/**
 * The callback that a request is, once its signature was checked.
 * @throws an HTTP error: 403 for a wrong signature, 404 if it names no call
 */
export async function verified(ctx: RouterContext, { lineOf, log }: TwilioWebhookOptions): Promise<Hook> {
  const body = await getRawBody(ctx.req, { limit: MAX_BODY, encoding: 'utf8' });
  const form = parseForm(body);
  const { accountId = '', callId = '' } = ctx.params;
  const line = await lineOf(accountId);
  if (!isSigned(line.authToken, ctx.get('X-Twilio-Signature'), line.publicUrl + ctx.originalUrl, form)) {
    log.warn({ path: ctx.path }, 'a callback with a wrong signature was refused');
    ctx.throw(403);
  }
  const sid = text(form, 'CallSid') ?? '';
  if (!isUuid(accountId) || !isUuid(callId) || !CALL_SID.test(sid)) ctx.throw(404);
  return { line, ref: { accountId, callId }, sid, form, attempt: attemptOf(ctx.query.attempt) };
}

function attemptOf(value: unknown): number {
  return typeof value === 'string' && /^[1-9]\d?$/.test(value) ? Number(value) : 0;
}
