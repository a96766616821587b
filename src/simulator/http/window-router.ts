import Router from '@koa/router';
import type { Call } from '../calls/call';
import type { Carrier } from '../calls/carrier';

/**
 * The simulator's own window, for tests and the curious: Twilio has nothing of the kind. `GET /simulator/calls` shows calls,
 * newest first, each with what went over the wire besides its own data:
 *
 * - `callbacks`: every attempt at a status callback, or at one of `amd` and `recording` (whose `sequence` is null);
 * - `sessions`: every ConversationRelay session, with its `sessionId`, `status` (`completed`, `ended`, `failed`; null while it
 *   goes on) and `errorCode` as `action` is told them, the frames sent to the server and received from it, how many of
 *   these were `malformed`, and what was `said` in order: turns of the `contact` that were understood, and of the `agent` as
 *   far as they were heard;
 * - `answeredBy`, once machine detection has come to a verdict, and `recordingSid`.
 */
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
    sessions: call.sessions,
    answeredBy: call.answeredBy ?? null,
    recordingSid: call.recording?.sid ?? null,
  };
}

/** The plus sign of a number, typed as it is into an address bar, arrives as a space. */
function number(query: URLSearchParams, name: string): string | undefined {
  return query.get(name)?.replace(/^ /, '+');
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
