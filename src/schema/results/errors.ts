import { Field, Int, ObjectType } from 'type-graphql';
import { CallType } from '../types/call';
import { ErrorInterface } from '../types/error';

const options = { implements: ErrorInterface, simpleResolvers: true } as const;

@ObjectType({ ...options, description: 'Fewer credits are available than the call has to hold.' })
export class InsufficientCreditsError extends ErrorInterface {
  @Field(() => Int, { description: 'Credits that the call has to hold.' }) required!: number;
  @Field(() => Int, { description: 'Credits that are available.' }) available!: number;
  @Field(() => Int, { description: 'Credits that are missing.' }) deficit!: number;
}

@ObjectType({ ...options, description: 'The agent does not exist in the account or is not approved.' })
export class AgentNotFoundError extends ErrorInterface {}

@ObjectType({ ...options, description: 'The caller id does not exist in the account or is inactive.' })
export class FromNumberNotFoundError extends ErrorInterface {}

@ObjectType({ ...options, description: 'The agent has no default caller id, so the request must name one.' })
export class FromNumberRequiredError extends ErrorInterface {}

@ObjectType({ ...options, description: 'The account has as many live calls as it may have.' })
export class ConcurrencyLimitError extends ErrorInterface {
  @Field(() => Int, { description: 'Calls that may be live at once.' }) limit!: number;
  @Field(() => Int, { description: 'Calls that are live now.' }) active!: number;
  @Field(() => Int, { description: 'Seconds after which it is worth trying again.' }) retryAfterSeconds!: number;
}

@ObjectType({ ...options, description: 'The idempotency key stands for a request with other input.' })
export class IdempotencyKeyReusedError extends ErrorInterface {}

@ObjectType({ ...options, description: 'The first request with this idempotency key is still running.' })
export class IdempotencyInProgressError extends ErrorInterface {
  @Field(() => Int, { description: 'Seconds after which it is worth trying again.' }) retryAfterSeconds!: number;
}

@ObjectType({
  ...options,
  description: 'The telephony provider did not place the call, or did not say whether it did.',
})
export class CallFailedError extends ErrorInterface {
  @Field(() => String, { description: "The provider's public error text, or that the outcome is unknown." })
  details!: string;
  @Field(() => Boolean, { description: 'False as long as the phone may ring all the same. Retrying is safe then.' })
  outcomeKnown!: boolean;
  @Field(() => CallType, { nullable: true, description: 'The call as it stands in the history.' })
  call!: CallType | null;
}

@ObjectType({ ...options, description: 'The account has nothing of this id.' })
export class NotFoundError extends ErrorInterface {}

@ObjectType({ ...options, description: 'The call has no transcript that could be analyzed.' })
export class NothingToAnalyzeError extends ErrorInterface {
  @Field(() => CallType, { description: 'The call as it stands.' }) call!: CallType;
}
