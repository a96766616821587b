import Router from '@koa/router';
import type { Call } from '../calls/call';
import type { Carrier } from '../calls/carrier';

/** The simulator's own window, for tests and the curious: Twilio has nothing of the kind. */
export function createWindowRouter(carrier: Carrier): Router {
  const router = new Router({ prefix: '/simulator' });

  router.get('/health', (ctx) => {
    ctx.body = { status: 'ok' };
  });

  // ?to= and ?from= are numbers, ?url= is the beginning of the call's Url or StatusCallback.
  router.get('/calls', (ctx) => {
    const { searchParams } = ctx.URL;
    const [to, from, url] = [number(searchParams, 'to'), number(searchParams, 'from'), searchParams.get('url')];
    ctx.body = carrier.calls
      .newestFirst()
      .filter(({ request }) => (!to || request.to === to) && (!from || request.from === from))
      .map(windowView)
      .filter((view) => !url || view.url?.startsWith(url) || view.statusCallback?.startsWith(url));
  });

  return router;
}

/** A call as the window shows it. Times are virtual, ISO 8601. */
function windowView(call: Call) {
  const { to, from, document, statusCallback } = call.request;
  return {
    sid: call.sid,
    accountSid: call.account.sid,
    to,
    from,
    url: 'url' in document ? document.url : null,
    statusCallback: statusCallback?.url ?? null,
    status: call.status,
    created: iso(call.createdAt),
    answered: iso(call.answeredAt),
    ended: iso(call.endedAt),
    durationSeconds: call.durationSeconds ?? null,
    callbacks: call.sentCallbacks,
  };
}

/** The plus sign of a number, typed as it is into an address bar, arrives as a space. */
function number(query: URLSearchParams, name: string): string | undefined {
  return query.get(name)?.replace(/^ /, '+');
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
