import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { type AgentSettings, type AnalysisQuestion, DEFAULT_SETTINGS } from '../../services/agents/settings';
import {
  InterruptibleBy,
  QuestionType,
  Sensitivity,
  TranscriptionProvider,
  TtsProvider,
  VoicemailPolicy,
} from '../agent-enums';
import { PhoneNumber } from '../scalars';

/*
 * The parts of an agent's settings that are written as they are read. As input, a member that is left out has the default
 * that the schema shows.
 */

const { interruption, silence, timeLimit, voicemail } = DEFAULT_SETTINGS;

const SPEECH = 'How an agent speaks and listens.';
@ObjectType({ simpleResolvers: true, description: SPEECH })
@InputType('SpeechSettingsInput', { description: SPEECH })
export class SpeechSettings {
  @Field(() => TtsProvider, { nullable: true, description: "Who makes the voice; null: the carrier's default." })
  ttsProvider!: AgentSettings['speech']['ttsProvider'];
  @Field(() => TranscriptionProvider, {
    nullable: true,
    description: "Who writes down what the person says; null: the carrier's default.",
  })
  transcriptionProvider!: AgentSettings['speech']['transcriptionProvider'];
  @Field(() => String, { nullable: true, description: "The provider's name of a speech model." })
  speechModel!: string | null;
  @Field(() => [String], {
    defaultValue: [],
    description: 'Words that the person will probably say, such as names of products; at most 100.',
  })
  hints!: string[];
}

const INTERRUPTION = 'Whether and how a person can interrupt an agent.';
@ObjectType({ simpleResolvers: true, description: INTERRUPTION })
@InputType('InterruptionSettingsInput', { description: INTERRUPTION })
export class InterruptionSettings {
  @Field(() => InterruptibleBy, { defaultValue: interruption.interruptible, description: 'What stops it.' })
  interruptible!: AgentSettings['interruption']['interruptible'];
  @Field(() => Sensitivity, { defaultValue: interruption.sensitivity, description: 'How little is enough.' })
  sensitivity!: AgentSettings['interruption']['sensitivity'];
}

const SILENCE = 'What an agent does when nobody speaks. Its default texts are spoken in the language of the agent.';
@ObjectType({ simpleResolvers: true, description: SILENCE })
@InputType('SilenceSettingsInput', { description: SILENCE })
export class SilenceSettings {
  @Field(() => Int, {
    defaultValue: silence.afterSeconds,
    description: 'Seconds of silence after which it speaks, 2 to 120.',
  })
  afterSeconds!: number;
  @Field(() => String, { defaultValue: silence.nudge, description: 'What it asks.' }) nudge!: string;
  @Field(() => Int, { defaultValue: silence.nudges, description: 'How often it asks before it ends the call, 0 to 5.' })
  nudges!: number;
  @Field(() => String, { defaultValue: silence.goodbye, description: 'What it says before it ends the call.' })
  goodbye!: string;
}

const TIME_LIMIT =
  'What an agent says when the time of a call runs out. Its default texts are spoken in the language of the agent.';
@ObjectType({ simpleResolvers: true, description: TIME_LIMIT })
@InputType('TimeLimitSettingsInput', { description: TIME_LIMIT })
export class TimeLimitSettings {
  @Field(() => Int, {
    defaultValue: timeLimit.warningSeconds,
    description: 'Seconds before the end at which it warns, 0 to 600; 0: never.',
  })
  warningSeconds!: number;
  @Field(() => String, { defaultValue: timeLimit.warning, description: 'How it warns.' }) warning!: string;
  @Field(() => String, { defaultValue: timeLimit.goodbye, description: 'What it says at the end.' }) goodbye!: string;
}

const VOICEMAIL = 'What an agent does when a machine answers.';
@ObjectType({ simpleResolvers: true, description: VOICEMAIL })
@InputType('VoicemailSettingsInput', { description: VOICEMAIL })
export class VoicemailSettings {
  @Field(() => VoicemailPolicy, { defaultValue: voicemail.policy, description: 'What to do.' })
  policy!: AgentSettings['voicemail']['policy'];
  @Field(() => String, { nullable: true, description: 'The message that it leaves; LEAVE_MESSAGE needs one.' })
  message!: string | null;
}

const TRANSFER = 'Somebody to whom an agent may transfer a call.';
@ObjectType({ simpleResolvers: true, description: TRANSFER })
@InputType('TransferTargetInput', { description: TRANSFER })
export class TransferTarget {
  @Field(() => String, { description: 'What the model calls it, such as `billing`: letters, digits and `_`.' })
  name!: string;
  @Field(() => PhoneNumber, { description: 'Where the call goes.' }) phoneNumber!: string;
  @Field(() => String, { nullable: true, description: 'When the model should choose it.' })
  description!: string | null;
}

const QUESTION = 'Something that the analysis of a call finds out.';
@ObjectType('AnalysisQuestion', { simpleResolvers: true, description: QUESTION })
@InputType('AnalysisQuestionInput', { description: QUESTION })
export class AnalysisQuestionType {
  @Field(() => String, { description: 'What the answer is called, such as `visit_date`: letters, digits and `_`.' })
  name!: string;
  @Field(() => String, { description: 'What is asked.' }) description!: string;
  @Field(() => QuestionType, { defaultValue: 'STRING', description: 'What kind of answer it has.' })
  type!: AnalysisQuestion['type'];
  @Field(() => [String], { defaultValue: [], description: 'What can be answered; CHOICE needs some.' })
  choices!: string[];
  @Field(() => Boolean, { defaultValue: false, description: 'Whether a call without an answer is no success.' })
  required!: boolean;
}
