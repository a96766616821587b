import type { RouterContext } from '@koa/router';
import type { Logger } from 'pino';
import getRawBody from 'raw-body';
import type { Domain } from '../../services/domain';
import { isUuid } from '../../services/ids';
import { type Form, isSigned, parseForm, text } from './signature';

/** A callback is a few hundred bytes. */
const MAX_BODY = '64kb';
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;

/** What the webhooks need to know. */
export interface TwilioWebhookOptions {
  authToken: string;
  publicUrl: string;
  domain: Domain;
  log: Logger;
}

/** A callback about one of our calls, by whoever knows the auth token. */
export interface Hook {
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
export async function verified(ctx: RouterContext, { authToken, publicUrl, log }: TwilioWebhookOptions): Promise<Hook> {
  const body = await getRawBody(ctx.req, { limit: MAX_BODY, encoding: 'utf8' });
  const form = parseForm(body);
  const { accountId = '', callId = '' } = ctx.params;
  if (!isSigned(authToken, ctx.get('X-Twilio-Signature'), publicUrl + ctx.originalUrl, form)) {
    log.warn({ path: ctx.path }, 'a callback with a wrong signature was refused');
    ctx.throw(403);
  }
  const sid = text(form, 'CallSid') ?? '';
  if (!isUuid(accountId) || !isUuid(callId) || !CALL_SID.test(sid)) ctx.throw(404);
  return { ref: { accountId, callId }, sid, form, attempt: attemptOf(ctx.query.attempt) };
}

function attemptOf(value: unknown): number {
  return typeof value === 'string' && /^[1-9]\d?$/.test(value) ? Number(value) : 0;
}
