import { Field, Int, ObjectType } from 'type-graphql';
import { AgentStatus } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';
import { AgentSettingsType } from './agent-settings';
import { AgentVersionType } from './agent-version';
import { connectionOf } from './connection';
import { Node } from './node';
import { PhoneNumberType } from './phone-number';

@ObjectType('Agent', {
  implements: Node,
  simpleResolvers: true,
  description: 'Who conducts calls: what is said, in which voice, for how long and at what price.',
})
export class AgentType extends Node {
  @Field(() => String, { description: 'What people call the agent.' }) name!: string;
  @Field(() => AgentStatus, { description: 'Only an APPROVED agent places calls.' }) status!: AgentStatus;
  @Field(() => String, { description: 'BCP 47 tag of the language spoken, such as `en-US`.' }) language!: string;
  @Field(() => String, { nullable: true, description: "The voice; null: the provider's default." })
  voice!: string | null;
  @Field(() => String, { description: 'What the agent is told about its task. `{{variables}}` come from the call.' })
  prompt!: string;
  @Field(() => String, { description: 'What the agent says first when a call is answered.' }) firstMessage!: string;
  @Field(() => Int, { description: 'Seconds that a call may last.' }) maxDurationSeconds!: number;
  @Field(() => Int, { description: 'Credits for each minute begun; only the operator of the server changes it.' })
  creditsPerMinute!: number;
  @Field(() => PhoneNumberType, {
    nullable: true,
    description: 'The caller id unless a request names another; null: every request must name one.',
  })
  fromNumber?: PhoneNumberType | null;
  @Field(() => AgentSettingsType, { description: 'How the agent conducts a call, beyond its prompt.' })
  settings!: AgentSettingsType;
  @Field(() => [String], {
    description:
      'The variables that a call has to bring, in `contactData` or as what is kept about the contact; `name` is `contactName`.',
  })
  variables!: string[];
  @Field(() => Int, { description: 'The version shown here: the one that serves, or the latest if none ever did.' })
  version!: number;
  @Field(() => AgentVersionType, {
    nullable: true,
    description: 'The latest version, if it is not approved; it takes the place of this one when it is.',
  })
  proposal?: AgentVersionType | null;
  @Field(() => DateTime, { description: 'When the agent was created.' }) createdAt!: IsoTime;
  @Field(() => DateTime, { description: 'When the agent was last changed.' }) updatedAt!: IsoTime;
  fromNumberId!: string | null;

  accountId!: string;
}

export const AgentConnection = connectionOf(AgentType, 'Agent', 'agents');
