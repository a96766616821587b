import { Field, Int, ObjectType } from 'type-graphql';
import { TranscriptStatus, TurnRole } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';

@ObjectType({ simpleResolvers: true, description: 'What one side said before the other spoke.' })
export class TranscriptTurn {
  @Field(() => Int, { description: 'Its number in the conversation, from 0.' }) index!: number;
  @Field(() => TurnRole, { description: 'Who spoke.' }) role!: TurnRole;
  @Field(() => String, { description: 'What was said; of an interrupted turn, what was heard.' }) text!: string;
  @Field(() => DateTime, { description: 'When it began.' }) startedAt!: IsoTime;
  @Field(() => Int, { description: 'Milliseconds from the answer to its beginning.' }) offsetMs!: number;
  @Field(() => Int, { nullable: true, description: 'Milliseconds that it took; null if not known.' })
  durationMs!: number | null;
  @Field(() => Boolean, { description: 'Whether the other side cut it off.' }) interrupted!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What was said in a call. It always exists; `status` says where it stands.',
})
export class Transcript {
  @Field(() => TranscriptStatus, { description: 'Where the transcript stands.' }) status!: TranscriptStatus;
  @Field(() => String, { nullable: true, description: 'Why there is none, or not yet.' }) reason!: string | null;
  @Field(() => String, { nullable: true, description: 'One line a turn: `Agent: …`, `Contact: …`.' })
  text!: string | null;
  @Field(() => [TranscriptTurn], { description: 'The turns in their order.' }) turns!: TranscriptTurn[];
  @Field(() => String, { nullable: true, description: 'BCP 47 tag of the language spoken.' }) language!: string | null;
  @Field(() => Int, { nullable: true, description: 'Seconds that the conversation took.' })
  durationSeconds!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'When the first turn was written.' })
  createdAt!: IsoTime | null;
}
