import {
  AccountStatus,
  AgentStatus,
  AnalysisStatus,
  AnsweredBy,
  CallDirection,
  CallEventType,
  CallStatus,
  CampaignStatus,
  CreditEntryType,
  EndedBy,
  EndedReason,
  PhoneNumberStatus,
  RecordingStatus,
  Sentiment,
  SuccessVerdict,
  TranscriptStatus,
  TurnRole,
} from '../entities/enums';
import { type ErrorCode, HTTP_STATUS } from '../errors';
import { EventType } from '../services/events/event';
import { describe } from './describe-enum';

export enum UsageGrouping {
  DAY = 'DAY',
  HOUR = 'HOUR',
  MONTH = 'MONTH',
  AGENT = 'AGENT',
  STATUS = 'STATUS',
}

export enum CallOrderField {
  START_TIME = 'START_TIME',
}

export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

/** The closed list of error codes as GraphQL shows it. */
export const ErrorCodeEnum = Object.fromEntries(Object.keys(HTTP_STATUS).map((code) => [code, code])) as {
  [Code in ErrorCode]: Code;
};

describe(CallStatus, 'CallStatus', 'Where a call stands. The last four are final.', {
  INITIATED: 'The request was accepted and the call is queued with the telephony provider.',
  RINGING: 'The phone is ringing.',
  ANSWERED: 'Somebody or something answered and the agent talks.',
  COMPLETED: 'The call was answered and is over.',
  FAILED: 'The call could not be placed or carried; `endedReason` says why.',
  BUSY: 'The line was busy, or the call was declined.',
  NO_ANSWER: 'The phone rang and nobody answered.',
});
describe(CallDirection, 'CallDirection', 'Who called whom.', {
  OUTBOUND: 'The account called the contact.',
  INBOUND: 'The contact called the account.',
});
describe(EndedReason, 'EndedReason', 'Why a call ended.', {
  AGENT_ENDED: 'The agent finished the conversation and hung up.',
  CONTACT_HUNG_UP: 'The person called hung up.',
  TRANSFERRED: 'The agent transferred the call to another number.',
  VOICEMAIL_LEFT: 'A voicemail answered and the agent left a message.',
  VOICEMAIL_NOT_LEFT: 'A voicemail answered and the agent hung up without a message.',
  TIME_LIMIT: "The agent's maximum duration was reached.",
  SILENCE: 'The call was answered, but nobody spoke.',
  BUSY: 'The line was busy.',
  DECLINED: 'The person called declined the call.',
  NO_ANSWER: 'Nobody answered.',
  UNREACHABLE: 'The number does not exist or is out of service.',
  INVALID_NUMBER: 'The provider does not accept the number as a phone number.',
  NOT_PERMITTED: "The provider account's geographic permissions forbid the call.",
  REJECTED_BY_PROVIDER: 'The provider refuses to call the number.',
  PROVIDER_ERROR: 'The provider could not carry the call.',
  MODEL_ERROR: 'The language model could not be reached.',
  INTERNAL_ERROR: 'The server could not conduct the call, or not to its end.',
  CANCELED: 'The call was canceled before it was answered.',
  ENDED_BY_API: 'The call was ended by a request to this API.',
  OUTCOME_UNKNOWN:
    'The provider did not say in time whether it placed the call, or what became of it. Nothing was charged.',
});
describe(EndedBy, 'EndedBy', 'Whose doing the end of a call was.', {
  CONTACT: 'The person called.',
  AGENT: 'The agent.',
  API: 'A request to this API.',
  PLATFORM: 'This server, for example at a time limit.',
  PROVIDER: 'The telephony provider or a network behind it.',
  UNKNOWN: 'Nobody can tell.',
});
describe(AnsweredBy, 'AnsweredBy', 'Who or what answered a call.', {
  HUMAN: 'A person.',
  VOICEMAIL: 'A voicemail or another machine that speaks.',
  FAX: 'A fax machine.',
  UNKNOWN: 'The call was answered, but nobody looked or nobody could tell.',
});
describe(CallEventType, 'CallEventType', 'A milestone of a call. Each happens once at most.', {
  INITIATED: 'The request was accepted and the credits are held.',
  DIALED: 'The telephony provider has the call.',
  RINGING: 'The phone began to ring.',
  ANSWERED: 'The call was answered.',
  MACHINE_DETECTED: 'The provider knows whether a person or a machine answered.',
  TALK_STARTED: 'The agent began to speak.',
  TALK_ENDED: 'The agent had said all it had to say.',
  ENDED: 'The call is over.',
  SETTLED: 'What was used is charged and the rest of the hold released.',
  ANALYZED: 'The conversation was analyzed.',
  OUTCOME_UNKNOWN: 'The provider did not say whether it placed the call.',
  RECONCILED:
    'It was found out whether the provider has the call: `how` in `detail` says by its `reply`, a `callback` or its `list`.',
  RECORDING_READY: 'The recording can be fetched.',
});
describe(CampaignStatus, 'CampaignStatus', 'Where a campaign stands.', {
  DRAFT: 'Not started.',
  ACTIVE: 'Its calls are being placed.',
  PAUSED: 'Stopped for now.',
  COMPLETED: 'All its calls have ended.',
  CANCELED: 'Stopped for good.',
});
describe(AgentStatus, 'AgentStatus', 'Whether an agent may place calls.', {
  DRAFT: 'Being written.',
  PENDING: 'Waiting for approval.',
  APPROVED: 'May place calls.',
  REJECTED: 'Approval was refused.',
  ARCHIVED: 'No longer used.',
});
describe(PhoneNumberStatus, 'PhoneNumberStatus', 'Whether a number may stand as caller id.', {
  ACTIVE: 'May be used.',
  INACTIVE: 'May not be used.',
});
describe(AccountStatus, 'AccountStatus', 'Whether an account may use the API.', {
  ACTIVE: 'It may.',
  SUSPENDED: 'Its keys are refused.',
});
describe(CreditEntryType, 'CreditEntryType', 'What a movement of credits is.', {
  GRANT: 'Credits were added to the account.',
  HOLD: 'Credits were set aside when a call was accepted.',
  SETTLE: 'Held credits were charged for the minutes of a call.',
  RELEASE: 'Held credits that were not used became available again.',
  ADJUST: 'An operator corrected the balance.',
});
describe(TranscriptStatus, 'TranscriptStatus', 'Where the transcript of a call stands.', {
  PENDING: 'The call has not been answered yet.',
  IN_PROGRESS: 'The conversation is on; turns appear as they end.',
  COMPLETED: 'Complete.',
  SKIPPED: 'There is none; `reason` says why.',
  FAILED: 'It was lost; `reason` says why.',
});
describe(AnalysisStatus, 'AnalysisStatus', 'Where the analysis of a call stands.', {
  PENDING: 'The call is not over yet.',
  PROCESSING: 'The transcript is being analyzed.',
  COMPLETED: 'Complete.',
  SKIPPED: 'There is none; `reason` says why.',
  FAILED: 'It failed; `reason` says why.',
});
describe(RecordingStatus, 'RecordingStatus', 'Where the recording of a call stands.', {
  PENDING: 'The call is not over yet.',
  IN_PROGRESS: 'The call is being recorded.',
  COMPLETED: 'It can be fetched.',
  SKIPPED: 'There is none; `reason` says why.',
  FAILED: 'It was lost; `reason` says why.',
});
describe(TurnRole, 'TurnRole', 'Who spoke.', {
  AGENT: 'The agent.',
  CONTACT: 'The person called.',
  SYSTEM: 'Neither: a note about the call, such as a transfer.',
});
describe(Sentiment, 'Sentiment', 'The mood of the person called.', {
  POSITIVE: 'Friendly or pleased.',
  NEUTRAL: 'Neither pleased nor annoyed.',
  NEGATIVE: 'Annoyed or upset.',
  MIXED: 'It changed during the call.',
});
describe(SuccessVerdict, 'SuccessVerdict', "Whether a call reached the agent's goal.", {
  SUCCESS: 'It did.',
  FAILURE: 'It did not.',
  UNKNOWN: 'The transcript does not tell.',
});
describe(EventType, 'EventType', 'What an account is told of.', {
  CALL_INITIATED: 'A call was accepted.',
  CALL_RINGING: 'The phone rings.',
  CALL_ANSWERED: 'Somebody or something answered.',
  CALL_COMPLETED: 'A call has ended, whatever became of it; `status` says what.',
  ANALYSIS_COMPLETED: 'The analysis of a call was made, or it is known why there is none.',
});
describe(UsageGrouping, 'UsageGrouping', 'What each point of a usage series stands for.', {
  DAY: 'A UTC day.',
  HOUR: 'An hour; for periods of at most 31 days.',
  MONTH: 'A calendar month in UTC.',
  AGENT: 'An agent.',
  STATUS: 'A call status.',
});
describe(CallOrderField, 'CallOrderField', 'What calls can be ordered by.', {
  START_TIME: 'When the call was initiated.',
});
describe(SortDirection, 'SortDirection', 'Which end of a list comes first.', {
  ASC: 'Oldest or smallest first.',
  DESC: 'Newest or largest first.',
});
describe(ErrorCodeEnum, 'ErrorCode', 'Every code that an error of this API can have.', {
  UNAUTHENTICATED: 'No API key, or one that is malformed, unknown, expired or revoked.',
  FORBIDDEN: 'The key may not do this.',
  BAD_USER_INPUT: 'Some input is wrong; `issues` names every wrong member.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit this schema.',
  OPERATION_RESOLUTION_FAILURE: 'The document has no such operation, or several and none was named.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL request.',
  PERSISTED_QUERY_NOT_FOUND: 'The hash is not known; send the document with it once.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Persisted queries are switched off.',
  QUERY_TOO_COMPLEX: 'The document asks for too much at once.',
  RATE_LIMITED: 'Too many requests; wait as long as `retryAfterSeconds` says.',
  NOT_FOUND: 'The account has nothing of this id.',
  AGENT_NOT_FOUND: 'The agent does not exist in the account or is not approved.',
  FROM_NUMBER_NOT_FOUND: 'The caller id does not exist in the account or is inactive.',
  FROM_NUMBER_REQUIRED: 'The agent has no default caller id, so the request must name one.',
  INSUFFICIENT_CREDITS: 'Fewer credits are available than the call has to hold.',
  CONCURRENCY_LIMIT: 'The account has as many live calls as it may have.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key stands for a request with other input.',
  IDEMPOTENCY_IN_PROGRESS: 'The first request with this idempotency key is still running.',
  CALL_FAILED: 'The telephony provider refused the call.',
  OUTCOME_UNKNOWN: 'Nobody knows whether the provider placed the call. Retrying is safe.',
  CONFLICT: 'The state of the object does not allow this.',
  UNAVAILABLE: 'The server cannot reach something it needs; try again.',
  INTERNAL_SERVER_ERROR: 'A fault of the server; the request id helps to find it.',
});
