/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/* Made by `npm run generate` from the operations of the console. */
/** Where the analysis of a call stands. */
export type AnalysisStatus =
  /** Complete. */
  | 'COMPLETED'
  /** It failed; `reason` says why. */
  | 'FAILED'
  /** The call is not over yet. */
  | 'PENDING'
  /** The transcript is being analyzed. */
  | 'PROCESSING'
  /** There is none; `reason` says why. */
  | 'SKIPPED';

/** Who or what answered a call. */
export type AnsweredBy =
  /** A fax machine. */
  | 'FAX'
  /** A person. */
  | 'HUMAN'
  /** The call was answered, but nobody looked or nobody could tell. */
  | 'UNKNOWN'
  /** A voicemail or another machine that speaks. */
  | 'VOICEMAIL';

/** A milestone of a call. Each happens once at most. */
export type CallEventType =
  /** The conversation was analyzed. */
  | 'ANALYZED'
  /** The call was answered. */
  | 'ANSWERED'
  /** The telephony provider has the call. */
  | 'DIALED'
  /** The call is over. */
  | 'ENDED'
  /** The request was accepted and the credits are held. */
  | 'INITIATED'
  /** The provider knows whether a person or a machine answered. */
  | 'MACHINE_DETECTED'
  /** The provider did not say whether it placed the call. */
  | 'OUTCOME_UNKNOWN'
  /** It was found out whether the provider has the call: `how` in `detail` says by its `reply`, a `callback` or its `list`. */
  | 'RECONCILED'
  /** The recording can be fetched. */
  | 'RECORDING_READY'
  /** The phone began to ring. */
  | 'RINGING'
  /** What was used is charged and the rest of the hold released. */
  | 'SETTLED'
  /** The agent had said all it had to say. */
  | 'TALK_ENDED'
  /** The agent began to speak. */
  | 'TALK_STARTED';

/** Which calls to list. What is absent does not filter. */
export type CallFilter = {
  /** Conducted by this agent. */
  agentId?: string | number | null | undefined;
  /** Of this campaign. */
  campaignId?: string | number | null | undefined;
  /** To this contact. */
  contactId?: string | number | null | undefined;
  /** Initiated before then. */
  endDate?: string | null | undefined;
  /** Initiated then or later. */
  startDate?: string | null | undefined;
  /** Any of these statuses. */
  status?: Array<CallStatus> | null | undefined;
  /** To this number. */
  toNumber?: string | null | undefined;
};

/** One of the things that decide whether a call is placed. */
export type CallGate =
  /** Whether the agent is of the account and approved. */
  | 'AGENT'
  /** Whether there is an active number to show. */
  | 'CALLER_ID'
  /** Whether the account may have one more live call. */
  | 'CONCURRENCY'
  /** Whether what is kept about the contact has room for what the request adds. */
  | 'CONTACT_DATA'
  /** Whether the credits for the longest possible call are available. */
  | 'CREDITS'
  /** Whether an earlier call to the same number from the same number is owed an answer: as long as its outcome is unknown, nobody is dialled again. */
  | 'DIAL_FENCE'
  /** Whether the idempotency key stands for an earlier request. */
  | 'IDEMPOTENCY_KEY'
  /** Whether all is known that the agent insists on, and the agent's texts have room for it. */
  | 'VARIABLES';

/** Where a call stands. The last four are final. */
export type CallStatus =
  /** Somebody or something answered and the agent talks. */
  | 'ANSWERED'
  /** The line was busy, or the call was declined. */
  | 'BUSY'
  /** The call was answered and is over. */
  | 'COMPLETED'
  /** The call could not be placed or carried; `endedReason` says why. */
  | 'FAILED'
  /** The request was accepted and the call is queued with the telephony provider. */
  | 'INITIATED'
  /** The phone rang and nobody answered. */
  | 'NO_ANSWER'
  /** The phone is ringing. */
  | 'RINGING';

