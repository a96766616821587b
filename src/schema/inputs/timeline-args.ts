import { ArgsType, Field, Int } from 'type-graphql';
import type { TimelineRequest } from '../../services/events/timeline';

@ArgsType()
export class TimelineArgs implements TimelineRequest {
  @Field(() => Int, { nullable: true, description: 'So many entries, 1 to 100; 20 unless told.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' }) after?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether what was said is part of it: a turn comes when it begins and again when it is complete.',
  })
  turns?: boolean | null;
}
