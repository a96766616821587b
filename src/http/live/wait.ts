import type { Waiting } from '../../rest/route';
import { invalidKey } from '../../schema/to-app-error';
import type { Traffic } from '../traffic';
import { presentedKey } from '../viewer';
import { closeWith, type LiveParts, type LiveRequest } from './follow';

/**
 * Runs a route's document, and again whenever the call changes, until it has come as far as the client waits for, or the
 * time is up, or the server stops.
 * @returns the last result
 * @throws AppError for a refusal
 */
export async function wait(
  { hub, streams, traffic }: LiveParts & { traffic: Traffic },
  { ctx, request, viewer, run }: LiveRequest,
  { seconds, waitsFor }: Waiting<object>,
  variables: object,
): Promise<object> {
  const deadline = performance.now() + seconds(request) * 1000;
  let result = await run(variables, ctx.state);
  const callId = waitsFor(result, request);
  if (callId === null || deadline <= performance.now()) return result;
  const listener = hub.listen(viewer.accountId, callId);
  try {
    let revoked = false;
    const leave = streams.enter(viewer, presentedKey(ctx), (why) => {
      revoked = why === 'revoked';
      listener.close();
    });
    closeWith(ctx.res, listener);
    try {
      const news = () => listener.next(Math.max(0, deadline - performance.now()));
      while ((await traffic.rest(news)) === 'changed') {
        result = await run(variables, ctx.state);
        if (waitsFor(result, request) === null) break;
      }
    } finally {
      leave();
    }
    if (revoked) throw invalidKey();
    return result;
  } finally {
    listener.close();
  }
}
