import { Field, ID, ObjectType } from 'type-graphql';
import { AnalysisStatus, CallStatus } from '../../entities/enums';
import { EventType } from '../../services/events/event';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';
import { CallAnalysis } from './analysis';
import { CallType } from './call';
import { connectionOf } from './connection';
import { Node } from './node';

@ObjectType('Event', {
  implements: Node,
  simpleResolvers: true,
  description: 'Something that the account is told of.',
})
export class EventObject extends Node {
  @Field(() => EventType, { description: 'What happened.' }) type!: EventType;
  @Field(() => ID, { description: 'UUID of the call that it happened to.' }) callId!: string;
  @Field(() => CallType, { description: 'The call as it stands now.' }) call?: CallType;
  @Field(() => CallStatus, { description: 'The status of the call once this was known.' }) status!: CallStatus;
  @Field(() => AnalysisStatus, {
    nullable: true,
    description: 'How the analysis went; null unless the event is ANALYSIS_COMPLETED.',
  })
  analysisStatus!: AnalysisStatus | null;
  @Field(() => CallAnalysis, {
    nullable: true,
    description: 'The analysis as it stands now; null unless the event is ANALYSIS_COMPLETED.',
  })
  analysis?: CallAnalysis | null;
  @Field(() => DateTime, { description: 'When it happened.' }) occurredAt!: IsoTime;
}

export const EventConnection = connectionOf(EventObject, 'Event', 'events');
