import { Field, ID, InputType, Int } from 'type-graphql';
import { AgentSettingsInput } from './agent-settings-input';

@InputType()
abstract class AgentInput {
  @Field(() => String, { nullable: true, description: 'BCP 47 tag of the language spoken; `en-US` unless given.' })
  language?: string | null;
  @Field(() => String, { nullable: true, description: "The provider's name of the voice." }) voice?: string | null;
  @Field(() => Int, { nullable: true, description: 'Seconds that a call may last, 1 to 14400; 300 unless given.' })
  maxDurationSeconds?: number | null;
  @Field(() => ID, { nullable: true, description: 'The caller id; without one every request must name one.' })
  fromNumberId?: string | null;
  @Field(() => AgentSettingsInput, { nullable: true, description: 'How it conducts a call, beyond its prompt.' })
  settings?: AgentSettingsInput | null;
}

@InputType({ description: 'A new agent. `{{variables}}` may stand in every text that it is told or says.' })
export class CreateAgentInput extends AgentInput {
  @Field(() => String, { description: 'What people call the agent; at most 200 characters.' }) name!: string;
  @Field(() => String, { description: 'What it is told about its task; a Liquid template.' }) prompt!: string;
  @Field(() => String, { description: 'What it says first when a call is answered; a Liquid template.' })
  firstMessage!: string;
}

@InputType({ description: 'What of an agent is to change. What is absent stays; a null is the default.' })
export class UpdateAgentInput extends AgentInput {
  @Field(() => String, { nullable: true, description: 'What people call the agent; it changes at once.' })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'What it is told about its task; a Liquid template.' })
  prompt?: string | null;
  @Field(() => String, { nullable: true, description: 'What it says first; a Liquid template.' })
  firstMessage?: string | null;
}
