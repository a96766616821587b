import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Router, { type RouterContext } from '@koa/router';
import Koa from 'koa';
import { Pool } from 'pg';
import getRawBody from 'raw-body';
import { validateRequest } from 'twilio';
import { createTwilioClient } from '../../src/telephony/twilio/client';
import { hookUrl } from '../../src/telephony/twilio/urls';
import { accountOf } from './authenticate';
import { detailBody, listBody } from './present';
import { readDetail, readList } from './reads';
import type { BaselineSettings } from './settings';
import { noteDialed, placeCall } from './writes';

/**
 * What one would write by hand for the same answers: Koa, a router and pg, one query a request. It has no second surface,
 * no limits, no logs and no idempotency.
 */
const settings = JSON.parse(process.argv[2] ?? '') as BaselineSettings;
const pool = new Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
const twilio = createTwilioClient({
  accountSid: settings.accountSid,
  authToken: settings.authToken,
  baseUrl: settings.carrierUrl,
});
const router = new Router();
let url = '';

router.get('/api/v1/calls/:callId', async (ctx) => {
  const call = await readDetail(pool, await authenticated(ctx), ctx.params.callId ?? '');
  if (call) ctx.body = { success: true, data: { call: detailBody(call) } };
});

router.get('/api/v1/calls', async (ctx) => {
  const limit = Number(ctx.query.limit);
  ctx.body = { success: true, data: listBody(await readList(pool, await authenticated(ctx), limit), limit) };
});

router.post('/api/v1/calls', async (ctx) => {
  const accountId = await authenticated(ctx);
  const { toNumber, agentId, contactName } = JSON.parse(await getRawBody(ctx.req, { encoding: 'utf8' }));
  if (!/^\+[1-9]\d{6,14}$/.test(toNumber)) ctx.throw(400);
  const call = await placeCall(pool, { accountId, agentId, toNumber, contactName });
  const ref = { accountId, callId: call.id };
  const { sid } = await twilio.calls.create({
    to: toNumber,
    from: call.fromNumber,
    url: hookUrl(url, ref, 'answer'),
    method: 'POST',
    statusCallback: hookUrl(url, ref, 'status'),
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    statusCallbackMethod: 'POST',
    timeout: 60,
    timeLimit: call.maxDurationSeconds,
  });
  await noteDialed(pool, accountId, call.id, sid, 'call-manager');
  const { id, trackingId, campaignId, contactId, startTime } = call;
  ctx.body = {
    success: true,
    data: {
      call: {
        id,
        callSid: sid,
        trackingId,
        status: 'INITIATED',
        campaignId,
        contactId,
        agentId,
        startTime,
        creditsUsed: call.hold,
        toNumber,
        contactName,
      },
      contact: { id: contactId, phoneNumber: toNumber, additionalData: call.additionalData },
      campaign: { id: campaignId, name: call.campaignName, status: 'ACTIVE' },
      message: 'Call initiated successfully',
    },
  };
});

router.post('/webhooks/twilio/calls/:accountId/:callId/status', async (ctx) => {
  const form = Object.fromEntries(new URLSearchParams(await getRawBody(ctx.req, { encoding: 'utf8' })));
  const { accountId = '', callId = '' } = ctx.params;
  if (!validateRequest(settings.authToken, ctx.get('X-Twilio-Signature'), url + ctx.originalUrl, form)) ctx.throw(403);
  await noteDialed(pool, accountId, callId, form.CallSid ?? '', 'twilio:status');
  ctx.status = 204;
});

async function authenticated(ctx: RouterContext): Promise<string> {
  return (await accountOf(pool, ctx.get('X-API-Key'))) ?? ctx.throw(401);
}

const app = new Koa();
app.use(router.routes());
const server = http.createServer(app.callback());
server.listen(0, '127.0.0.1', () => {
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ url });
});
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => process.exit(0));
