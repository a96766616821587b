import Router, { type RouterContext } from '@koa/router';
import getRawBody from 'raw-body';
import type { Faults } from '../faults/faults';
import { readRules } from '../faults/read-rules';

/** More than anybody needs at once. */
const MOST_RULES = 1000;

/**
 * The window's handle on things going wrong, for tests and the curious. `PUT /simulator/faults` sets the rules, in place of
 * those before, and `POST` adds some; `GET` shows them and how often each was used, `DELETE` takes them away. The first
 * rule that fits decides:
 *
 *     {"rules": [
 *       {"on": "create", "to": "+1415", "uses": 3, "mishap": {"kind": "error", "status": 429, "done": false}},
 *       {"on": ["fetch", "list", "update"], "delayMs": 2000, "mishap": {"kind": "reset", "done": true}},
 *       {"on": "completed", "url": "http://127.0.0.1:4000/", "delayMs": 500, "copies": 3},
 *       {"on": ["document", "redirect"], "signature": "wrong"},
 *       {"on": ["amd", "recording"], "lost": true, "uses": 2},
 *       {"on": "socket", "breaksAfterFrames": 12}
 *     ]}
 *
 * - `on` (one or several of a sort): requests `create`, `fetch`, `list`, `update`; or webhooks `initiated`, `ringing`,
 *   `answered`, `completed` (status callbacks), `document` (the call's Url), `redirect` (what TwiML leads to), `action` (how
 *   a `<Connect>` ended), `amd` and `recording` (their callbacks); or `socket`, the WebSocket of a `<ConversationRelay>`.
 * - `to` and `url` (optional): the beginning of the number called, and of the call's Url or StatusCallback.
 * - `uses` (1 unless given): requests, or webhooks with all their copies and attempts.
 * - Requests: `delayMs`, and `mishap`: `silence` and `reset`; `error` with a `status` (429, 5xx); `garbage` with a `body`
 *   (`cut` JSON, JSON with `no-sid`, `html`) and a `status`, that of success unless given. `done` says whether what was
 *   asked for is done nevertheless: with a create, whether the number is dialled.
 * - Webhooks: `lost`; or `delayMs`, `copies`, `signature` (`wrong`, `none`), `heldBackUntil` the callback of another event
 *   was delivered. Two events that wait for each other never come.
 *   The last status callback waits 0.7 s for an `action` that tells of the call's end: later ones come after it. To a call
 *   that goes on, a lost `action` is a document that cannot be had (11205).
 * - Sockets: `refused` (64102); or `breaksAfterFrames`, counted both ways together, `setup` included (the server sees 1006).
 *
 * A rule stands in place of what the number's scenario does with that request or webhook. Milliseconds are real ones.
 */
export function createFaultsRouter(faults: Faults): Router {
  const router = new Router({ prefix: '/simulator/faults' });

  const take = async (ctx: RouterContext, { anew }: { readonly anew: boolean }): Promise<void> => {
    const body = parse(await getRawBody(ctx.req, { encoding: 'utf8', limit: '1mb' }));
    const { rules, issues } = readRules(body, anew ? MOST_RULES : MOST_RULES - faults.state.length);
    if (issues.length > 0) {
      ctx.status = 400;
      ctx.body = { message: 'These rules cannot be used', issues };
      return;
    }
    if (anew) faults.clear();
    faults.add(rules);
    ctx.body = { rules: faults.state };
  };
  router.put('/', (ctx) => take(ctx, { anew: true }));
  router.post('/', (ctx) => take(ctx, { anew: false }));

  router.get('/', (ctx) => {
    ctx.body = { rules: faults.state };
  });

  router.delete('/', (ctx) => {
    faults.clear();
    ctx.status = 204;
  });

  return router;
}

/** Undefined when it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
