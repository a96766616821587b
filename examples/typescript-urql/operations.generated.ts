/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** Who spoke. */
export type TurnRole =
  /** The agent. */
  | 'AGENT'
  /** The person called. */
  | 'CONTACT'
  /** Neither: a note about the call, such as a transfer. */
  | 'SYSTEM';

export type PlaceCallMutationVariables = Exact<{
  input: InitiateCallInput;
}>;


export type PlaceCallMutation = { initiateCall:
    | { __typename: 'AgentNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'CallFailedError', code: ErrorCode, message: string }
    | { __typename: 'ConcurrencyLimitError', code: ErrorCode, message: string }
    | { __typename: 'FromNumberNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'FromNumberRequiredError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyInProgressError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InitiateCallSuccess', call: { id: string } }
    | { __typename: 'InsufficientCreditsError', code: ErrorCode, message: string }
   };

export type WatchCallSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type WatchCallSubscription = { callUpdated: { status: CallStatus, endTime: string | null, endedReason: EndedReason | null, durationSeconds: number | null, creditsUsed: number, analysis: { status: AnalysisStatus, summary: string | null } } };

export type HearCallSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type HearCallSubscription = { transcriptTurnAdded: { index: number, role: TurnRole, text: string, durationMs: number | null } };


export const PlaceCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlaceCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"InitiateCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"initiateCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InitiateCallSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PlaceCallMutation, PlaceCallMutationVariables>;
export const WatchCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"callId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"endedReason"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"creditsUsed"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]}}]} as unknown as DocumentNode<WatchCallSubscription, WatchCallSubscriptionVariables>;
export const HearCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"HearCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transcriptTurnAdded"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"callId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}}]}}]}}]} as unknown as DocumentNode<HearCallSubscription, HearCallSubscriptionVariables>;