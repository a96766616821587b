import { Person } from '../callee/person';
import { maskNumber } from '../log';
import type { Line } from '../scenarios/scenario';
import { playDocuments } from '../twiml/play-documents';
import type { Call } from './call';
import { detectMachine } from './detect-machine';
import { recordCall } from './recording';
import type { Services } from './services';
import { fractionOf } from './sid';
import { Timeline } from './timeline';

/** Virtual seconds, from what was seen on live calls. */
const QUEUED_SECONDS = 0.3;
const POST_DIAL_SECONDS = 1;
const ANSWER_SECONDS = { least: 4, most: 6 };

/** Lives a call from the queue to its end. Never rejects: whatever goes wrong ends the call as `failed`. */
export async function runCall(call: Call, line: Line, services: Services): Promise<void> {
  try {
    await live(call, line, services);
  } catch (error) {
    if (call.over.aborted) return;
    services.log(`call ${call.sid} to ${maskNumber(call.request.to)} broke: ${String(error)}`);
    call.end('failed', call.clock.now(), 500);
  }
}

async function live(call: Call, line: Line, services: Services): Promise<void> {
  const timeline = new Timeline(call.clock, call.over);
  await timeline.wait(QUEUED_SECONDS);
  call.dial(timeline.at);
  await timeline.wait(POST_DIAL_SECONDS);
  if (line.kind === 'unreachable') return call.end('failed', timeline.at, line.sipResponseCode);

  call.ring(timeline.at);
  const rings = ringingSeconds(call, line);
  await timeline.wait(Math.min(rings, call.request.timeoutSeconds));
  if (rings > call.request.timeoutSeconds) return call.end('no-answer', timeline.at, 487);
  if (line.kind === 'refuses') return call.end('busy', timeline.at, line.sipResponseCode);

  call.answer(timeline.at);
  endAtTimeLimit(call);
  const person = new Person(call.request.to, line.kind === 'answers' ? (line.person ?? 'talker') : 'talker');
  inBackground(detectMachine(call, person, services), call, services);
  inBackground(recordCall(call, services), call, services);
  await playDocuments({ ...services, call, timeline, person });
  call.end('completed', timeline.at, 200);
}

/** Something that goes on beside the call, and ends with it or with the carrier. */
function inBackground(work: Promise<void>, call: Call, { log, closing }: Services): void {
  work.catch((error: unknown) => {
    if (!call.over.aborted && !closing.aborted) log(`something beside call ${call.sid} broke: ${String(error)}`);
  });
}

function ringingSeconds(call: Call, line: Line): number {
  if (line.kind === 'refuses') return line.afterSeconds;
  if (line.kind === 'rings-out') return Infinity;
  return ANSWER_SECONDS.least + fractionOf(call.request.to) * (ANSWER_SECONDS.most - ANSWER_SECONDS.least);
}

function endAtTimeLimit(call: Call): void {
  call.clock.until(call.deadline, call.over).then(
    () => call.end('completed', call.deadline, 200),
    () => {}, // It ended by itself before.
  );
}
