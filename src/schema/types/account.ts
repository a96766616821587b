import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { AccountStatus } from '../../entities/enums';
import type { IsoTime } from '../../services/iso-time';
import { DateTime, JSONObject } from '../scalars';
import { Node } from './node';

@ObjectType({ simpleResolvers: true, description: 'Who owns an account.' })
export class AccountOwner {
  @Field(() => ID, { description: 'UUID of the person.' }) id!: string;
  @Field(() => String, { description: "The person's name." }) name!: string;
  @Field(() => String, { description: "The person's e-mail address." }) email!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What an account can spend.' })
export class Credits {
  @Field(() => Int, { description: 'All credits that are not spent.' }) balance!: number;
  @Field(() => Int, { description: 'Of these, held for live calls.' }) reserved!: number;
  @Field(() => Int, { description: 'Balance less what is held: what new calls can use.' }) available!: number;
  @Field(() => Int, { description: 'Charged for ended calls, ever; 2147483647 stands for all that is more.' })
  used?: number;
}

@ObjectType({ simpleResolvers: true, description: 'How much an account may do at once.' })
export class AccountLimits {
  @Field(() => Int, { description: 'Requests a minute for each key.' }) requestsPerMinute!: number;
  @Field(() => Int, { description: 'Calls that may be live at once.' }) concurrentCalls!: number;
  @Field(() => Int, { description: 'Calls that are live now.' }) activeCalls!: number;
}

@ObjectType({ simpleResolvers: true, description: 'From when to when.' })
export class UsagePeriod {
  @Field(() => DateTime, { description: 'Inclusive.' }) startDate!: Date;
  @Field(() => DateTime, { description: 'Exclusive.' }) endDate!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'What the calls of a period came to.' })
export class UsageTotals {
  @Field(() => Int, { description: 'Calls initiated, live ones included.' }) calls!: number;
  @Field(() => Int, { description: 'Calls that were answered.' }) answered!: number;
  @Field(() => Int, { description: 'Calls that ended COMPLETED.' }) completed!: number;
  @Field(() => Int, { description: 'Calls that ended FAILED.' }) failed!: number;
  @Field(() => Int, { description: 'Calls that ended BUSY.' }) busy!: number;
  @Field(() => Int, { description: 'Calls that ended NO_ANSWER.' }) noAnswer!: number;
  @Field(() => Int, { description: 'Minutes begun, call by call.' }) minutes!: number;
  @Field(() => Float, { description: 'Credits charged.' }) creditsUsed!: number;
  @Field(() => Float, { description: 'Seconds of talk of a completed call, on average.' }) averageDuration!: number;
  @Field(() => Float, { description: 'Completed calls of all ended ones, 0 to 1.' }) answerRate!: number;
}

@ObjectType('AgentUsage', { simpleResolvers: true, description: 'What the calls of one agent came to.' })
export class AgentUsageType {
  @Field(() => ID, { description: 'UUID of the agent.' }) agentId!: string;
  @Field(() => String, { description: 'What people call the agent.' }) agentName!: string;
  @Field(() => Int, { description: 'Calls initiated.' }) calls!: number;
  @Field(() => Int, { description: 'Minutes begun, call by call.' }) minutes!: number;
  @Field(() => Float, { description: 'Credits charged.' }) creditsUsed!: number;
}

@ObjectType('UsagePoint', { simpleResolvers: true, description: 'One point of a usage series.' })
export class UsagePointType {
  @Field(() => String, { description: 'The day, hour or month in ISO 8601, the id of the agent, or the status.' })
  date!: string;
  @Field(() => Int, { description: 'Calls initiated.' }) calls!: number;
  @Field(() => Int, { description: 'Calls that were answered.' }) answered!: number;
  @Field(() => Int, { description: 'Minutes begun, call by call.' }) minutes!: number;
  @Field(() => Float, { description: 'Credits charged.' }) creditsUsed!: number;
}

@ObjectType('Usage', { simpleResolvers: true, description: 'What an account used in a period.' })
export class UsageType {
  @Field(() => UsagePeriod, {
    description: 'The period, widened to whole UTC days or, when grouped by hour, to whole hours.',
  })
  period!: UsagePeriod;
  @Field(() => UsageTotals, { description: 'All calls of the period together.' }) totals!: UsageTotals;
  @Field(() => JSONObject, { description: 'Number of calls by status.' }) byStatus!: Record<string, number>;
  @Field(() => [AgentUsageType], { description: 'The sums of each agent.' }) byAgent!: AgentUsageType[];
  @Field(() => [UsagePointType], { description: 'The series, without empty points.' }) series!: UsagePointType[];
}

@ObjectType('Account', { implements: Node, simpleResolvers: true, description: 'The account of the API key.' })
export class AccountType extends Node {
  @Field(() => String, { description: 'What people call the account.' }) name!: string;
  @Field(() => String, { description: 'Where the account is written to.' }) email!: string;
  @Field(() => AccountStatus, { description: 'Whether the account may use the API.' }) status!: AccountStatus;
  @Field(() => Boolean, {
    description:
      'True for a test key: its calls go to a simulated carrier, ring no phone and cost nothing. All else is as with other keys.',
  })
  testMode!: boolean;
  @Field(() => AccountOwner, { description: 'Who owns the account.' }) owner?: AccountOwner;
  @Field(() => Credits, { description: 'What the account can spend.' }) credits?: Credits;
  @Field(() => UsageType, { description: 'What the account used in a period; the last 30 days unless told.' })
  usage?: UsageType;
  @Field(() => AccountLimits, { description: 'How much the account may do at once.' }) limits?: AccountLimits;
  @Field(() => DateTime, { description: 'When the account was created.' }) createdAt!: IsoTime;
}
