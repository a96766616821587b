import { Field, ID, Int, ObjectType } from 'type-graphql';
import { AnsweredBy, CallDirection, CallStatus, EndedBy, EndedReason } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, JSONObject, PhoneNumber } from '../scalars';
import { AgentType } from './agent';
import { CallAnalysis } from './analysis';
import { CallEventObject } from './call-event';
import { CampaignType } from './campaign';
import { connectionOf } from './connection';
import { ContactType } from './contact';
import { CreditEntryObject } from './credit-entry';
import { ModelUsage } from './model-usage';
import { Node } from './node';
import { Recording } from './recording';
import { Timeline } from './timeline';
import { Transcript } from './transcript';

@ObjectType('Call', {
  implements: Node,
  simpleResolvers: true,
  description: 'One phone call, from the request to the last credit.',
})
export class CallType extends Node {
  @Field(() => String, { nullable: true, description: "The telephony provider's id; null until it has the call." })
  callSid!: string | null;
  @Field(() => String, { description: 'A second id of the call, for tracking.' }) trackingId!: string;
  @Field(() => CallDirection, { description: 'Who called whom.' }) direction!: CallDirection;
  @Field(() => CallStatus, { description: 'Where the call stands.' }) status!: CallStatus;
  @Field(() => PhoneNumber, { description: 'Who is called.' }) toNumber!: string;
  @Field(() => PhoneNumber, { description: 'The caller id that is shown.' }) fromNumber!: string;
  @Field(() => String, { nullable: true, description: 'Name of the person called, as the request gave it.' })
  contactName!: string | null;
  @Field(() => JSONObject, { nullable: true, description: 'Data for the prompt, as the request gave it.' })
  contactData!: Record<string, unknown> | null;
  @Field(() => ID, { description: 'UUID of the agent.' }) agentId!: string;
  @Field(() => ID, { description: 'UUID of the contact.' }) contactId!: string;
  @Field(() => ID, { nullable: true, description: 'UUID of the campaign; null when the provider refused the call.' })
  campaignId!: string | null;
  @Field(() => AgentType, { description: 'Who conducts the call.' }) agent?: AgentType;
  @Field(() => ContactType, { description: 'The person called.' }) contact?: ContactType;
  @Field(() => CampaignType, { nullable: true, description: 'Its campaign; null when the provider refused the call.' })
  campaign?: CampaignType | null;
  @Field(() => DateTime, { description: 'When the call was initiated.' }) startTime!: IsoTime;
  @Field(() => DateTime, { nullable: true, description: 'When it was answered.' }) answeredTime!: IsoTime | null;
  @Field(() => DateTime, { nullable: true, description: 'When it ended.' }) endTime!: IsoTime | null;
  @Field(() => Int, { nullable: true, description: 'Seconds of talk; null until the call has ended.' })
  durationSeconds!: number | null;
  @Field(() => Int, { description: 'Credits held when the call was accepted, kept as history.' })
  creditsReserved!: number;
  @Field(() => Int, { description: 'The hold while it is held; afterwards what was charged.' }) creditsUsed!: number;
  @Field(() => [CreditEntryObject], { description: "The call's lines in the ledger." })
  creditEntries?: CreditEntryObject[];
  @Field(() => EndedReason, { nullable: true, description: 'Why it ended; null while it is live.' })
  endedReason!: EndedReason | null;
  @Field(() => EndedBy, { nullable: true, description: 'Whose doing the end was; null while it is live.' })
  endedBy!: EndedBy | null;
  @Field(() => AnsweredBy, { nullable: true, description: 'Who or what answered; null if nobody did.' })
  answeredBy!: AnsweredBy | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the same call is worth placing again; null while it is live.',
  })
  retryable?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why it ended, in one plain line; null while it is live.' })
  explanation?: string | null;
  @Field(() => [CallEventObject], { description: 'What happened to the call, in causal order.' })
  events?: CallEventObject[];
  @Field(() => Timeline, { description: 'What happened to the call, to be read on from where one was.' })
  timeline?: Timeline;
  @Field(() => Transcript, { description: 'What was said.' }) transcript?: Transcript;
  @Field(() => CallAnalysis, { description: 'What it came to.' }) analysis?: CallAnalysis;
  @Field(() => Recording, { description: 'How it sounded.' }) recording?: Recording;
  @Field(() => ModelUsage, { description: 'What the conversation took of the language model.' })
  modelUsage?: ModelUsage;
  @Field(() => DateTime, { description: 'When the call was written.' }) createdAt!: IsoTime;
  @Field(() => DateTime, { description: 'When the call last changed.' }) updatedAt!: IsoTime;
}

export const CallConnection = connectionOf(CallType, 'Call', 'calls');
