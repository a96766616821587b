import Router, { type RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import getRawBody from 'raw-body';
import type { Log } from '../log';
import { ApiError, invalidRequest } from './api-error';
import { type ChatRequest, readChatRequest } from './chat-request';
import { Completion } from './completion';
import { FAULTY_MODELS, Faults } from './fault';
import { respond } from './respond';
import { type Pace, sendAnswer } from './send-answer';

/** From this speed on nobody waits for words. */
const NO_PAUSES_FROM = 100;

/**
 * A language model that speaks OpenAI's chat completions and answers by fixed rules: the same to the same request.
 * `POST /v1/chat/completions` streams or not, calls tools and gives JSON; `GET /v1/models` names the model `simulated` and
 * those that go wrong in a way of their own. Any bearer token will do, and so will names of other makers' models.
 */
export function createModelRouter({ speed, log }: { readonly speed: number; readonly log: Log }): Router {
  const router = new Router({ prefix: '/v1' });
  const faults = new Faults();
  const pace: Pace = speed >= NO_PAUSES_FROM ? { firstMs: 0, betweenMs: 0 } : { firstMs: 20, betweenMs: 2 };

  router.use(answerErrors(log));

  router.get('/models', (ctx) => {
    checkKey(ctx);
    const ids = ['simulated', ...FAULTY_MODELS];
    const data = ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'simulator' }));
    ctx.body = { object: 'list', data };
  });

  router.post('/chat/completions', async (ctx) => {
    checkKey(ctx);
    const request = await readRequest(ctx);
    const fault = faults.of(request);
    const completion = new Completion(request, respond(request, fault));
    ctx.respond = false;
    await sendAnswer(ctx.res, completion, pace, fault);
  });

  return router;
}

function checkKey(ctx: RouterContext): void {
  if (/^Bearer \S+$/.test(ctx.get('Authorization'))) return;
  throw new ApiError(401, 'invalid_request_error', null, "You didn't provide an API key.");
}

async function readRequest(ctx: RouterContext): Promise<ChatRequest> {
  const text = await getRawBody(ctx.req, { encoding: 'utf8', limit: '8mb' });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidRequest('We could not parse the JSON body of your request.');
  }
  return readChatRequest(body);
}

/** Answers with what was thrown, in the shape of OpenAI's errors. */
function answerErrors(log: Log): Middleware {
  return async function answerErrors(ctx, next) {
    try {
      await next();
    } catch (error) {
      const broke = () => new ApiError(500, 'server_error', null, 'The server had an error.');
      const answer = error instanceof ApiError ? error : broke();
      if (answer !== error) log(`${ctx.method} ${ctx.path} broke: ${String(error)}`);
      const { retryAfterSeconds } = answer.options;
      ctx.status = answer.status;
      ctx.body = answer.toJSON();
      if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds));
    }
  };
}
