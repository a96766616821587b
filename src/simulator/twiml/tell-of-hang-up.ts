import { setTimeout as sleep } from 'node:timers/promises';
import { maskUrl } from '../log';
import { askFor } from './ask-for';
import type { DocumentRequest } from './document';
import type { Playback } from './verb';

/** The last status callback comes so much later than `action` at most, in real milliseconds, as was seen on live calls. */
const ACTION_LEAD_MS = 700;

/**
 * Tells `action` of a verb that was going on when the call ended. To be said as the call ends: what is answered has no effect,
 * and the last status callback follows.
 */
export function tellOfHangUp(action: DocumentRequest, playback: Playback): void {
  const waited = sleep(ACTION_LEAD_MS, undefined, { signal: playback.closing });
  playback.call.holdLastCallback(Promise.race([tell(action, playback), waited]));
}

async function tell(action: DocumentRequest, playback: Playback): Promise<void> {
  const answer = await askFor(action, playback, playback.closing);
  const problem = answer.outcome === 'answered' ? answer.status >= 400 && `HTTP ${answer.status}` : answer.reason;
  if (problem) playback.log(`action of ${playback.call.sid} was not taken by ${maskUrl(action.url)}: ${problem}`);
}
