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

/** A call as it is read: a plain row whose names are those of the clients. */
export interface Call {
  accountId: string;
  id: string;
  /** The telephony provider's id. */
  callSid: string | null;
  trackingId: string;
  direction: CallDirection;
  status: CallStatus;
  dial: DialState;
  agentId: string;
  contactId: string;
  campaignId: string | null;
  fromNumber: string;
  toNumber: string;
  contactName: string | null;
  contactData: Record<string, unknown> | null;
  startTime: Date;
  answeredTime: Date | null;
  endTime: Date | null;
  durationSeconds: number | null;
  maxDurationSeconds: number;
  creditsReserved: number;
  creditsUsed: number;
  endedReason: EndedReason | null;
  endedBy: EndedBy | null;
  answeredBy: AnsweredBy | null;
  providerMessage: string | null;
  agentVersion: number;
  /** BCP 47 tag of what is spoken; null until somebody speaks. */
  language: string | null;
  /** Turns of the transcript. */
  turns: number;
  /** The language model that conducts the call; null: none was asked. */
  model: string | null;
  promptTokens: number;
  completionTokens: number;
  /** Null until the call has ended. */
  analysisStatus: AnalysisStatus | null;
  /** Null: the call is not recorded. */
  recordingStatus: RecordingStatus | null;
  recordingSid: string | null;
  recordingSeconds: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The select list of a {@link Call}; the table is `calls c`. */
export const CALL_COLUMNS = `c.account_id "accountId", c.id, c.provider_sid "callSid", c.tracking_id "trackingId",
  c.direction, c.status, c.dial, c.agent_id "agentId", c.contact_id "contactId", c.campaign_id "campaignId",
  c.from_number "fromNumber", c.to_number "toNumber", c.contact_name "contactName", c.contact_data "contactData",
  c.start_time "startTime", c.answered_time "answeredTime", c.end_time "endTime",
  c.duration_seconds "durationSeconds", c.max_duration_seconds "maxDurationSeconds",
  c.credits_reserved "creditsReserved", c.credits_used "creditsUsed", c.ended_reason "endedReason",
  c.ended_by "endedBy", c.answered_by "answeredBy", c.provider_message "providerMessage",
  c.agent_version "agentVersion", c.language, c.turns, c.model, c.prompt_tokens "promptTokens", c.completion_tokens "completionTokens",
  c.analysis_status "analysisStatus", c.recording_status "recordingStatus", c.recording_sid "recordingSid", c.recording_seconds "recordingSeconds",
  c.created_at "createdAt", c.updated_at "updatedAt"`;
