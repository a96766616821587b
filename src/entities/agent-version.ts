import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AgentEntity } from './agent';
import type { AgentStatus } from './enums';
import { PhoneNumberEntity } from './phone-number';

/** How an agent was at some time. A call is conducted to its end by the version that it began with. */
@Entity('agent_versions')
@Check('agent_versions_number', 'version >= 1')
@Check('agent_versions_status', `status in ('DRAFT', 'PENDING', 'APPROVED', 'REJECTED')`)
@Check('agent_versions_duration', 'max_duration_seconds between 1 and 14400')
export class AgentVersionEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('uuid', { name: 'agent_id' }) agentId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') status!: Exclude<AgentStatus, AgentStatus.ARCHIVED>;
  @Column('text') language!: string;
  @Column('text', { nullable: true }) voice!: string | null;
  @Column('text') prompt!: string;
  @Column('text', { name: 'first_message' }) firstMessage!: string;
  @Column('integer', { name: 'max_duration_seconds' }) maxDurationSeconds!: number;
  @Column('uuid', { name: 'from_number_id', nullable: true }) fromNumberId!: string | null;
  @Column('jsonb') settings!: Record<string, unknown>;
  /** Why it was rejected, in the reviewer's words. */
  @Column('text', { name: 'rejected_reason', nullable: true }) rejectedReason!: string | null;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
  /** When it was approved or rejected. */
  @Column({ type: 'timestamptz', name: 'decided_at', precision: 3, nullable: true }) decidedAt!: Date | null;
  @ManyToOne(() => AgentEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'agent_id', referencedColumnName: 'id' },
  ])
  agent?: Relation<AgentEntity>;
  @ManyToOne(() => PhoneNumberEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'from_number_id', referencedColumnName: 'id' },
  ])
  fromNumber?: Relation<PhoneNumberEntity>;
}
