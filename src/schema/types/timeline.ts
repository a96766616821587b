import { Field, ObjectType } from 'type-graphql';
import { CallEventObject } from './call-event';
import { TranscriptTurn } from './transcript';

@ObjectType({
  simpleResolvers: true,
  description: 'One thing that happened to a call: a milestone, or something that was said.',
})
export class TimelineEntry {
  @Field(() => String, { description: 'Where it lies; for `after`.' }) cursor!: string;
  @Field(() => CallEventObject, { nullable: true, description: 'The milestone; null if it is a turn.' })
  event!: CallEventObject | null;
  @Field(() => TranscriptTurn, { nullable: true, description: 'The turn; null if it is a milestone.' })
  turn!: TranscriptTurn | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What happened to a call, in the order in which it became known. Reading on misses nothing.',
})
export class Timeline {
  @Field(() => [TimelineEntry], { description: 'This part of it.' }) entries!: TimelineEntry[];
  @Field(() => String, { description: 'For `after`, to read on; there is one even if this part is empty.' })
  endCursor!: string;
  @Field(() => Boolean, { description: 'Whether more is there already.' }) hasMore!: boolean;
  @Field(() => Boolean, {
    description: 'Whether this is the end: nothing more happens to the call, unless it is analyzed again.',
  })
  isOver!: boolean;
}
