import { Field, InterfaceType } from 'type-graphql';
import type { ErrorCode } from '../../errors';
import { ErrorCodeEnum } from '../enums';

@InterfaceType('Error', { description: 'A refusal that a client should handle. Each kind has figures of its own.' })
export abstract class ErrorInterface {
  @Field(() => ErrorCodeEnum, { description: 'What happened, for programs.' }) code!: ErrorCode;
  @Field(() => String, { description: 'What happened, for people.' }) message!: string;
}
