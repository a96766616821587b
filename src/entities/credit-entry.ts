import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { CallEntity } from './call';
import type { CreditEntryType } from './enums';
import { TenantEntity } from './tenant-entity';

/** One movement of credits. Written once: a trigger refuses every change. */
@Entity('credit_entries')
@Check('credit_entries_type', `type in ('GRANT', 'HOLD', 'SETTLE', 'RELEASE', 'ADJUST')`)
@Check('credit_entries_amount', `amount >= 0 or type = 'ADJUST'`)
@Check('credit_entries_call', `(call_id is not null) = (type in ('HOLD', 'SETTLE', 'RELEASE'))`)
@Index('credit_entries_seq', ['accountId', 'seq'], { unique: true })
@Index('credit_entries_once', ['accountId', 'callId', 'type'], { unique: true, where: 'call_id is not null' })
export class CreditEntryEntity extends TenantEntity {
  @Column('integer') seq!: number;
  @Column('text') type!: CreditEntryType;
  @Column('integer') amount!: number;
  @Column('uuid', { name: 'call_id', nullable: true }) callId!: string | null;
  @Column('integer', { name: 'balance_after' }) balanceAfter!: number;
  @Column('integer', { name: 'reserved_after' }) reservedAfter!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  @ManyToOne(() => CallEntity, { onDelete: 'NO ACTION' })
  @JoinColumn([
    { name: 'account_id', referencedColumnName: 'accountId' },
    { name: 'call_id', referencedColumnName: 'id' },
  ])
  call?: Relation<CallEntity>;
}
