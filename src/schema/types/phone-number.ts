import { Field, ObjectType } from 'type-graphql';
import { PhoneNumberStatus } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, PhoneNumber } from '../scalars';
import { connectionOf } from './connection';
import { Node } from './node';

@ObjectType('AccountPhoneNumber', {
  implements: Node,
  simpleResolvers: true,
  description: 'A number of the account that may stand as caller id.',
})
export class PhoneNumberType extends Node {
  @Field(() => PhoneNumber, { description: 'The number itself.' }) phoneNumber!: string;
  @Field(() => String, { nullable: true, description: 'What people call the number.' }) label!: string | null;
  @Field(() => PhoneNumberStatus, { description: 'Whether calls may use it.' }) status!: PhoneNumberStatus;
  @Field(() => DateTime, { description: 'When the number was added.' }) createdAt!: IsoTime;
}

export const PhoneNumberConnection = connectionOf(PhoneNumberType, 'PhoneNumber', 'caller ids');
