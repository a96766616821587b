import { AnalysisStatus, CallStatus, RecordingStatus, TranscriptStatus } from '../entities/enums';
import type { Call } from '../services/calls/call';

import type { CallAnalysis } from './types/analysis';
import type { Recording } from './types/recording';
import type { Transcript } from './types/transcript';

const NOTHING_SAID = 'The agent speaks its first message and hangs up; there is no conversation to write down.';
const UNANSWERED = 'The call was not answered, so nothing was said.';
const LIVE = 'The call is not over yet.';

function isOver(call: Call): boolean {
  return call.endTime !== null;
}

function reasonFor(call: Call): string {
  if (!isOver(call)) return LIVE;
  return call.status === CallStatus.COMPLETED ? NOTHING_SAID : UNANSWERED;
}

/** Where the transcript of a call stands. */
export function transcriptOf(call: Call): Transcript {
  return {
    status: isOver(call) ? TranscriptStatus.SKIPPED : TranscriptStatus.PENDING,
    reason: reasonFor(call),
    text: null,
    turns: [],
    language: null,
    durationSeconds: call.durationSeconds,
    createdAt: null,
  };
}

/** Where the analysis of a call stands. */
export function analysisOf(call: Call): CallAnalysis {
  return {
    status: isOver(call) ? AnalysisStatus.SKIPPED : AnalysisStatus.PENDING,
    reason: reasonFor(call),
    sentiment: null,
    summary: null,
    keyPoints: [],
    actionItems: [],
    success: null,
    extracted: [],
    metadata: null,
    rawResponse: null,
    model: null,
    createdAt: null,
    completedAt: null,
  };
}

/** Where the recording of a call stands. */
export function recordingOf(call: Call): Recording {
  return isOver(call)
    ? {
        status: RecordingStatus.SKIPPED,
        reason: 'The agent does not record its calls.',
        url: null,
        durationSeconds: null,
      }
    : { status: RecordingStatus.PENDING, reason: LIVE, url: null, durationSeconds: null };
}
