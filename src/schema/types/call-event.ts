import { Field, ID, ObjectType } from 'type-graphql';
import { CallEventType, CallStatus } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, JSONObject } from '../scalars';

@ObjectType('CallEvent', { simpleResolvers: true, description: "A milestone on a call's timeline." })
export class CallEventObject {
  @Field(() => ID, { description: 'UUID of the event.' }) id!: string;
  @Field(() => CallEventType, { description: 'What happened.' }) type!: CallEventType;
  @Field(() => CallStatus, { description: 'The status of the call once this was known.' }) status!: CallStatus;
  @Field(() => String, { description: 'Who reported it, such as `twilio:status:2`.' }) source!: string;
  @Field(() => DateTime, { description: 'When it happened, as told by whoever reported it.' }) occurredAt!: IsoTime;
  @Field(() => JSONObject, { nullable: true, description: 'What else is known about it.' })
  detail!: Record<string, unknown> | null;
}
