import { Field, ObjectType } from 'type-graphql';
import { CampaignStatus } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';
import { connectionOf } from './connection';
import { Node } from './node';

@ObjectType('Campaign', {
  implements: Node,
  simpleResolvers: true,
  description: 'What groups calls. A call placed by this API gets a temporary campaign of its own.',
})
export class CampaignType extends Node {
  @Field(() => String, { description: 'What people call the campaign.' }) name!: string;
  @Field(() => CampaignStatus, { description: 'A temporary campaign is COMPLETED when its call has ended.' })
  status!: CampaignStatus;
  @Field(() => Boolean, { description: 'Whether it was made for a single call.' }) temporary!: boolean;
  @Field(() => DateTime, { description: 'When the campaign was created.' }) createdAt!: IsoTime;
  @Field(() => DateTime, { description: 'When the campaign last changed.' }) updatedAt!: IsoTime;
}

export const CampaignConnection = connectionOf(CampaignType, 'Campaign', 'campaigns');
