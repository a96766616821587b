import type { ServerResponse } from 'node:http';
import type { RouterContext } from '@koa/router';
import type { Viewer } from '../../context';
import { AppError, badInput } from '../../errors';
import type { Following, RestRequest, Told } from '../../rest/route';
import type { Prepared } from '../../schema/execute';
import type { LiveHub } from '../../services/live/hub';
import type { Listener } from '../../services/live/listener';
import type { RequestState } from '../state';
import { presentedKey } from '../viewer';
import { EVENT_STREAM, EventStream } from './event-stream';
import type { Streams } from './streams';

/** What long requests work with. */
export interface LiveParts {
  hub: LiveHub;
  streams: Streams;
}

/** A request that goes on for long, and whose it is. */
export interface LiveRequest {
  ctx: RouterContext<RequestState>;
  request: RestRequest;
  viewer: Viewer;
  run: Prepared<object, object>;
}

/** After a document could not be run, the next attempt waits so long, in milliseconds. */
const AGAIN_MS = 1000;

/**
 * Answers a route as a stream of events: its document is run again whenever something happened, from where the last run
 * ended. Nothing is kept for a client that is slow but what it was last sent.
 * @throws AppError for a refusal, before anything was sent
 */
export async function follow(
  { hub, streams }: LiveParts,
  { ctx, request, viewer, run }: LiveRequest,
  { variables, tell }: Following<object, object>,
): Promise<void> {
  const start = request.header('Last-Event-ID') || request.query.text('lastEventId');
  const read = async (position: string | null) => tell(await run(variables(request, position), ctx.state));
  const told = await read(start).catch((error: unknown) => {
    throw named(error, request);
  });
  // For a browser this is the sign not to come back. HTML Living Standard, 9.2.3.
  if (start !== null && told.isOver && told.events.length === 0) {
    ctx.status = 204;
    return;
  }
  let listener: Listener | undefined;
  const leave = streams.enter(viewer, presentedKey(ctx), () => listener?.close());
  try {
    listener = hub.listen(viewer.accountId, told.callId);
    const open = begin(ctx, listener);
    if (open) await tellOn(open, listener, { told, start, read, ctx }).finally(() => open.end());
  } finally {
    listener?.close();
    leave();
  }
}

/** A wrong place is called as the client sent it. */
function named(error: unknown, request: RestRequest): unknown {
  if (!(error instanceof AppError) || !error.details.issues?.after) return error;
  const { after, ...others } = error.details.issues;
  return badInput({ ...others, [request.header('Last-Event-ID') ? 'Last-Event-ID' : 'lastEventId']: after });
}

/** Ends listening when the client is gone, also if it is already. */
export function closeWith(response: ServerResponse, listener: Listener): void {
  if (response.closed || response.destroyed) listener.close();
  else response.once('close', () => listener.close());
}

/** Sends the head; null: that was all that was asked for. */
function begin(ctx: LiveRequest['ctx'], listener: Listener): EventStream | null {
  ctx.status = 200;
  ctx.set({
    'Content-Type': `${EVENT_STREAM}; charset=utf-8`,
    'Cache-Control': 'no-store, no-transform',
    // nginx would gather a stream.
    'X-Accel-Buffering': 'no',
  });
  ctx.respond = false;
  if (ctx.method === 'HEAD') {
    ctx.res.end();
    return null;
  }
  closeWith(ctx.res, listener);
  return new EventStream(ctx.res);
}

interface Course {
  told: Told;
  start: string | null;
  read: (position: string | null) => Promise<Told>;
  ctx: LiveRequest['ctx'];
}

async function tellOn(stream: EventStream, listener: Listener, { told, start, read, ctx }: Course): Promise<void> {
  let position = start;
  for (let part = told; ; ) {
    for (const event of part.events) if (!(await stream.send(event))) return;
    if (part.events.length === 0 && part.position !== position && !(await stream.mark(part.position))) return;
    position = part.position;
    if (part.isOver) return;
    if (!part.hasMore && (await listener.next()) === 'closed') return;
    const next = await read(position).catch((error: unknown) => {
      ctx.state.log.warn({ error }, 'a stream could not be read on; it is tried again');
      return null;
    });
    if (next) part = next;
    else {
      part = { ...part, events: [], hasMore: true };
      if ((await listener.pause(AGAIN_MS)) === 'closed') return;
    }
  }
}
