import Router from '@koa/router';
import { takeCallback } from '../../services/calls/take-callback';
import { takeRecording } from '../../services/recordings/take-recording';
import { takeAnswerer } from '../../services/talks/take-answerer';
import { patiently } from './patiently';
import { answeredByOf, progressOf } from './progress';
import { recordingOf } from './recording';
import { text } from './signature';
import { talkHooks } from './talk-hooks';
import { TWILIO_PATH } from './urls';
import { type Hook, type TwilioWebhookOptions, verified } from './verified-hook';

/** The routes that Twilio calls. Nothing is looked at before the signature was. */
export function twilioWebhooks(options: TwilioWebhookOptions): Router {
  const talk = talkHooks(options);
  const router = new Router({ prefix: `${TWILIO_PATH}/calls/:accountId/:callId` });

  router.post('/status', async (ctx) => {
    const { line, ref, sid, form } = await verified(ctx, options);
    const progress = progressOf({
      status: text(form, 'CallStatus') ?? '',
      at: dateOf(text(form, 'Timestamp')),
      duration: numberOf(text(form, 'CallDuration')),
      sipResponseCode: numberOf(text(form, 'SipResponseCode')),
      answeredBy: text(form, 'AnsweredBy'),
    });
    const source = `twilio:status:${numberOf(text(form, 'SequenceNumber')) ?? '?'}`;
    if (progress) await takeCallback(line.domain, ref, { sid, source, progress });
    ctx.status = 204;
  });

  router.post('/answered-by', async (ctx) => {
    const { line, ref, sid, form } = await verified(ctx, options);
    const answeredBy = answeredByOf(text(form, 'AnsweredBy'));
    if (answeredBy) await takeAnswerer(line.domain, ref, sid, answeredBy);
    ctx.status = 204;
  });

  router.post('/recording', async (ctx) => {
    const { line, ref, sid, form } = await verified(ctx, options);
    const recording = recordingOf(form);
    if (recording) await takeRecording(line.domain, ref, sid, recording);
    ctx.status = 204;
  });

  router.post('/transfer-answered', async (ctx) => {
    await talk.transferAnswered(await verified(ctx, options));
    ctx.status = 204;
  });

  const document = (path: string, answer: (hook: Hook) => Promise<string>) =>
    router.post(path, async (ctx) => {
      const hook = await verified(ctx, options);
      ctx.type = 'text/xml';
      ctx.body = await patiently(() => answer(hook));
    });
  document('/answer', talk.answered);
  document('/talk-ended', talk.ended);
  document('/transferred', talk.transferred);

  return router;
}

function numberOf(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** A time that a phone call can have been at: the database does not keep every date that JavaScript has. */
function dateOf(value: string | null): Date | null {
  const date = new Date(value ?? '');
  return date.getFullYear() >= 1970 && date.getFullYear() <= 9999 ? date : null;
}
