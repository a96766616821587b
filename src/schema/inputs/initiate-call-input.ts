import { IsUUID, Matches, MaxLength, ValidateIf } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { JSONObject, PhoneNumber } from '../scalars';
import { IsStorableJson, IsStorableText } from './json-limits';

/** `null` and an empty text stand for an absent member. `rest-v1.md`, common rules. */
const IfPresent = () => ValidateIf((_object, value: unknown) => value != null && value !== '');

@InputType({ description: 'The call to place.' })
export class InitiateCallInput {
  @Field(() => PhoneNumber, { description: 'Who to call, in E.164 format.' }) toNumber!: string;

  @IsUUID('all', { message: 'Invalid Agent ID format' })
  @Field(() => ID, { description: 'The agent that conducts the call. It must be approved.' })
  agentId!: string;

  @IfPresent()
  @MaxLength(200, { message: 'contactName must have at most 200 characters' })
  @IsStorableText()
  @Field(() => String, { nullable: true, description: 'Name of the person called; at most 200 characters.' })
  contactName?: string | null;

  @IsStorableJson()
  @Field(() => JSONObject, {
    nullable: true,
    description: 'Data for the prompt, by the names of its variables; at most 32 levels and 64 kB.',
  })
  contactData?: Record<string, unknown> | null;

  @IfPresent()
  @IsUUID('all', { message: 'Invalid From Number ID format' })
  @Field(() => ID, { nullable: true, description: "The caller id to show; the agent's own unless given." })
  fromNumberId?: string | null;

  @IfPresent()
  @Matches(/^[\x21-\x7e]{1,255}$/, { message: 'idempotencyKey must be 1 to 255 visible ASCII characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Your own name for this call: a repeat with the same key within 24 hours gets the same call.',
  })
  idempotencyKey?: string | null;
}
