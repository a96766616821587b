import Router, { type RouterContext } from '@koa/router';
import type { Logger } from 'pino';
import getRawBody from 'raw-body';
import { endTalk, startTalk, takeCallback } from '../../services/calls/take-callback';
import type { Domain } from '../../services/domain';
import { isUuid } from '../../services/ids';
import { progressOf } from './progress';
import { type Form, isSigned, parseForm } from './signature';
import { hangUp, speakFirstMessage } from './twiml';
import { hookUrl, TWILIO_PATH } from './urls';

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

interface Hook {
  ref: { accountId: string; callId: string };
  sid: string;
  form: Form;
}

/** The routes that Twilio calls. Nothing is looked at before the signature was. */
export function twilioWebhooks(options: TwilioWebhookOptions): Router {
  const { domain, publicUrl } = options;
  const router = new Router({ prefix: `${TWILIO_PATH}/calls/:accountId/:callId` });

  router.post('/status', async (ctx) => {
    const { ref, sid, form } = await verified(ctx, options);
    const progress = progressOf({
      status: text(form, 'CallStatus') ?? '',
      at: dateOf(text(form, 'Timestamp')),
      duration: numberOf(text(form, 'CallDuration')),
      sipResponseCode: numberOf(text(form, 'SipResponseCode')),
      answeredBy: text(form, 'AnsweredBy'),
    });
    const source = `twilio:status:${text(form, 'SequenceNumber') ?? '?'}`;
    if (progress) await takeCallback(domain, ref, { sid, source, progress });
    ctx.status = 204;
  });

  router.post('/answer', async (ctx) => {
    const { ref, sid } = await verified(ctx, options);
    const opening = await startTalk(domain, ref, sid);
    ctx.type = 'text/xml';
    ctx.body = opening ? speakFirstMessage(opening, hookUrl(publicUrl, ref, 'talk-ended')) : hangUp();
  });

  router.post('/talk-ended', async (ctx) => {
    const { ref, sid } = await verified(ctx, options);
    await endTalk(domain, ref, sid);
    ctx.type = 'text/xml';
    ctx.body = hangUp();
  });

  return router;
}

async function verified(ctx: RouterContext, { authToken, publicUrl, log }: TwilioWebhookOptions): Promise<Hook> {
  const body = await getRawBody(ctx.req, { limit: MAX_BODY, encoding: 'utf8' });
  const form = parseForm(body);
  const { accountId = '', callId = '' } = ctx.params;
  if (!isSigned(authToken, ctx.get('X-Twilio-Signature'), publicUrl + ctx.originalUrl, form)) {
    log.warn({ path: ctx.path }, 'a callback with a wrong signature was refused');
    ctx.throw(403);
  }
  const sid = text(form, 'CallSid') ?? '';
  if (!isUuid(accountId) || !isUuid(callId) || !CALL_SID.test(sid)) ctx.throw(404);
  return { ref: { accountId, callId }, sid, form };
}

function text(form: Form, name: string): string | null {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function dateOf(value: string | null): Date | null {
  const date = value === null ? null : new Date(value);
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
