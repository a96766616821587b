import { AnalysisStatus, AnsweredBy, CallStatus, RecordingStatus, TranscriptStatus } from '../entities/enums';
import type { Analysis } from '../services/analyses/analysis';
import type { CallSummary } from '../services/calls/call';
import { type Turn, textOf } from '../services/transcripts/turn';
import type { CallAnalysis } from './types/analysis';
import type { Recording } from './types/recording';
import type { Transcript } from './types/transcript';

const LIVE = 'The call is not over yet.';

/** Why an ended call has nothing to show. */
function silenceOf(call: CallSummary): string {
  if (call.status !== CallStatus.COMPLETED) return 'The call was not answered, so nothing was said.';
  return call.answeredBy === AnsweredBy.VOICEMAIL || call.answeredBy === AnsweredBy.FAX
    ? 'A machine answered, and nothing was said.'
    : 'The call was answered, but it ended before anything was said.';
}

interface Standing {
  status: TranscriptStatus;
  reason: string | null;
}

function whileLive(said: boolean): Standing {
  return { status: said ? TranscriptStatus.IN_PROGRESS : TranscriptStatus.PENDING, reason: LIVE };
}

function onceOver(call: CallSummary, said: boolean): Standing {
  return said
    ? { status: TranscriptStatus.COMPLETED, reason: null }
    : { status: TranscriptStatus.SKIPPED, reason: silenceOf(call) };
}

/** Where the transcript of a call stands, with what was said so far. */
export function transcriptOf(call: CallSummary, turns: Turn[]): Transcript {
  const said = turns.length > 0;
  const { status, reason } = call.endTime === null ? whileLive(said) : onceOver(call, said);
  return {
    status,
    reason,
    text: textOf(turns),
    turns,
    language: said ? call.language : null,
    durationSeconds: call.durationSeconds,
    createdAt: turns[0]?.startedAt ?? null,
  };
}

const NOTHING_SAID = {
  live: { status: TranscriptStatus.PENDING, text: null },
  over: { status: TranscriptStatus.SKIPPED, text: null },
} as const;

/** What lists show of the transcript of a call in which nothing was said; one object for all of them. */
export function briefTranscriptOf({ endTime }: CallSummary): Pick<Transcript, 'status' | 'text'> {
  return endTime === null ? NOTHING_SAID.live : NOTHING_SAID.over;
}

/** Whether there is more to say of an analysis than its status. */
export function isAnalyzed({ analysisStatus, turns }: CallSummary): boolean {
  return analysisStatus !== null && (analysisStatus !== AnalysisStatus.SKIPPED || turns > 0);
}

const NOT_ANALYZED = {
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

/** Where the analysis of a call stands. `turns` are those that evidence may point at. */
export function analysisOf(call: CallSummary, analysis: Analysis | null, turns: Turn[] = []): CallAnalysis {
  const status = analysisStatusOf(call);
  const reason = analysis?.reason ?? reasonOf(call, status);
  if (!analysis) return { ...NOT_ANALYZED, status, reason };
  const byIndex = new Map(turns.map((turn) => [turn.index, turn]));
  const extracted = analysis.extracted.map((value) => ({
    ...value,
    evidence: value.evidence.flatMap((index) => byIndex.get(index) ?? []),
  }));
  return { ...analysis, status, reason, extracted };
}

function analysisStatusOf({ analysisStatus, endTime }: CallSummary): AnalysisStatus {
  return analysisStatus ?? (endTime === null ? AnalysisStatus.PENDING : AnalysisStatus.SKIPPED);
}

const BRIEF_ANALYSES = Object.fromEntries(
  Object.values(AnalysisStatus).map((status) => [status, { status }]),
) as Record<AnalysisStatus, Pick<CallAnalysis, 'status'>>;

/** What lists show of an analysis; one object for all of a status. */
export function briefAnalysisOf(call: CallSummary): Pick<CallAnalysis, 'status'> {
  return BRIEF_ANALYSES[analysisStatusOf(call)];
}

function reasonOf(call: CallSummary, status: AnalysisStatus): string | null {
  switch (status) {
    case AnalysisStatus.SKIPPED:
      return silenceOf(call);
    case AnalysisStatus.PENDING:
      return call.endTime === null ? LIVE : 'It will be made in a moment.';
    case AnalysisStatus.PROCESSING:
      return 'It is being made.';
    default:
      return null;
  }
}

/** What lists show of a recording that does not exist. */
export const NO_RECORDING: Pick<Recording, 'url'> = { url: null };

/** Where the recording of a call stands. `url` is where a finished one can be fetched. */
export function recordingOf(call: CallSummary, url: string | null): Recording {
  const status = call.recordingStatus ?? RecordingStatus.SKIPPED;
  return {
    status,
    reason: whyNoRecording(call, status),
    url: status === RecordingStatus.COMPLETED ? url : null,
    durationSeconds: call.recordingSeconds,
  };
}

function whyNoRecording({ recordingStatus, endTime }: CallSummary, status: RecordingStatus): string | null {
  switch (status) {
    case RecordingStatus.PENDING:
      return endTime === null ? LIVE : 'The telephony provider has not yet said whether there is one.';
    case RecordingStatus.IN_PROGRESS:
      return endTime === null ? 'It is being recorded.' : 'The telephony provider is making it ready.';
    case RecordingStatus.COMPLETED:
      return null;
    case RecordingStatus.SKIPPED:
      return recordingStatus === null
        ? 'The agent does not record its calls.'
        : 'The call was not answered, so nothing was recorded.';
    case RecordingStatus.FAILED:
      return 'The telephony provider has no recording of the call.';
  }
}
