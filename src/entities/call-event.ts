import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { CallEntity } from './call';
import type { CallEventType, CallStatus } from './enums';
import { TenantEntity } from './tenant-entity';

/** Something that happened to a call. A milestone happens once, however often and by whatever way it is reported. */
@Entity('call_events')
@Check(
  'call_events_type',
  `type in ('INITIATED', 'DIALED', 'RINGING', 'ANSWERED', 'MACHINE_DETECTED', 'TALK_STARTED', 'TALK_ENDED', 'ENDED', 'SETTLED', 'ANALYZED', 'OUTCOME_UNKNOWN', 'RECONCILED', 'RECORDING_READY')`,
)
@Index('call_events_milestone', ['accountId', 'callId', 'type'], { unique: true })
@Index('call_events_feed', ['accountId', 'transaction', 'id'])
export class CallEventEntity extends TenantEntity {
  @Column('uuid', { name: 'call_id' }) callId!: string;
  @Column('text') type!: CallEventType;
  /** The call's status once the event was applied. */
  @Column('text') status!: CallStatus;
  /** Who reported it, for example `twilio:status:2`. */
  @Column('text') source!: string;
  @Column({ type: 'timestamptz', name: 'occurred_at', precision: 3 }) occurredAt!: Date;
  @Column('jsonb', { nullable: true }) detail!: Record<string, unknown> | null;
  /** The transaction that wrote it; its default is named as TypeORM reads it, without casts. Events are read in this order, up to the oldest transaction that is still under way. */
  @Column('bigint', { default: () => '((pg_current_xact_id()))' }) transaction!: string;
  @ManyToOne(() => CallEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'call_id', referencedColumnName: 'id' },
  ])
  call?: Relation<CallEntity>;
}
