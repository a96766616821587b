import { Check, Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { AgentStatus } from './enums';
import { PhoneNumberEntity } from './phone-number';
import { TenantEntity } from './tenant-entity';

/** Who conducts a call: what it says, how it sounds, how long it may talk and what a minute of it costs. */
@Entity('agents')
@Check('agents_status', `status in ('DRAFT', 'PENDING', 'APPROVED', 'REJECTED', 'ARCHIVED')`)
@Check('agents_duration', 'max_duration_seconds between 1 and 14400')
@Check('agents_price', 'credits_per_minute between 0 and 100000')
export class AgentEntity extends TenantEntity {
  @Column('text') name!: string;
  @Column('text', { default: AgentStatus.DRAFT }) status!: AgentStatus;
  /** BCP 47 tag, for example `en-US`. */
  @Column('text', { default: 'en-US' }) language!: string;
  @Column('text', { nullable: true }) voice!: string | null;
  @Column('text') prompt!: string;
  @Column('text', { name: 'first_message' }) firstMessage!: string;
  @Column('integer', { name: 'max_duration_seconds', default: 300 }) maxDurationSeconds!: number;
  /** Set by the operator, for all versions. */
  @Column('integer', { name: 'credits_per_minute', default: 1 }) creditsPerMinute!: number;
  /** How calls are conducted, beyond the prompt. */
  @Column('jsonb', { default: {} }) settings!: Record<string, unknown>;
  /** The version that serves, whose content stands here; of an agent that was never approved, the latest. */
  @Column('integer', { default: 1 }) version!: number;
  @Column('uuid', { name: 'from_number_id', nullable: true }) fromNumberId!: string | null;
  @ManyToOne(() => PhoneNumberEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'from_number_id', referencedColumnName: 'id' },
  ])
  fromNumber?: Relation<PhoneNumberEntity>;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' }) updatedAt!: Date;
}
