import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { AgentEntity } from './agent';
import { AgentVersionEntity } from './agent-version';
import { CampaignEntity } from './campaign';
import { ContactEntity } from './contact';
import type {
  AnalysisStatus,
  AnsweredBy,
  CallDirection,
  CallStatus,
  DialState,
  EndedBy,
  EndedReason,
  RecordingStatus,
} from './enums';
import { TenantEntity } from './tenant-entity';

const LIVE = `status in ('INITIATED', 'RINGING', 'ANSWERED')`;

/** One phone call, from the request to the last credit. */
@Entity('calls')
@Check('calls_status', `status in ('INITIATED', 'RINGING', 'ANSWERED', 'COMPLETED', 'FAILED', 'BUSY', 'NO_ANSWER')`)
@Check('calls_dial', `dial in ('PENDING', 'ACCEPTED', 'REFUSED', 'UNKNOWN')`)
@Check('calls_ended', `(${LIVE}) = (end_time is null) and (${LIVE}) = (ended_reason is null)`)
@Check('calls_analysis', `analysis_status in ('PENDING', 'PROCESSING', 'COMPLETED', 'SKIPPED', 'FAILED')`)
@Check('calls_recording', `recording_status in ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'SKIPPED', 'FAILED')`)
@Check('calls_money', 'credits_used between 0 and credits_reserved')
@Index('calls_tracking', ['accountId', 'trackingId'], { unique: true })
@Index('calls_provider', ['accountId', 'providerSid'], { unique: true, where: 'provider_sid is not null' })
@Index('calls_start', ['accountId', 'startTime', 'id'])
@Index('calls_answer_owed', ['accountId', 'toNumber', 'fromNumber'], { where: 'answer_owed' })
@Index('calls_dialler', ['accountId', 'toNumber', 'fromNumber'], { where: 'dialler is not null' })
@Index('calls_reconcile', ['reconcileAt'], { where: 'reconcile_at is not null' })
@Index('calls_check', ['checkAt'], { where: 'end_time is null' })
@Index('calls_recording_check', ['recordingCheckAt'], { where: 'recording_check_at is not null' })
@Index('calls_status_start', ['accountId', 'status', 'startTime', 'id'])
@Index('calls_agent_start', ['accountId', 'agentId', 'startTime', 'id'])
@Index('calls_contact', ['accountId', 'contactId'])
@Index('calls_campaign', ['accountId', 'campaignId'])
@Index('calls_to_number', ['accountId', 'toNumber'])
export class CallEntity extends TenantEntity {
  @Column('uuid', { name: 'tracking_id' }) trackingId!: string;
  /** The telephony provider's id, null until the provider is known to have the call. */
  @Column('text', { name: 'provider_sid', nullable: true }) providerSid!: string | null;
  @Column('text', { default: 'OUTBOUND' }) direction!: CallDirection;
  @Column('text', { default: 'INITIATED' }) status!: CallStatus;
  @Column('text', { default: 'PENDING' }) dial!: DialState;
  @Column('uuid', { name: 'agent_id' }) agentId!: string;
  @Column('uuid', { name: 'contact_id' }) contactId!: string;
  @Column('uuid', { name: 'campaign_id', nullable: true }) campaignId!: string | null;
  @Column('text', { name: 'from_number' }) fromNumber!: string;
  @Column('text', { name: 'to_number' }) toNumber!: string;
  @Column('text', { name: 'contact_name', nullable: true }) contactName!: string | null;
  @Column('jsonb', { name: 'contact_data', nullable: true }) contactData!: Record<string, unknown> | null;
  @Column({ type: 'timestamptz', name: 'start_time', precision: 3 }) startTime!: Date;
  @Column({ type: 'timestamptz', name: 'answered_time', precision: 3, nullable: true }) answeredTime!: Date | null;
  @Column({ type: 'timestamptz', name: 'end_time', precision: 3, nullable: true }) endTime!: Date | null;
  @Column('integer', { name: 'duration_seconds', nullable: true }) durationSeconds!: number | null;
  @Column('integer', { name: 'max_duration_seconds' }) maxDurationSeconds!: number;
  @Column('integer', { name: 'credits_per_minute' }) creditsPerMinute!: number;
  /** The hold, kept as history. */
  @Column('integer', { name: 'credits_reserved' }) creditsReserved!: number;
  /** The hold while it is held; afterwards what was charged. */
  @Column('integer', { name: 'credits_used' }) creditsUsed!: number;
  @Column('text', { name: 'ended_reason', nullable: true }) endedReason!: EndedReason | null;
  @Column('text', { name: 'ended_by', nullable: true }) endedBy!: EndedBy | null;
  @Column('text', { name: 'answered_by', nullable: true }) answeredBy!: AnsweredBy | null;
  /** The provider's own words about a refusal or a lost outcome. */
  @Column('text', { name: 'provider_message', nullable: true }) providerMessage!: string | null;
  @Column('boolean', { name: 'end_requested', default: false }) endRequested!: boolean;
  /** The latest talk that is known to be over; null: none is. */
  @Column('integer', { name: 'ended_talk', nullable: true }) endedTalk!: number | null;
  /** Why that talk ended, and the call with it; null: another talk was to follow it. */
  @Column('text', { name: 'talk_end', nullable: true }) talkEnd!: EndedReason | null;
  /** The version of the agent that conducts the call, from its beginning to its end. */
  @Column('integer', { name: 'agent_version', default: 1 }) agentVersion!: number;
  /** The latest of the call's talks: a line that broke is taken up by another. 0: none has begun. */
  @Column('integer', { name: 'talk_attempt', default: 0 }) talkAttempt!: number;
  /** BCP 47 tag of what is spoken; null until a talk begins. */
  @Column('text', { nullable: true }) language!: string | null;
  /** Turns of the transcript. */
  @Column('integer', { default: 0 }) turns!: number;
  /** The language model that conducted the call. */
  @Column('text', { nullable: true }) model!: string | null;
  @Column('integer', { name: 'prompt_tokens', default: 0 }) promptTokens!: number;
  @Column('integer', { name: 'completion_tokens', default: 0 }) completionTokens!: number;
  /** By talk, how many of the model's answers are in the tokens: an answer counts once, however often it is told. */
  @Column('integer', { name: 'counted_answers', array: true, default: [] }) countedAnswers!: Array<number | null>;
  /** Null until the call has ended. */
  @Column('text', { name: 'analysis_status', nullable: true }) analysisStatus!: AnalysisStatus | null;
  /** Null: the call is not recorded. */
  @Column('text', { name: 'recording_status', nullable: true }) recordingStatus!: RecordingStatus | null;
  /** The provider's id of the recording. */
  @Column('text', { name: 'recording_sid', nullable: true }) recordingSid!: string | null;
  @Column('integer', { name: 'recording_seconds', nullable: true }) recordingSeconds!: number | null;
  /** When the provider must be asked for the recording of a call that is over; null: there is nothing to ask. */
  @Column({ type: 'timestamptz', name: 'recording_check_at', precision: 3, nullable: true })
  recordingCheckAt!: Date | null;
  /** A client was told that the outcome is unknown and that a retry gets this call; none has got it yet. */
  @Column('boolean', { name: 'answer_owed', default: false }) answerOwed!: boolean;
  /** When somebody must look after the call if nothing was heard until then. */
  @Column({ type: 'timestamptz', name: 'check_at', precision: 3 }) checkAt!: Date;
  /** The server that has it dialled and is yet to answer its client; null: none is any more. */
  @Column('integer', { nullable: true }) dialler!: number | null;
  /** When the provider's list is to be asked for it; null: there is nothing to find out. */
  @Column({ type: 'timestamptz', name: 'reconcile_at', precision: 3, nullable: true }) reconcileAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' }) updatedAt!: Date;
  @ManyToOne(() => AgentEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'agent_id', referencedColumnName: 'id' },
  ])
  agent?: Relation<AgentEntity>;
  @ManyToOne(() => AgentVersionEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'agent_id', referencedColumnName: 'agentId' },
    { name: 'agent_version', referencedColumnName: 'version' },
  ])
  conductedBy?: Relation<AgentVersionEntity>;
  @ManyToOne(() => ContactEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'contact_id', referencedColumnName: 'id' },
  ])
  contact?: Relation<ContactEntity>;
  @ManyToOne(() => CampaignEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'campaign_id', referencedColumnName: 'id' },
  ])
  campaign?: Relation<CampaignEntity>;
}
