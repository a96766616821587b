import Router, { type RouterContext } from '@koa/router';
import type { Carrier } from '../calls/carrier';
import { callSidOf, type Recording } from '../calls/recording';
import { accountOf, callOf } from './calls-router';
import { recordingMedia } from './recording-media';
import { recordingList, recordingResource } from './recording-resource';
import { TwilioError } from './twilio-error';

/** Twilio's Recordings resource: what there is of a call, and the sound itself as WAV. MP3 is not simulated. */
export function createRecordingsRouter(carrier: Carrier): Router {
  const router = new Router({ prefix: '/2010-04-01/Accounts/:accountSid' });

  router.get('/Calls/:callSid/Recordings.json', (ctx) => {
    const { recording } = callOf(carrier, ctx);
    ctx.body = recordingList(recording === undefined || recording.isDeleted ? [] : [recording], ctx.path);
  });
  router.get('/Recordings/:recordingSid.json', (ctx) => {
    ctx.body = recordingResource(recordingOf(carrier, ctx));
  });
  router.get('/Calls/:callSid/Recordings/:recordingSid.json', (ctx) => {
    ctx.body = recordingResource(recordingOf(carrier, ctx));
  });
  router.delete('/Recordings/:recordingSid.json', (ctx) => {
    recordingOf(carrier, ctx).isDeleted = true;
    ctx.status = 204;
  });

  const sendMedia = (ctx: RouterContext): void => {
    const { status, durationSeconds, channels } = recordingOf(carrier, ctx);
    if (status !== 'completed') throw new TwilioError(20404, ctx.path);
    const { bytes, body } = recordingMedia(durationSeconds, channels);
    ctx.type = 'audio/x-wav';
    ctx.length = bytes;
    ctx.body = body;
    ctx.length = bytes;
  };
  router.get('/Recordings/:recordingSid.wav', sendMedia);
  router.get('/Recordings/:recordingSid', (ctx, next) =>
    ctx.params.recordingSid?.includes('.') ? next() : sendMedia(ctx),
  );

  return router;
}

function recordingOf(carrier: Carrier, ctx: RouterContext): Recording {
  const { recordingSid = '' } = ctx.params;
  const recording = carrier.calls.find(accountOf(carrier, ctx), callSidOf(recordingSid))?.recording;
  if (recording === undefined || recording.isDeleted || recording.sid !== recordingSid) {
    throw new TwilioError(20404, ctx.path);
  }
  return recording;
}
