import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CallEntity } from './call';

/** A caller's own name for one intended call: whoever repeats it gets the first call's answer. */
@Entity('idempotency_keys')
@Index('idempotency_keys_created', ['createdAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('text') key!: string;
  /** SHA-256 of the input in canonical form, hexadecimal. */
  @Column('text') fingerprint!: string;
  @Column('uuid', { name: 'call_id' }) callId!: string;
  /** The contact's data as the first answer showed it. */
  @Column('jsonb', { name: 'contact_snapshot' }) contactSnapshot!: Record<string, unknown>;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
  @ManyToOne(() => CallEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'call_id', referencedColumnName: 'id' },
  ])
  call?: Relation<CallEntity>;
}