/** What a movement of credits is. */
export type CreditEntryType =
  /** An operator corrected the balance. */
  | 'ADJUST'
  /** Credits were added to the account. */
  | 'GRANT'
  /** Credits were set aside when a call was accepted. */
  | 'HOLD'
  /** Held credits that were not used became available again. */
  | 'RELEASE'
  /** Held credits were charged for the minutes of a call. */
  | 'SETTLE';

/** Whose doing the end of a call was. */
export type EndedBy =
  /** The agent. */
  | 'AGENT'
  /** A request to this API. */
  | 'API'
  /** The person called. */
  | 'CONTACT'
  /** This server, for example at a time limit. */
  | 'PLATFORM'
  /** The telephony provider or a network behind it. */
  | 'PROVIDER'
  /** Nobody can tell. */
  | 'UNKNOWN';

/** Why a call ended. */
export type EndedReason =
  /** The agent finished the conversation and hung up. */
  | 'AGENT_ENDED'
  /** The line was busy. */
  | 'BUSY'
  /** The call was canceled before it was answered. */
  | 'CANCELED'
  /** The person called hung up. */
  | 'CONTACT_HUNG_UP'
  /** The person called declined the call. */
  | 'DECLINED'
  /** The call was ended by a request to this API. */
  | 'ENDED_BY_API'
  /** The server could not conduct the call, or not to its end. */
  | 'INTERNAL_ERROR'
  /** The provider does not accept the number as a phone number. */
  | 'INVALID_NUMBER'
  /** The language model could not be reached. */
  | 'MODEL_ERROR'
  /** The provider account's geographic permissions forbid the call. */
  | 'NOT_PERMITTED'
  /** Nobody answered. */
  | 'NO_ANSWER'
  /** The provider did not say in time whether it placed the call, or what became of it. Nothing was charged. */
  | 'OUTCOME_UNKNOWN'
  /** The provider could not carry the call. */
  | 'PROVIDER_ERROR'
  /** The provider refuses to call the number. */
  | 'REJECTED_BY_PROVIDER'
  /** The call was answered, but nobody spoke. */
  | 'SILENCE'
  /** The agent's maximum duration was reached. */
  | 'TIME_LIMIT'
  /** The agent transferred the call to another number. */
  | 'TRANSFERRED'
  /** The number does not exist or is out of service. */
  | 'UNREACHABLE'
  /** A voicemail answered and the agent left a message. */
  | 'VOICEMAIL_LEFT'
  /** A voicemail answered and the agent hung up without a message. */
  | 'VOICEMAIL_NOT_LEFT';

/** Every code that an error of this API can have. */
export type ErrorCode =
  /** The agent does not exist in the account or is not approved. */
  | 'AGENT_NOT_FOUND'
  /** The HTTP request is not a GraphQL request. */
  | 'BAD_REQUEST'
  /** Some input is wrong; `issues` names every wrong member. */
  | 'BAD_USER_INPUT'
  /** The telephony provider refused the call. */
  | 'CALL_FAILED'
  /** The account has as many live calls as it may have. */
  | 'CONCURRENCY_LIMIT'
  /** The state of the object does not allow this. */
  | 'CONFLICT'
  /** The key may not do this. */
  | 'FORBIDDEN'
  /** The caller id does not exist in the account or is inactive. */
  | 'FROM_NUMBER_NOT_FOUND'
  /** The agent has no default caller id, so the request must name one. */
  | 'FROM_NUMBER_REQUIRED'
  /** The document is not GraphQL. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit this schema. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The first request with this idempotency key is still running. */
  | 'IDEMPOTENCY_IN_PROGRESS'
  /** The idempotency key stands for a request with other input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Fewer credits are available than the call has to hold. */
  | 'INSUFFICIENT_CREDITS'
  /** A fault of the server; the request id helps to find it. */
  | 'INTERNAL_SERVER_ERROR'
  /** The account has nothing of this id. */
  | 'NOT_FOUND'
  /** The document has no such operation, or several and none was named. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** Nobody knows whether the provider placed the call. Retrying is safe. */
  | 'OUTCOME_UNKNOWN'
  /** The hash is not known; send the document with it once. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** Persisted queries are switched off. */
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  /** The document asks for too much at once. */
  | 'QUERY_TOO_COMPLEX'
  /** Too many requests; wait as long as `retryAfterSeconds` says. */
  | 'RATE_LIMITED'
  /** No API key, or one that is malformed, unknown, expired or revoked. */
  | 'UNAUTHENTICATED'
  /** The server cannot reach something it needs; try again. */
  | 'UNAVAILABLE';

