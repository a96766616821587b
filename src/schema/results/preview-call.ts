import type { ErrorCode } from '../../errors';
import type { Stop } from '../../services/calls/gates';
import type { CallPreview } from '../../services/previews/preview-call';
import { gateText } from './gate-texts';

/** A preview as the schema shows it. */
export function toCallPreview(preview: CallPreview) {
  const { agent, hold, room, ...shown } = preview;
  return { ...shown, agent, cost: costOf(preview), gates: preview.gates.map((verdict) => toVerdict(preview, verdict)) };
}

function costOf({ agent, hold, room }: CallPreview) {
  if (!agent || hold === null) return null;
  const { creditsPerMinute, maxDurationSeconds } = agent;
  return { creditsPerMinute, maxDurationSeconds, hold, available: room.balance - room.reserved };
}

function toVerdict(preview: CallPreview, verdict: CallPreview['gates'][number]) {
  const { gate, state, call } = verdict;
  const stop = state === 'CLOSED' ? verdict.stop : null;
  return { gate, state, call, code: stop && codeOf(stop), issues: issuesOf(stop), ...gateText(preview, verdict) };
}

/** A replay is answered like the first request, so it has no code. */
function codeOf(stop: Stop): ErrorCode | null {
  if (stop.kind === 'refused') return stop.refusal.code;
  return stop.kind === 'fenced' ? 'OUTCOME_UNKNOWN' : null;
}

function issuesOf(stop: Stop | null) {
  return stop?.kind === 'refused' && stop.refusal.code === 'BAD_USER_INPUT' ? stop.refusal.issues : null;
}
