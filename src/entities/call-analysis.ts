import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CallEntity } from './call';
import type { Sentiment } from './enums';

/** What a call came to. A row with `due_at` is work to be done from then on; its status stands on the call. */
@Entity('call_analyses')
@Check('call_analyses_sentiment', `sentiment in ('POSITIVE', 'NEUTRAL', 'NEGATIVE', 'MIXED')`)
@Index('call_analyses_due', ['accountId', 'dueAt'], { where: 'due_at is not null' })
export class CallAnalysisEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('uuid', { name: 'call_id' }) callId!: string;
  /** Why there is none. */
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) sentiment!: Sentiment | null;
  @Column('text', { nullable: true }) summary!: string | null;
  @Column('jsonb', { name: 'key_points', default: [] }) keyPoints!: string[];
  @Column('jsonb', { name: 'action_items', default: [] }) actionItems!: string[];
  @Column('jsonb', { nullable: true }) success!: Record<string, unknown> | null;
  @Column('jsonb', { default: [] }) extracted!: Array<Record<string, unknown>>;
  @Column('jsonb', { nullable: true }) metadata!: Record<string, unknown> | null;
  @Column('text', { name: 'raw_response', nullable: true }) rawResponse!: string | null;
  @Column('text', { nullable: true }) model!: string | null;
  @Column('integer', { name: 'prompt_tokens', default: 0 }) promptTokens!: number;
  @Column('integer', { name: 'completion_tokens', default: 0 }) completionTokens!: number;
  @Column('integer', { default: 0 }) attempts!: number;
  /** When it is to be taken up; null: nothing to do. Whoever takes it moves this behind its own deadline. */
  @Column({ type: 'timestamptz', name: 'due_at', precision: 3, nullable: true }) dueAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
  @Column({ type: 'timestamptz', name: 'completed_at', precision: 3, nullable: true }) completedAt!: Date | null;
  @ManyToOne(() => CallEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'call_id', referencedColumnName: 'id' },
  ])
  call?: Relation<CallEntity>;
}
