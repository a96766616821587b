import { createUnionType, Field, ObjectType } from 'type-graphql';
import { badInput } from '../../errors';
import type { Refusal } from '../../services/calls/admission';
import type { InitiateCallOutcome } from '../../services/calls/initiate-call';
import { CallType } from '../types/call';
import { CampaignType } from '../types/campaign';
import { ContactType } from '../types/contact';
import {
  AgentNotFoundError,
  CallFailedError,
  ConcurrencyLimitError,
  FromNumberNotFoundError,
  FromNumberRequiredError,
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
  InsufficientCreditsError,
} from './errors';

@ObjectType({ simpleResolvers: true, description: 'The call was accepted and is being placed.' })
export class InitiateCallSuccess {
  @Field(() => CallType, {
    description:
      'The call as it was accepted, INITIATED, also when it is replayed; its agent, events, timeline and credit entries are those of now.',
  })
  call!: CallType;
  @Field(() => ContactType, { description: 'The person called. Of a replay, only `metadata` is that of now.' })
  contact!: ContactType;
  @Field(() => CampaignType, { description: "The call's temporary campaign." }) campaign!: CampaignType;
  @Field(() => String, { description: 'One line for people.' }) message!: string;
  @Field(() => Boolean, { description: 'True when an earlier request placed this call and nobody was dialled now.' })
  replayed!: boolean;
}

export const InitiateCallResult = createUnionType({
  name: 'InitiateCallResult',
  description: 'What becomes of a request to place a call.',
  types: () =>
    [
      InitiateCallSuccess,
      InsufficientCreditsError,
      AgentNotFoundError,
      FromNumberNotFoundError,
      FromNumberRequiredError,
      ConcurrencyLimitError,
      IdempotencyKeyReusedError,
      IdempotencyInProgressError,
      CallFailedError,
    ] as const,
});

/** Seconds after which a place among the concurrent calls, or a first request, may have become free. */
const RETRY_AFTER = { concurrency: 10, idempotency: 1 };

/** What became of a request, as the union shows it. */
export function toInitiateCallResult(outcome: InitiateCallOutcome) {
  switch (outcome.kind) {
    case 'accepted': {
      const { contact, campaign, replayed } = outcome;
      const call = { ...outcome.call, contact, campaign };
      const message = 'Call initiated successfully';
      return { __typename: 'InitiateCallSuccess', call, contact, campaign, message, replayed };
    }
    case 'failed':
      return {
        __typename: 'CallFailedError',
        code: outcome.known ? 'CALL_FAILED' : 'OUTCOME_UNKNOWN',
        message: 'Failed to initiate call',
        details: outcome.details,
        outcomeKnown: outcome.known,
        call: outcome.call,
      };
    case 'refused':
      return refusalResult(outcome.refusal);
  }
}

type OtherRefusal = Exclude<Refusal, { code: 'BAD_USER_INPUT' }>;

/** What a client reads about a refusal. That of an input is told by its issues. */
export function refusalMessage(refusal: OtherRefusal): string {
  switch (refusal.code) {
    case 'INSUFFICIENT_CREDITS':
      return 'Insufficient credits';
    case 'AGENT_NOT_FOUND':
      return 'Agent not found, not owned by user, or not approved';
    case 'FROM_NUMBER_NOT_FOUND':
      return 'From number not found or not owned by user';
    case 'FROM_NUMBER_REQUIRED':
      return 'fromNumberId is required because the agent has no default from number';
    case 'CONCURRENCY_LIMIT':
      return `The account has ${refusal.active} live calls of ${refusal.limit}. Wait until one has ended.`;
    case 'IDEMPOTENCY_KEY_REUSED':
      return 'Idempotency key reused with a different request';
    case 'IDEMPOTENCY_IN_PROGRESS':
      return 'The first request with this idempotency key is still running';
  }
}

const MEMBERS: Readonly<Record<OtherRefusal['code'], string>> = {
  INSUFFICIENT_CREDITS: 'InsufficientCreditsError',
  AGENT_NOT_FOUND: 'AgentNotFoundError',
  FROM_NUMBER_NOT_FOUND: 'FromNumberNotFoundError',
  FROM_NUMBER_REQUIRED: 'FromNumberRequiredError',
  CONCURRENCY_LIMIT: 'ConcurrencyLimitError',
  IDEMPOTENCY_KEY_REUSED: 'IdempotencyKeyReusedError',
  IDEMPOTENCY_IN_PROGRESS: 'IdempotencyInProgressError',
};

function refusalResult(refusal: Refusal) {
  if (refusal.code === 'BAD_USER_INPUT') throw badInput(refusal.issues);
  return { __typename: MEMBERS[refusal.code], message: refusalMessage(refusal), ...refusal, ...figuresOf(refusal) };
}

/** What follows from the figures of a refusal. */
function figuresOf(refusal: OtherRefusal): object {
  switch (refusal.code) {
    case 'INSUFFICIENT_CREDITS':
      return { deficit: refusal.required - refusal.available };
    case 'CONCURRENCY_LIMIT':
      return { retryAfterSeconds: RETRY_AFTER.concurrency };
    case 'IDEMPOTENCY_IN_PROGRESS':
      return { retryAfterSeconds: RETRY_AFTER.idempotency };
    default:
      return {};
  }
}
