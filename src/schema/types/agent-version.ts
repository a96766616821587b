import { Field, Int, ObjectType } from 'type-graphql';
import { AgentStatus } from '../../entities/enums';
import type { AgentVersion } from '../../services/agents/agent-version';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';
import { AgentSettingsType } from './agent-settings';
import { PhoneNumberType } from './phone-number';

@ObjectType({ simpleResolvers: true, description: 'Everything of an agent that versions tell apart.' })
export class AgentContent {
  @Field(() => String, { description: 'BCP 47 tag of the language spoken.' }) language!: string;
  @Field(() => String, { nullable: true, description: "The voice; null: the provider's default." })
  voice!: string | null;
  @Field(() => String, { description: 'What the agent is told about its task.' }) prompt!: string;
  @Field(() => String, { description: 'What the agent says first.' }) firstMessage!: string;
  @Field(() => Int, { description: 'Seconds that a call may last.' }) maxDurationSeconds!: number;
  @Field(() => PhoneNumberType, { nullable: true, description: 'The caller id unless a request names another.' })
  fromNumber?: PhoneNumberType | null;
  @Field(() => AgentSettingsType, { description: 'How it conducts a call, beyond its prompt.' })
  settings!: AgentSettingsType;
  @Field(() => [String], { description: 'The variables that a call has to bring.' }) variables!: string[];
}

@ObjectType('AgentVersion', {
  simpleResolvers: true,
  description: 'How an agent is to become, or was. A call is conducted to its end by the version that it began with.',
})
export class AgentVersionType {
  @Field(() => Int, { description: 'Its number, from 1.' }) version!: number;
  @Field(() => AgentStatus, { description: 'Where it stands on its way to approval.' })
  status!: AgentVersion['status'];
  @Field(() => String, { nullable: true, description: "Why it was rejected, in the reviewer's words." })
  rejectedReason!: string | null;
  @Field(() => AgentContent, { description: 'What it is made of.' }) content!: AgentContent;
  @Field(() => DateTime, { description: 'When it was written.' }) createdAt!: IsoTime;
  @Field(() => DateTime, { nullable: true, description: 'When it was approved or rejected.' })
  decidedAt!: IsoTime | null;
}
