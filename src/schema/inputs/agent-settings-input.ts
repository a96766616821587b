import { Field, Float, InputType, Int } from 'type-graphql';
import type { AgentSettings, HttpTool } from '../../services/agents/settings';
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
} from '../types/agent-settings-parts';

@InputType({ description: 'What an agent does about variables of which nothing is known.' })
export class VariableSettingsInput {
  @Field(() => MissingVariables, { defaultValue: 'DEFAULT', description: 'What to do.' })
  missing!: AgentSettings['variables']['missing'];
  @Field(() => JSONObject, { nullable: true, description: 'Texts by the names of variables; none unless given.' })
  defaults?: Record<string, unknown> | null;
}

@InputType({ description: 'A request that the model may have made during a call.' })
export class HttpToolInput {
  @Field(() => String, { description: 'What the model calls it, such as `free_slots`: letters, digits and `_`.' })
  name!: string;
  @Field(() => String, { description: 'What the model is told about it: when to use it and what it gives.' })
  description!: string;
  @Field(() => HttpMethod, { defaultValue: 'POST', description: 'The method of the request.' })
  method!: HttpTool['method'];
  @Field(() => String, { description: 'Where the request goes: http or https, to a public address.' }) url!: string;
  @Field(() => JSONObject, {
    nullable: true,
    description: 'JSON Schema, of type object, of the arguments that the model has to give; none unless given.',
  })
  parameters?: Record<string, unknown> | null;
  @Field(() => JSONObject, {
    nullable: true,
    description:
      'Headers by their names, such as `{Authorization: "Bearer …"}`. They can be written but never read: left out, the ' +
      'tool that had this name and this origin before keeps its headers; `{}` removes them.',
  })
  secretHeaders?: Record<string, unknown> | null;
  @Field(() => Int, { defaultValue: 10, description: 'Seconds that the answer may take, 1 to 30.' })
  timeoutSeconds!: number;
  @Field(() => String, { nullable: true, description: 'What the agent says meanwhile; nothing unless given.' })
  meanwhile?: string | null;
}

@InputType({
  description:
    'How an agent conducts a call, beyond its prompt. What is given replaces what was there; a null is the default.',
})
export class AgentSettingsInput {
  @Field(() => String, { nullable: true, description: 'What the call is for: it decides whether it was a success.' })
  goal?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The language model, one that the server allows; its own unless given.',
  })
  model?: string | null;
  @Field(() => Float, { nullable: true, description: 'How freely the model speaks, 0 to 2.' })
  temperature?: number | null;
  @Field(() => SpeechSettings, { nullable: true, description: 'How it speaks and listens.' })
  speech?: SpeechSettings | null;
  @Field(() => InterruptionSettings, { nullable: true, description: 'Whether and how it can be interrupted.' })
  interruption?: InterruptionSettings | null;
  @Field(() => VariableSettingsInput, {
    nullable: true,
    description: 'What it does about variables of which nothing is known.',
  })
  variables?: VariableSettingsInput | null;
  @Field(() => SilenceSettings, { nullable: true, description: 'What it does when nobody speaks.' })
  silence?: SilenceSettings | null;
  @Field(() => TimeLimitSettings, { nullable: true, description: 'What it says when the time runs out.' })
  timeLimit?: TimeLimitSettings | null;
  @Field(() => VoicemailSettings, { nullable: true, description: 'What it does when a machine answers.' })
  voicemail?: VoicemailSettings | null;
  @Field(() => String, {
    nullable: true,
    description: 'What it says before it ends a call because the model cannot be reached.',
  })
  apology?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether its calls are recorded.' }) record?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is told what was learnt in earlier calls to the same person.',
  })
  memory?: boolean | null;
  @Field(() => [TransferTarget], { nullable: true, description: 'To whom it may transfer a call; at most 20.' })
  transfers?: TransferTarget[] | null;
  @Field(() => [HttpToolInput], { nullable: true, description: 'The requests that it may make; at most 20.' })
  tools?: HttpToolInput[] | null;
  @Field(() => [AnalysisQuestionType], {
    nullable: true,
    description: 'What the analysis of its calls finds out; at most 50.',
  })
  questions?: AnalysisQuestionType[] | null;
}