/** What a gate says of a request. */
export type GateState =
  /** No call is placed because of this. */
  | 'CLOSED'
  /** Nothing is in the way here. */
  | 'OPEN'
  /** Nobody knows before another gate is open. */
  | 'UNDECIDED';

/** The call to place. */
export type InitiateCallInput = {
  /** The agent that conducts the call. It must be approved. */
  agentId: string | number;
  /** Data for the prompt, by the names of its variables; at most 32 levels and 64 kB. */
  contactData?: Record<string, unknown> | null | undefined;
  /** Name of the person called; at most 200 characters. */
  contactName?: string | null | undefined;
  /** The caller id to show; the agent's own unless given. */
  fromNumberId?: string | number | null | undefined;
  /** Your own name for this call: a repeat with the same key within 24 hours gets the same call. */
  idempotencyKey?: string | null | undefined;
  /** Who to call, in E.164 format. */
  toNumber: string;
};

/** Whether a number may stand as caller id. */
export type PhoneNumberStatus =
  /** May be used. */
  | 'ACTIVE'
  /** May not be used. */
  | 'INACTIVE';

/** Where the recording of a call stands. */
export type RecordingStatus =
  /** It can be fetched. */
  | 'COMPLETED'
  /** It was lost; `reason` says why. */
  | 'FAILED'
  /** The call is being recorded. */
  | 'IN_PROGRESS'
  /** The call is not over yet. */
  | 'PENDING'
  /** There is none; `reason` says why. */
  | 'SKIPPED';

/** The mood of the person called. */
export type Sentiment =
  /** It changed during the call. */
  | 'MIXED'
  /** Annoyed or upset. */
  | 'NEGATIVE'
  /** Neither pleased nor annoyed. */
  | 'NEUTRAL'
  /** Friendly or pleased. */
  | 'POSITIVE';

/** Whether a call reached the agent's goal. */
export type SuccessVerdict =
  /** It did not. */
  | 'FAILURE'
  /** It did. */
  | 'SUCCESS'
  /** The transcript does not tell. */
  | 'UNKNOWN';

/** Where the transcript of a call stands. */
export type TranscriptStatus =
  /** Complete. */
  | 'COMPLETED'
  /** It was lost; `reason` says why. */
  | 'FAILED'
  /** The conversation is on; turns appear as they end. */
  | 'IN_PROGRESS'
  /** The call has not been answered yet. */
  | 'PENDING'
  /** There is none; `reason` says why. */
  | 'SKIPPED';

/** Who spoke. */
export type TurnRole =
  /** The agent. */
  | 'AGENT'
  /** The person called. */
  | 'CONTACT'
  /** Neither: a note about the call, such as a transfer. */
  | 'SYSTEM';

/** Where a variable of an agent’s texts comes from. The first that has it, wins. */
export type VariableSource =
  /** The call itself: the two numbers, the moment, the agent. */
  | 'CALL'
  /** What earlier calls left: the contact's `additionalData`. */
  | 'CONTACT_DATA'
  /** What is kept about the person: the contact's `metadata`. */
  | 'CONTACT_METADATA'
  /** The request: `contactData` or `contactName`. */
  | 'REQUEST';

export type CallRowFragment = { id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, agent: { id: string, name: string } };

export type TurnFragment = { index: number, role: TurnRole, text: string, offsetMs: number, durationMs: number | null, interrupted: boolean };

