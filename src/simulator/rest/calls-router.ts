import Router, { type RouterContext } from '@koa/router';
import type { Account } from '../calls/accounts';
import type { Call } from '../calls/call';
import type { Carrier } from '../calls/carrier';
import { readForm } from '../http/read-form';
import { scenarioFor } from '../scenarios';
import { answer } from './answer';
import { authenticate } from './authenticate';
import { callResource } from './call-resource';
import { createCall } from './create-call';
import { readCreateParameters } from './create-parameters';
import { CreateThrottle } from './create-throttle';
import { listCalls } from './list-calls';
import { TwilioError } from './twilio-error';
import { updateCall } from './update-call';

/** Twilio's Calls resource, version 2010-04-01. */
export function createCallsRouter(carrier: Carrier): Router {
  const throttle = new CreateThrottle();
  const { faults, closing: signal } = carrier;
  const router = new Router({ prefix: '/2010-04-01/Accounts/:accountSid' });

  router.post('/Calls.json', async (ctx) => {
    const account = accountOf(carrier, ctx);
    const request = readCreateParameters(await readForm(ctx.req), carrier.log);
    const scenario = scenarioFor(request.to);
    const fault = faults.ofRequest('create', request) ?? scenario;
    await answer(ctx, { ...fault, success: 201, signal }, () =>
      createCall(carrier, throttle, account, request, scenario),
    );
  });

  router.get('/Calls.json', async (ctx) => {
    const account = accountOf(carrier, ctx);
    const query = ctx.URL.searchParams;
    const fault = faults.ofRequest('list', { to: query.get('To') ?? undefined });
    await answer(ctx, { ...fault, success: 200, signal }, () => listCalls(carrier.calls, account, query));
  });

  router.get('/Calls/:callSid.json', async (ctx) => {
    const call = callOf(carrier, ctx);
    const fault = faults.ofRequest('fetch', call.request);
    await answer(ctx, { ...fault, success: 200, signal }, () => callResource(call));
  });

  router.post('/Calls/:callSid.json', async (ctx) => {
    const call = callOf(carrier, ctx);
    const form = await readForm(ctx.req);
    const fault = faults.ofRequest('update', call.request);
    await answer(ctx, { ...fault, success: 200, signal }, () => {
      updateCall(call, form);
      return callResource(call);
    });
  });

  return router;
}

/** The account that asks. Throws 20003. */
export function accountOf(carrier: Carrier, ctx: RouterContext): Account {
  return authenticate(carrier.accounts, ctx.params.accountSid ?? '', ctx.get('Authorization'));
}

/** The call in the path. Throws 20003 and 20404. */
export function callOf(carrier: Carrier, ctx: RouterContext): Call {
  const call = carrier.calls.find(accountOf(carrier, ctx), ctx.params.callSid ?? '');
  if (call === undefined) throw new TwilioError(20404, ctx.path);
  return call;
}
