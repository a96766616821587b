import { Field, ObjectType } from 'type-graphql';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, JSONObject, PhoneNumber } from '../scalars';
import { connectionOf } from './connection';
import { Node } from './node';

@ObjectType('Contact', {
  implements: Node,
  simpleResolvers: true,
  description: 'A person whom the account has called, known by phone number.',
})
export class ContactType extends Node {
  @Field(() => PhoneNumber, { description: "The person's number, unique in the account." }) phoneNumber!: string;
  @Field(() => JSONObject, {
    description: 'What calls brought along: `contactData` of every call merged, and `name` from `contactName`.',
  })
  additionalData!: Record<string, unknown>;
  @Field(() => JSONObject, {
    description: 'What integrators and agents keep about the person. `memory` is text that agents remember.',
  })
  metadata!: Record<string, unknown>;
  @Field(() => DateTime, { description: 'When the person was first called.' }) createdAt!: IsoTime;
  @Field(() => DateTime, { description: 'When anything about the person last changed.' }) updatedAt!: IsoTime;
}

export const ContactConnection = connectionOf(ContactType, 'Contact', 'contacts');