export type CallInFullFragment = { callSid: string | null, trackingId: string, fromNumber: string, contactId: string, campaignId: string | null, contactData: Record<string, unknown> | null, answeredTime: string | null, answeredBy: AnsweredBy | null, endedBy: EndedBy | null, retryable: boolean | null, creditsReserved: number, id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, creditEntries: Array<{ id: string, type: CreditEntryType, amount: number, balanceAfter: number, reservedAfter: number, createdAt: string }>, events: Array<{ id: string, type: CallEventType, status: CallStatus, occurredAt: string, source: string }>, analysis: { status: AnalysisStatus, reason: string | null, summary: string | null, sentiment: Sentiment | null, keyPoints: Array<string>, actionItems: Array<string>, model: string | null, success: { verdict: SuccessVerdict, score: number, rationale: string } | null, extracted: Array<{ name: string, value: unknown, supported: boolean, evidence: Array<{ index: number }> }> }, recording: { status: RecordingStatus, reason: string | null, url: string | null, durationSeconds: number | null }, agent: { id: string, name: string } };

export type CallQueryVariables = Exact<{
  id: string | number;
}>;


export type CallQuery = { call: { callSid: string | null, trackingId: string, fromNumber: string, contactId: string, campaignId: string | null, contactData: Record<string, unknown> | null, answeredTime: string | null, answeredBy: AnsweredBy | null, endedBy: EndedBy | null, retryable: boolean | null, creditsReserved: number, id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, transcript: { status: TranscriptStatus, reason: string | null, turns: Array<{ index: number, role: TurnRole, text: string, offsetMs: number, durationMs: number | null, interrupted: boolean }> }, creditEntries: Array<{ id: string, type: CreditEntryType, amount: number, balanceAfter: number, reservedAfter: number, createdAt: string }>, events: Array<{ id: string, type: CallEventType, status: CallStatus, occurredAt: string, source: string }>, analysis: { status: AnalysisStatus, reason: string | null, summary: string | null, sentiment: Sentiment | null, keyPoints: Array<string>, actionItems: Array<string>, model: string | null, success: { verdict: SuccessVerdict, score: number, rationale: string } | null, extracted: Array<{ name: string, value: unknown, supported: boolean, evidence: Array<{ index: number }> }> }, recording: { status: RecordingStatus, reason: string | null, url: string | null, durationSeconds: number | null }, agent: { id: string, name: string } } | null };

export type CallChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type CallChangedSubscription = { callUpdated: { callSid: string | null, trackingId: string, fromNumber: string, contactId: string, campaignId: string | null, contactData: Record<string, unknown> | null, answeredTime: string | null, answeredBy: AnsweredBy | null, endedBy: EndedBy | null, retryable: boolean | null, creditsReserved: number, id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, transcript: { status: TranscriptStatus, reason: string | null }, creditEntries: Array<{ id: string, type: CreditEntryType, amount: number, balanceAfter: number, reservedAfter: number, createdAt: string }>, events: Array<{ id: string, type: CallEventType, status: CallStatus, occurredAt: string, source: string }>, analysis: { status: AnalysisStatus, reason: string | null, summary: string | null, sentiment: Sentiment | null, keyPoints: Array<string>, actionItems: Array<string>, model: string | null, success: { verdict: SuccessVerdict, score: number, rationale: string } | null, extracted: Array<{ name: string, value: unknown, supported: boolean, evidence: Array<{ index: number }> }> }, recording: { status: RecordingStatus, reason: string | null, url: string | null, durationSeconds: number | null }, agent: { id: string, name: string } } };

export type TurnAddedSubscriptionVariables = Exact<{
  id: string | number;
  after?: number | null | undefined;
}>;


export type TurnAddedSubscription = { transcriptTurnAdded: { index: number, role: TurnRole, text: string, offsetMs: number, durationMs: number | null, interrupted: boolean } };

export type EndCallMutationVariables = Exact<{
  id: string | number;
}>;


export type EndCallMutation = { endCall:
    | { call: { id: string } }
    | { message: string }
   };

export type ReanalyzeCallMutationVariables = Exact<{
  id: string | number;
}>;


