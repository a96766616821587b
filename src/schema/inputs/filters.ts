import { Field, ID, InputType } from 'type-graphql';
import { AgentStatus, CallStatus, CampaignStatus } from '../../entities/enums';
import { CallOrderField, SortDirection } from '../enums';
import { DateTime, PhoneNumber } from '../scalars';

@InputType({ description: 'Which calls to list. What is absent does not filter.' })
export class CallFilter {
  @Field(() => [CallStatus], { nullable: true, description: 'Any of these statuses.' }) status?: CallStatus[] | null;
  @Field(() => ID, { nullable: true, description: 'Conducted by this agent.' }) agentId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of this campaign.' }) campaignId?: string | null;
  @Field(() => ID, { nullable: true, description: 'To this contact.' }) contactId?: string | null;
  @Field(() => PhoneNumber, { nullable: true, description: 'To this number.' }) toNumber?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Initiated then or later.' }) startDate?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Initiated before then.' }) endDate?: Date | null;
}

@InputType({ description: 'In which order to list calls.' })
export class CallOrder {
  @Field(() => CallOrderField, { defaultValue: CallOrderField.START_TIME, description: 'What to order by.' })
  field!: CallOrderField;
  @Field(() => SortDirection, { defaultValue: SortDirection.DESC, description: 'Which end comes first.' })
  direction!: SortDirection;
}

@InputType({ description: 'Which agents to list. What is absent does not filter.' })
export class AgentFilter {
  @Field(() => [AgentStatus], { nullable: true, description: 'Any of these statuses.' }) status?: AgentStatus[] | null;
}

@InputType({ description: 'Which contacts to list. What is absent does not filter.' })
export class ContactFilter {
  @Field(() => PhoneNumber, { nullable: true, description: 'With this number.' }) phoneNumber?: string | null;
}

@InputType({ description: 'Which campaigns to list. What is absent does not filter.' })
export class CampaignFilter {
  @Field(() => [CampaignStatus], { nullable: true, description: 'Any of these statuses.' })
  status?: CampaignStatus[] | null;
}
