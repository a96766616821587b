import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { AgentSettings } from '../../services/agents/settings';
import type { ShownSettings, ShownTool } from '../../services/agents/shown-settings';
import { HttpMethod, MissingVariables } from '../agent-enums';
import { JSONObject } from '../scalars';
import {
  AnalysisQuestionType,
  InterruptionSettings,
  SilenceSettings,
  SpeechSettings,
  TimeLimitSettings,
  TransferTarget,
  VoicemailSettings,
} from './agent-settings-parts';

@ObjectType({ simpleResolvers: true, description: 'What an agent does about variables of which nothing is known.' })
export class VariableSettings {
  @Field(() => MissingVariables, { description: 'What to do.' }) missing!: AgentSettings['variables']['missing'];
  @Field(() => JSONObject, { description: 'Texts by the names of variables.' }) defaults!: Record<string, string>;
}

@ObjectType('HttpTool', {
  simpleResolvers: true,
  description: 'A request that the model may have made during a call, to look something up or to get something done.',
})
export class HttpToolType implements ShownTool {
  @Field(() => String, { description: 'What the model calls it.' }) name!: string;
  @Field(() => String, { description: 'What the model is told about it.' }) description!: string;
  @Field(() => HttpMethod, { description: 'The method of the request.' }) method!: ShownTool['method'];
  @Field(() => String, { description: 'Where the request goes.' }) url!: string;
  @Field(() => JSONObject, { description: 'JSON Schema of the arguments that the model has to give.' })
  parameters!: Record<string, unknown>;
  @Field(() => [String], { description: 'Names of the headers whose values are kept secret.' })
  secretHeaderNames!: string[];
  @Field(() => Int, { description: 'Seconds that the answer may take.' }) timeoutSeconds!: number;
  @Field(() => String, { nullable: true, description: 'What the agent says meanwhile; null: nothing.' })
  meanwhile!: string | null;
}

@ObjectType('AgentSettings', {
  simpleResolvers: true,
  description: 'How an agent conducts a call, beyond its prompt.',
})
export class AgentSettingsType implements ShownSettings {
  @Field(() => String, { nullable: true, description: 'What the call is for: it decides whether it was a success.' })
  goal!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The language model; null, or one that the server does not allow: the server's.",
  })
  model!: string | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "How freely the model speaks, 0 to 2; null: the model's default, as it is for the server's in place of one that is not allowed.",
  })
  temperature!: number | null;
  @Field(() => SpeechSettings, { description: 'How it speaks and listens.' }) speech!: SpeechSettings;
  @Field(() => InterruptionSettings, { description: 'Whether and how it can be interrupted.' })
  interruption!: InterruptionSettings;
  @Field(() => VariableSettings, { description: 'What it does about variables of which nothing is known.' })
  variables!: VariableSettings;
  @Field(() => SilenceSettings, { description: 'What it does when nobody speaks.' }) silence!: SilenceSettings;
  @Field(() => TimeLimitSettings, { description: 'What it says when the time runs out.' })
  timeLimit!: TimeLimitSettings;
  @Field(() => VoicemailSettings, { description: 'What it does when a machine answers.' })
  voicemail!: VoicemailSettings;
  @Field(() => String, { description: 'What it says before it ends a call because the model cannot be reached.' })
  apology!: string;
  @Field(() => Boolean, { description: 'Whether its calls are recorded.' }) record!: boolean;
  @Field(() => Boolean, { description: 'Whether it is told what was learnt in earlier calls to the same person.' })
  memory!: boolean;
  @Field(() => [TransferTarget], { description: 'To whom it may transfer a call.' }) transfers!: TransferTarget[];
  @Field(() => [HttpToolType], { description: 'The requests that it may make.' }) tools!: HttpToolType[];
  @Field(() => [AnalysisQuestionType], { description: 'What the analysis of its calls finds out.' })
  questions!: AnalysisQuestionType[];
}