export type ReanalyzeCallMutation = { reanalyzeCall:
    | { message: string }
    | { message: string }
    | { call: { id: string } }
   };

export type CallsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: CallFilter | null | undefined;
}>;


export type CallsQuery = { calls: { edges: Array<{ node: { id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, agent: { id: string, name: string } } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type FindCallQueryVariables = Exact<{
  reference: string | number;
}>;


export type FindCallQuery = { call: { id: string } | null };

export type CallsChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CallsChangedSubscription = { callUpdated: { id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, agent: { id: string, name: string } } };

export type CallsChangedSinceQueryVariables = Exact<{
  cursor: string;
}>;


export type CallsChangedSinceQuery = { events: { edges: Array<{ node: { call: { id: string, status: CallStatus, toNumber: string, contactName: string | null, startTime: string, endTime: string | null, durationSeconds: number | null, creditsUsed: number, endedReason: EndedReason | null, explanation: string | null, updatedAt: string, agent: { id: string, name: string } } } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type CallersQueryVariables = Exact<{ [key: string]: never; }>;


export type CallersQuery = { agents: { edges: Array<{ node: { id: string, name: string, language: string, variables: Array<string>, maxDurationSeconds: number, creditsPerMinute: number, fromNumber: { phoneNumber: string } | null } }> }, phoneNumbers: { edges: Array<{ node: { id: string, phoneNumber: string, label: string | null, status: PhoneNumberStatus } }> } };

export type PreviewQueryVariables = Exact<{
  input: InitiateCallInput;
}>;


export type PreviewQuery = { previewCall: { wouldCall: boolean, systemPrompt: string | null, firstMessage: string | null, textProblem: string | null, fromNumber: string | null, destination: { country: string | null, localTime: string, timeZone: string }, cost: { hold: number, available: number, creditsPerMinute: number, maxDurationSeconds: number } | null, gates: Array<{ gate: CallGate, state: GateState, code: ErrorCode | null, message: string, remedy: string | null, issues: Record<string, unknown> | null, call: { id: string } | null }>, variables: { unused: Array<string>, known: Array<{ name: string, source: VariableSource, value: unknown }>, missing: Array<{ name: string, member: string, fallback: string | null }> } } };

export type PlaceCallMutationVariables = Exact<{
  input: InitiateCallInput;
}>;


export type PlaceCallMutation = { initiateCall:
    | { __typename: 'AgentNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'CallFailedError', details: string, outcomeKnown: boolean, code: ErrorCode, message: string, failedCall: { id: string } | null }
    | { __typename: 'ConcurrencyLimitError', code: ErrorCode, message: string }
    | { __typename: 'FromNumberNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'FromNumberRequiredError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyInProgressError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InitiateCallSuccess', call: { id: string } }
    | { __typename: 'InsufficientCreditsError', code: ErrorCode, message: string }
   };

export type SessionQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionQuery = { account: { name: string, testMode: boolean }, events: { pageInfo: { endCursor: string | null } } };

export type UsageQueryVariables = Exact<{
  today: string;
  month: string;
}>;


export type UsageQuery = { account: { testMode: boolean, credits: { available: number, reserved: number, used: number }, limits: { activeCalls: number, concurrentCalls: number }, today: { totals: { calls: number, answered: number, minutes: number, creditsUsed: number } }, month: { byStatus: Record<string, unknown>, totals: { calls: number, answered: number, minutes: number, creditsUsed: number, averageDuration: number, answerRate: number }, byAgent: Array<{ agentId: string, agentName: string, calls: number, minutes: number, creditsUsed: number }>, series: Array<{ date: string, calls: number, answered: number, minutes: number, creditsUsed: number }> } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const TurnFragmentDoc = new TypedDocumentString(`
    fragment Turn on TranscriptTurn {
  index
  role
  text
  offsetMs
  durationMs
  interrupted
}
    `, {"fragmentName":"Turn"}) as unknown as TypedDocumentString<TurnFragment, unknown>;
export const CallRowFragmentDoc = new TypedDocumentString(`
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}
    `, {"fragmentName":"CallRow"}) as unknown as TypedDocumentString<CallRowFragment, unknown>;
export const CallInFullFragmentDoc = new TypedDocumentString(`
    fragment CallInFull on Call {
  ...CallRow
  callSid
  trackingId
  fromNumber
  contactId
  campaignId
  contactData
  answeredTime
  answeredBy
  endedBy
  retryable
  creditsReserved
  creditEntries {
    id
    type
    amount
    balanceAfter
    reservedAfter
    createdAt
  }
  events {
    id
    type
    status
    occurredAt
    source
  }
  analysis {
    status
    reason
    summary
    sentiment
    keyPoints
    actionItems
    model
    success {
      verdict
      score
      rationale
    }
    extracted {
      name
      value
      supported
      evidence {
        index
      }
    }
  }
  recording {
    status
    reason
    url
    durationSeconds
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}`, {"fragmentName":"CallInFull"}) as unknown as TypedDocumentString<CallInFullFragment, unknown>;
export const CallDocument = new TypedDocumentString(`
    query Call($id: ID!) {
  call(id: $id) {
    ...CallInFull
    transcript {
      status
      reason
      turns {
        ...Turn
      }
    }
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}
fragment Turn on TranscriptTurn {
  index
  role
  text
  offsetMs
  durationMs
  interrupted
}
fragment CallInFull on Call {
  ...CallRow
  callSid
  trackingId
  fromNumber
  contactId
  campaignId
  contactData
  answeredTime
  answeredBy
  endedBy
  retryable
  creditsReserved
  creditEntries {
    id
    type
    amount
    balanceAfter
    reservedAfter
    createdAt
  }
  events {
    id
    type
    status
    occurredAt
    source
  }
  analysis {
    status
    reason
    summary
    sentiment
    keyPoints
    actionItems
    model
    success {
      verdict
      score
      rationale
    }
    extracted {
      name
      value
      supported
      evidence {
        index
      }
    }
  }
  recording {
    status
    reason
    url
    durationSeconds
  }
}`) as unknown as TypedDocumentString<CallQuery, CallQueryVariables>;
export const CallChangedDocument = new TypedDocumentString(`
    subscription CallChanged($id: ID!) {
  callUpdated(callId: $id) {
    ...CallInFull
    transcript {
      status
      reason
    }
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}
fragment CallInFull on Call {
  ...CallRow
  callSid
  trackingId
  fromNumber
  contactId
  campaignId
  contactData
  answeredTime
  answeredBy
  endedBy
  retryable
  creditsReserved
  creditEntries {
    id
    type
    amount
    balanceAfter
    reservedAfter
    createdAt
  }
  events {
    id
    type
    status
    occurredAt
    source
  }
  analysis {
    status
    reason
    summary
    sentiment
    keyPoints
    actionItems
    model
    success {
      verdict
      score
      rationale
    }
    extracted {
      name
      value
      supported
      evidence {
        index
      }
    }
  }
  recording {
    status
    reason
    url
    durationSeconds
  }
}`) as unknown as TypedDocumentString<CallChangedSubscription, CallChangedSubscriptionVariables>;
export const TurnAddedDocument = new TypedDocumentString(`
    subscription TurnAdded($id: ID!, $after: Int) {
  transcriptTurnAdded(callId: $id, after: $after) {
    ...Turn
  }
}
    fragment Turn on TranscriptTurn {
  index
  role
  text
  offsetMs
  durationMs
  interrupted
}`) as unknown as TypedDocumentString<TurnAddedSubscription, TurnAddedSubscriptionVariables>;
export const EndCallDocument = new TypedDocumentString(`
    mutation EndCall($id: ID!) {
  endCall(callId: $id) {
    ... on EndCallSuccess {
      call {
        id
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EndCallMutation, EndCallMutationVariables>;
export const ReanalyzeCallDocument = new TypedDocumentString(`
    mutation ReanalyzeCall($id: ID!) {
  reanalyzeCall(callId: $id) {
    ... on ReanalyzeCallSuccess {
      call {
        id
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReanalyzeCallMutation, ReanalyzeCallMutationVariables>;
export const CallsDocument = new TypedDocumentString(`
    query Calls($first: Int!, $after: String, $filter: CallFilter) {
  calls(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        ...CallRow
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}`) as unknown as TypedDocumentString<CallsQuery, CallsQueryVariables>;
export const FindCallDocument = new TypedDocumentString(`
    query FindCall($reference: ID!) {
  call(id: $reference) {
    id
  }
}
    `) as unknown as TypedDocumentString<FindCallQuery, FindCallQueryVariables>;
export const CallsChangedDocument = new TypedDocumentString(`
    subscription CallsChanged {
  callUpdated {
    ...CallRow
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}`) as unknown as TypedDocumentString<CallsChangedSubscription, CallsChangedSubscriptionVariables>;
export const CallsChangedSinceDocument = new TypedDocumentString(`
    query CallsChangedSince($cursor: String!) {
  events(first: 100, after: $cursor) {
    edges {
      node {
        call {
          ...CallRow
        }
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment CallRow on Call {
  id
  status
  toNumber
  contactName
  startTime
  endTime
  durationSeconds
  creditsUsed
  endedReason
  explanation
  updatedAt
  agent {
    id
    name
  }
}`) as unknown as TypedDocumentString<CallsChangedSinceQuery, CallsChangedSinceQueryVariables>;
export const CallersDocument = new TypedDocumentString(`
    query Callers {
  agents(first: 100, filter: {status: [APPROVED]}) {
    edges {
      node {
        id
        name
        language
        variables
        maxDurationSeconds
        creditsPerMinute
        fromNumber {
          phoneNumber
        }
      }
    }
  }
  phoneNumbers(first: 100) {
    edges {
      node {
        id
        phoneNumber
        label
        status
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CallersQuery, CallersQueryVariables>;
export const PreviewDocument = new TypedDocumentString(`
    query Preview($input: InitiateCallInput!) {
  previewCall(input: $input) {
    wouldCall
    systemPrompt
    firstMessage
    textProblem
    fromNumber
    destination {
      country
      localTime
      timeZone
    }
    cost {
      hold
      available
      creditsPerMinute
      maxDurationSeconds
    }
    gates {
      gate
      state
      code
      message
      remedy
      issues
      call {
        id
      }
    }
    variables {
      known {
        name
        source
        value
      }
      missing {
        name
        member
        fallback
      }
      unused
    }
  }
}
    `) as unknown as TypedDocumentString<PreviewQuery, PreviewQueryVariables>;
export const PlaceCallDocument = new TypedDocumentString(`
    mutation PlaceCall($input: InitiateCallInput!) {
  initiateCall(input: $input) {
    __typename
    ... on InitiateCallSuccess {
      call {
        id
      }
    }
    ... on CallFailedError {
      details
      outcomeKnown
      failedCall: call {
        id
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PlaceCallMutation, PlaceCallMutationVariables>;
export const SessionDocument = new TypedDocumentString(`
    query Session {
  account {
    name
    testMode
  }
  events(first: 1, after: "now") {
    pageInfo {
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SessionQuery, SessionQueryVariables>;
export const UsageDocument = new TypedDocumentString(`
    query Usage($today: DateTime!, $month: DateTime!) {
  account {
    testMode
    credits {
      available
      reserved
      used
    }
    limits {
      activeCalls
      concurrentCalls
    }
    today: usage(startDate: $today, groupBy: HOUR) {
      totals {
        calls
        answered
        minutes
        creditsUsed
      }
    }
    month: usage(startDate: $month, groupBy: HOUR) {
      totals {
        calls
        answered
        minutes
        creditsUsed
        averageDuration
        answerRate
      }
      byStatus
      byAgent {
        agentId
        agentName
        calls
        minutes
        creditsUsed
      }
      series {
        date
        calls
        answered
        minutes
        creditsUsed
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UsageQuery, UsageQueryVariables>;