import { Field, Int, ObjectType } from 'type-graphql';
import { RecordingStatus } from '../../entities/enums';

@ObjectType({
  simpleResolvers: true,
  description: 'The sound of a call. It always exists; `status` says where it stands.',
})
export class Recording {
  @Field(() => RecordingStatus, { description: 'Where the recording stands.' }) status!: RecordingStatus;
  @Field(() => String, { nullable: true, description: 'Why there is none, or not yet.' }) reason!: string | null;
  @Field(() => String, { nullable: true, description: 'Where it can be fetched, with an API key.' }) url!:
    | string
    | null;
  @Field(() => Int, { nullable: true, description: 'Seconds.' }) durationSeconds!: number | null;
}
