import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AgentEntity } from './agent';
import type { CallStatus } from './enums';

/** What an account's ended calls of one hour (by start) came to, by agent and outcome. */
@Entity('usage_hours')
export class UsageHourEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  /** The start of the hour, UTC. */
  @PrimaryColumn({ type: 'timestamptz', precision: 3 }) hour!: Date;
  @PrimaryColumn('uuid', { name: 'agent_id' }) agentId!: string;
  @PrimaryColumn('text') status!: CallStatus;
  @Column('integer') calls!: number;
  @Column('integer') answered!: number;
  @Column('bigint') seconds!: string;
  /** Minutes begun, call by call. */
  @Column('integer') minutes!: number;
  @Column('bigint', { name: 'credits_used' }) creditsUsed!: string;
  @ManyToOne(() => AgentEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'agent_id', referencedColumnName: 'id' },
  ])
  agent?: Relation<AgentEntity>;
}
