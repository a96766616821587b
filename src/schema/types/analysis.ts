import { Field, Float, ObjectType } from 'type-graphql';
import { AnalysisStatus, Sentiment, SuccessVerdict } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, JSONObject, JSONScalar } from '../scalars';
import { TranscriptTurn } from './transcript';

@ObjectType({ simpleResolvers: true, description: "Whether a call reached the agent's goal." })
export class SuccessEvaluation {
  @Field(() => SuccessVerdict, { description: 'The verdict.' }) verdict!: SuccessVerdict;
  @Field(() => Float, { description: 'How far the goal was reached, 0 to 1.' }) score!: number;
  @Field(() => String, { description: 'Why.' }) rationale!: string;
}

@ObjectType({ simpleResolvers: true, description: "An answer to one of the agent's own questions." })
export class ExtractedValue {
  @Field(() => String, { description: 'The name of the question.' }) name!: string;
  @Field(() => JSONScalar, { nullable: true, description: 'The answer; null when the call gave none.' })
  value!: unknown;
  @Field(() => String, { description: 'What kind of answer was asked for.' }) type!: string;
  @Field(() => [TranscriptTurn], { description: 'The turns that the answer rests on.' }) evidence!: TranscriptTurn[];
  @Field(() => Boolean, { description: 'Whether any turn bears the value out; one without may be invented.' })
  supported!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a call came to. It always exists; `status` says where it stands.',
})
export class CallAnalysis {
  @Field(() => AnalysisStatus, { description: 'Where the analysis stands.' }) status!: AnalysisStatus;
  @Field(() => String, { nullable: true, description: 'Why there is none, or not yet.' }) reason!: string | null;
  @Field(() => Sentiment, { nullable: true, description: 'The mood of the person called.' })
  sentiment!: Sentiment | null;
  @Field(() => String, { nullable: true, description: 'The call in a few sentences.' }) summary!: string | null;
  @Field(() => [String], { description: 'What mattered.' }) keyPoints!: string[];
  @Field(() => [String], { description: 'What somebody has to do now.' }) actionItems!: string[];
  @Field(() => SuccessEvaluation, { nullable: true, description: "Whether the agent's goal was reached." })
  success!: SuccessEvaluation | null;
  @Field(() => [ExtractedValue], { description: "The answers to the agent's own questions." })
  extracted!: ExtractedValue[];
  @Field(() => JSONObject, { nullable: true, description: 'Summary, memory and every extracted value by name.' })
  metadata!: Record<string, unknown> | null;
  @Field(() => String, { nullable: true, description: "The model's answer as it came." }) rawResponse!: string | null;
  @Field(() => String, { nullable: true, description: 'The model that was asked.' }) model!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When the analysis was begun.' }) createdAt!: IsoTime | null;
  @Field(() => DateTime, { nullable: true, description: 'When the analysis was complete.' })
  completedAt!: IsoTime | null;
}
