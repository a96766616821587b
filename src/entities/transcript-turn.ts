import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CallEntity } from './call';
import type { TurnRole } from './enums';

/** What one side of a call said before the other spoke. */
@Entity('transcript_turns')
@Check('transcript_turns_index', 'index >= 0')
@Check('transcript_turns_role', `role in ('AGENT', 'CONTACT', 'SYSTEM')`)
export class TranscriptTurnEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('uuid', { name: 'call_id' }) callId!: string;
  /** Its number in the call, from 0. */
  @PrimaryColumn('integer') index!: number;
  @Column('text') role!: TurnRole;
  @Column('text') text!: string;
  @Column({ type: 'timestamptz', name: 'started_at', precision: 3 }) startedAt!: Date;
  @Column('integer', { name: 'offset_ms' }) offsetMs!: number;
  @Column('integer', { name: 'duration_ms', nullable: true }) durationMs!: number | null;
  @Column('boolean', { default: false }) interrupted!: boolean;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
  @ManyToOne(() => CallEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'call_id', referencedColumnName: 'id' },
  ])
  call?: Relation<CallEntity>;
}
