import { Field, Int, ObjectType } from 'type-graphql';
import type { ErrorCode, Issues } from '../../errors';
import type { GateName } from '../../services/calls/gates';
import type { VariableSource } from '../../services/prompts/call-variables';
import { ErrorCodeEnum } from '../enums';
import { CallGate, GateState, VariableSourceEnum } from '../preview-enums';
import { JSONObject, JSONScalar, PhoneNumber } from '../scalars';
import { AgentType } from './agent';
import { CallType } from './call';
import { ContactType } from './contact';

@ObjectType({ simpleResolvers: true, description: 'Where a phone number probably is.' })
export class CallDestination {
  @Field(() => PhoneNumber, { description: 'The number itself.' }) phoneNumber!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Its country, ISO 3166-1 alpha-2; null: the number is of none, or no such number is known.',
  })
  country!: string | null;
  @Field(() => String, { description: 'An IANA name; `UTC` where the number does not tell.' }) timeZone!: string;
  @Field(() => String, { description: 'What time it is there: ISO 8601 with the offset from UTC.' }) localTime!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What a call may cost.' })
export class CallCost {
  @Field(() => Int, { description: 'Credits for each minute begun.' }) creditsPerMinute!: number;
  @Field(() => Int, { description: 'Seconds that the call may last.' }) maxDurationSeconds!: number;
  @Field(() => Int, { description: 'Credits held until it has ended: the price of the longest possible call.' })
  hold!: number;
  @Field(() => Int, { description: 'Credits that are available now.' }) available!: number;
}

@ObjectType('PreviewedVariable', {
  simpleResolvers: true,
  description: "A variable that the agent's texts mention and of which something is known.",
})
export class PreviewedVariableType {
  @Field(() => String, { description: 'Its name: `visit` of `{{visit.day}}`.' }) name!: string;
  @Field(() => JSONScalar, { description: 'What is known.' }) value!: unknown;
  @Field(() => VariableSourceEnum, { description: 'Where it comes from.' }) source!: VariableSource;
}

@ObjectType('MissingVariable', {
  simpleResolvers: true,
  description: "A variable that the agent's texts need and of which nothing is known.",
})
export class MissingVariableType {
  @Field(() => String, { description: 'Its path, such as `visit.day`.' }) name!: string;
  @Field(() => String, { description: 'The member of the input that would bring it.' }) member!: string;
  @Field(() => String, {
    nullable: true,
    description: 'What is said in its place, empty if nothing is; null: the agent refuses the call.',
  })
  fallback!: string | null;
}

@ObjectType('PreviewedVariables', { simpleResolvers: true, description: "The variables of the agent's texts." })
export class PreviewedVariablesType {
  @Field(() => [PreviewedVariableType], { description: 'Those of which something is known, by name.' })
  known!: PreviewedVariableType[];
  @Field(() => [MissingVariableType], { description: 'Those that are needed and not known, by name.' })
  missing!: MissingVariableType[];
  @Field(() => [String], { description: 'Members of `contactData` that no text mentions: perhaps a slip of the pen.' })
  unused!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'What one of the gates says, whatever the others say.' })
export class GateVerdict {
  @Field(() => CallGate, { description: 'Which gate.' }) gate!: GateName;
  @Field(() => GateState, { description: 'What it says.' }) state!: `${GateState}`;
  @Field(() => ErrorCodeEnum, {
    nullable: true,
    description: 'The code that `initiateCall` would answer with; null where it would not answer with an error.',
  })
  code!: ErrorCode | null;
  @Field(() => String, { description: 'Why, for people.' }) message!: string;
  @Field(() => String, { nullable: true, description: 'What to do about it; null: nothing.' }) remedy!: string | null;
  @Field(() => JSONObject, {
    nullable: true,
    description: 'For BAD_USER_INPUT: what is wrong, by member of the input.',
  })
  issues!: Issues | null;
  @Field(() => CallType, { nullable: true, description: 'The earlier call that the request would get instead.' })
  call!: CallType | null;
}

@ObjectType('CallPreview', {
  simpleResolvers: true,
  description:
    'What placing a call would decide and say, as things stand. Nothing is held, written or dialled, so it promises nothing.',
})
export class CallPreviewType {
  @Field(() => Boolean, {
    description:
      'Whether the provider would be asked to dial: every gate is open. What it says to that, only a call tells.',
  })
  wouldCall!: boolean;
  @Field(() => [GateVerdict], {
    description: 'Every gate, in the order in which they decide: the first that is closed has the say.',
  })
  gates!: GateVerdict[];
  @Field(() => CallDestination, { description: 'Who would be called, and where and when that is.' })
  destination!: CallDestination;
  @Field(() => PhoneNumber, { nullable: true, description: 'The caller id; null: there is none that could be shown.' })
  fromNumber!: string | null;
  @Field(() => AgentType, { nullable: true, description: 'Who would conduct it; null: the account has no such agent.' })
  agent!: AgentType | null;
  @Field(() => ContactType, {
    nullable: true,
    description: 'The person, as known so far; null: nobody called them yet.',
  })
  contact!: ContactType | null;
  @Field(() => CallCost, { nullable: true, description: 'What it may cost; null without an agent.' })
  cost!: CallCost | null;
  @Field(() => PreviewedVariablesType, { description: "The variables of the agent's texts; none without an agent." })
  variables!: PreviewedVariablesType;
  @Field(() => String, {
    nullable: true,
    description: 'What the language model would be told first; null without an agent, or see `textProblem`.',
  })
  systemPrompt!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What the agent would say first, empty if it lets the person speak; null like `systemPrompt`.',
  })
  firstMessage!: string | null;
  @Field(() => String, { nullable: true, description: "Why the agent's texts cannot be filled in; null: they can." })
  textProblem!: string | null;
}
