import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Completion } from './completion';
import type { Fault } from './fault';

/** Real milliseconds between the pieces of a stream. */
export interface Pace {
  readonly firstMs: number;
  readonly betweenMs: number;
}

/** How many pieces come before a stream stalls, is cut or turns into garbage: the role and two words. */
const PIECES_BEFORE_FAULT = 3;

/** Sends an answer, streamed or not, and what is to go wrong with it. Stops when nobody listens any more. */
export async function sendAnswer(
  response: ServerResponse,
  completion: Completion,
  pace: Pace,
  fault: Fault | null,
): Promise<void> {
  if (fault === 'stall-before') return;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const firstMs = typeof fault === 'object' && fault ? fault.slowMs : pace.firstMs;
  try {
    if (firstMs > 0) await sleep(firstMs, undefined, { signal: gone.signal });
    if (completion.request.stream) await stream(response, completion, pace, fault, gone.signal);
    else sendWhole(response, completion, fault);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

function sendWhole(response: ServerResponse, completion: Completion, fault: Fault | null): void {
  const body = JSON.stringify(completion.whole());
  const half = body.slice(0, body.length / 2);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  if (fault === 'stall-middle') response.write(half);
  else if (fault === 'cut') response.end(half);
  else response.end(fault === 'garbage' ? '{"choices": [oops' : body);
}

async function stream(
  response: ServerResponse,
  completion: Completion,
  pace: Pace,
  fault: Fault | null,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  let sent = 0;
  for (const chunk of completion.chunks()) {
    if (sent === PIECES_BEFORE_FAULT && fault === 'stall-middle') return;
    if (sent === PIECES_BEFORE_FAULT && (fault === 'cut' || fault === 'garbage')) {
      response.end(fault === 'cut' ? '' : 'data: {"choices": [oops\n\n');
      return;
    }
    if (sent > 0 && pace.betweenMs > 0) await sleep(pace.betweenMs, undefined, { signal });
    if (!response.write(`data: ${JSON.stringify(chunk)}\n\n`)) await once(response, 'drain', { signal });
    sent += 1;
  }
  response.end('data: [DONE]\n\n');
}
