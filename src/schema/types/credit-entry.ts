import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CreditEntryType } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime } from '../scalars';

@ObjectType('CreditEntry', {
  simpleResolvers: true,
  description: "One line of the account's ledger. It is written once and never changed.",
})
export class CreditEntryObject {
  @Field(() => ID, { description: 'UUID of the entry.' }) id!: string;
  @Field(() => Int, { description: "Its number in the account's ledger, without gaps." }) seq!: number;
  @Field(() => CreditEntryType, { description: 'What the movement is.' }) type!: CreditEntryType;
  @Field(() => Int, { description: 'Credits moved.' }) amount!: number;
  @Field(() => Int, { description: "The account's balance afterwards." }) balanceAfter!: number;
  @Field(() => Int, { description: 'Credits held for live calls afterwards.' }) reservedAfter!: number;
  @Field(() => String, { nullable: true, description: 'Why, where a person moved the credits.' })
  reason!: string | null;
  @Field(() => DateTime, { description: 'When it was written.' }) createdAt!: IsoTime;
}
