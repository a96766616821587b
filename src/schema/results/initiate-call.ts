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
  @Field(() => CallType, { description: 'The call as it was accepted: INITIATED.' }) call!: CallType;
  @Field(() => ContactType, { description: 'The person called.' }) contact!: ContactType;
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
      const { call, contact, campaign, replayed } = outcome;
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

function refusalResult(refusal: Refusal) {
  const { code } = refusal;
  switch (code) {
    case 'BAD_USER_INPUT':
      throw badInput(refusal.issues);
    case 'INSUFFICIENT_CREDITS': {
      const { required, available } = refusal;
      const deficit = required - available;
      return {
        __typename: 'InsufficientCreditsError',
        code,
        message: 'Insufficient credits',
        required,
        available,
        deficit,
      };
    }
    case 'AGENT_NOT_FOUND':
      return { __typename: 'AgentNotFoundError', code, message: 'Agent not found, not owned by user, or not approved' };
    case 'FROM_NUMBER_NOT_FOUND':
      return { __typename: 'FromNumberNotFoundError', code, message: 'From number not found or not owned by user' };
    case 'FROM_NUMBER_REQUIRED': {
      const message = 'fromNumberId is required because the agent has no default from number';
      return { __typename: 'FromNumberRequiredError', code, message };
    }
    case 'CONCURRENCY_LIMIT': {
      const { limit, active } = refusal;
      const message = `The account has ${active} live calls of ${limit}. Wait until one has ended.`;
      const retryAfterSeconds = RETRY_AFTER.concurrency;
      return { __typename: 'ConcurrencyLimitError', code, message, limit, active, retryAfterSeconds };
    }
    case 'IDEMPOTENCY_KEY_REUSED': {
      const message = 'Idempotency key reused with a different request';
      return { __typename: 'IdempotencyKeyReusedError', code, message };
    }
    case 'IDEMPOTENCY_IN_PROGRESS': {
      const message = 'The first request with this idempotency key is still running';
      const retryAfterSeconds = RETRY_AFTER.idempotency;
      return { __typename: 'IdempotencyInProgressError', code, message, retryAfterSeconds };
    }
  }
}
