import Koa, { type Middleware } from 'koa';
import type { Carrier } from '../calls/carrier';
import type { Log } from '../log';
import { createModelRouter } from '../model/model-router';
import { createCallsRouter } from '../rest/calls-router';
import { createRecordingsRouter } from '../rest/recordings-router';
import { TwilioError } from '../rest/twilio-error';
import { createFaultsRouter } from './faults-router';
import { createWindowRouter } from './window-router';

/** The HTTP side of the simulator: Twilio's API, the language model and the window. */
export function createApp(carrier: Carrier): Koa {
  const app = new Koa();
  // Clients that go away in the middle of an answer are nothing to print.
  app.silent = true;
  app.use(answerErrors(carrier.log));
  app.use(createCallsRouter(carrier).routes());
  app.use(createRecordingsRouter(carrier).routes());
  app.use(createModelRouter(carrier).routes());
  app.use(createWindowRouter(carrier).routes());
  app.use(createFaultsRouter(carrier.faults).routes());
  app.use((ctx) => {
    throw new TwilioError(20404, ctx.path);
  });
  return app;
}

/** Answers with what was thrown, in the shape of Twilio's errors. */
function answerErrors(log: Log): Middleware {
  return async function answerErrors(ctx, next) {
    try {
      await next();
    } catch (error) {
      const answer = error instanceof TwilioError ? error : new TwilioError(20500);
      if (answer !== error) log(`${ctx.method} ${ctx.path} broke: ${String(error)}`);
      ctx.status = answer.status;
      ctx.body = answer.toJSON();
      if (answer.status === 401) ctx.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    }
  };
}
