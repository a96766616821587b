import type {
  AnalysisStatus,
  AnsweredBy,
  CallDirection,
  CallStatus,
  DialState,
  EndedBy,
  EndedReason,
  RecordingStatus,
} from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** What is mostly shown of a call: a plain row whose names are those of the clients. */
export interface CallSummary {
  accountId: string;
  id: string;
  /** The telephony provider's id. */
  callSid: string | null;
  trackingId: string;
  direction: CallDirection;
  status: CallStatus;
  agentId: string;
  contactId: string;
  campaignId: string | null;
  fromNumber: string;
  toNumber: string;
  contactName: string | null;
  startTime: IsoTime;
  answeredTime: IsoTime | null;
  endTime: IsoTime | null;
  durationSeconds: number | null;
  creditsReserved: number;
  creditsUsed: number;
  endedReason: EndedReason | null;
  endedBy: EndedBy | null;
  answeredBy: AnsweredBy | null;
  providerMessage: string | null;
  /** BCP 47 tag of what is spoken; null until somebody speaks. */
  language: string | null;
  /** Turns of the transcript. */
  turns: number;
  /** Null until the call has ended. */
  analysisStatus: AnalysisStatus | null;
  /** Null: the call is not recorded. */
  recordingStatus: RecordingStatus | null;
  recordingSid: string | null;
  recordingSeconds: number | null;
  createdAt: IsoTime;
  updatedAt: IsoTime;
}

/** A call as it is read. */
export interface Call extends CallSummary {
  dial: DialState;
  contactData: Record<string, unknown> | null;
  maxDurationSeconds: number;
  agentVersion: number;
  /** The language model that conducts the call; null: none was asked. */
  model: string | null;
  promptTokens: number;
  completionTokens: number;
}

/** Whether a {@link CallSummary} has all that is wanted. The names are those of the fields that clients select. */
export function isSummary(wanted: { has(field: string): boolean }): boolean {
  return !wanted.has('contactData') && !wanted.has('modelUsage');
}

/** The select list of a {@link CallSummary}; the table is `calls c`. */
export const CALL_SUMMARY_COLUMNS = `c.account_id "accountId", c.id, c.provider_sid "callSid", c.tracking_id "trackingId",
  c.direction, c.status, c.agent_id "agentId", c.contact_id "contactId", c.campaign_id "campaignId",
  c.from_number "fromNumber", c.to_number "toNumber", c.contact_name "contactName",
  c.start_time "startTime", c.answered_time "answeredTime", c.end_time "endTime",
  c.duration_seconds "durationSeconds", c.credits_reserved "creditsReserved", c.credits_used "creditsUsed",
  c.ended_reason "endedReason", c.ended_by "endedBy", c.answered_by "answeredBy", c.provider_message "providerMessage",
  c.language, c.turns, c.analysis_status "analysisStatus", c.recording_status "recordingStatus",
  c.recording_sid "recordingSid", c.recording_seconds "recordingSeconds",
  c.created_at "createdAt", c.updated_at "updatedAt"`;

/** The select list of a {@link Call}; the table is `calls c`. */
export const CALL_COLUMNS = `${CALL_SUMMARY_COLUMNS}, c.dial, c.contact_data "contactData",
  c.max_duration_seconds "maxDurationSeconds", c.agent_version "agentVersion", c.model,
  c.prompt_tokens "promptTokens", c.completion_tokens "completionTokens"`;

/** What nobody knows of a call that has just been accepted: nothing was said, ended or recorded. */
export const NOTHING_YET = {
  answeredTime: null,
  endTime: null,
  durationSeconds: null,
  endedReason: null,
  endedBy: null,
  answeredBy: null,
  providerMessage: null,
  language: null,
  turns: 0,
  model: null,
  promptTokens: 0,
  completionTokens: 0,
  analysisStatus: null,
  recordingSid: null,
  recordingSeconds: null,
} as const satisfies Partial<Call>;
