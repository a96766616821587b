import { once } from 'node:events';
import Router, { type RouterContext } from '@koa/router';
import type { Account } from '../calls/accounts';
import type { Call } from '../calls/call';
import type { Carrier } from '../calls/carrier';
import { readForm } from '../http/read-form';
import { authenticate } from './authenticate';
import { callResource } from './call-resource';
import { createCall } from './create-call';
import { CreateThrottle } from './create-throttle';
import { listCalls } from './list-calls';
import { TwilioError } from './twilio-error';
import { updateCall } from './update-call';

/** Twilio's Calls resource, version 2010-04-01. */
export function createCallsRouter(carrier: Carrier): Router {
  const throttle = new CreateThrottle();
  const router = new Router({ prefix: '/2010-04-01/Accounts/:accountSid' });

  router.post('/Calls.json', async (ctx) => {
    const account = accountOf(carrier, ctx);
    const resource = await createCall(carrier, throttle, account, await readForm(ctx.req));
    if (resource === undefined) return leaveUnanswered(ctx);
    ctx.status = 201;
    ctx.body = resource;
  });

  router.get('/Calls.json', (ctx) => {
    ctx.body = listCalls(carrier.calls, accountOf(carrier, ctx), ctx.URL.searchParams);
  });

  router.get('/Calls/:callSid.json', (ctx) => {
    ctx.body = callResource(callOf(carrier, ctx));
  });

  router.post('/Calls/:callSid.json', async (ctx) => {
    const call = callOf(carrier, ctx);
    updateCall(call, await readForm(ctx.req));
    ctx.body = callResource(call);
  });

  return router;
}

function accountOf(carrier: Carrier, ctx: RouterContext): Account {
  return authenticate(carrier.accounts, ctx.params.accountSid ?? '', ctx.get('Authorization'));
}

function callOf(carrier: Carrier, ctx: RouterContext): Call {
  const call = carrier.calls.find(accountOf(carrier, ctx), ctx.params.callSid ?? '');
  if (call === undefined) throw new TwilioError(20404, ctx.path);
  return call;
}

/** Keeps the connection open, without a word, until the client goes away. */
async function leaveUnanswered(ctx: RouterContext): Promise<void> {
  ctx.respond = false;
  if (!ctx.res.destroyed) await once(ctx.res, 'close');
}
