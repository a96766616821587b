import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountEntity } from './account';

/** What an account has, what of it is held for live calls, and how many calls are live. The row whose lock orders money. */
@Entity('credit_balances')
@Check('credit_balances_available', 'balance - reserved >= 0')
@Check('credit_balances_reserved', 'reserved >= 0')
@Check('credit_balances_active', 'active_calls >= 0')
export class CreditBalanceEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @OneToOne(() => AccountEntity, { onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
  /** Credits; a 32-bit integer, so the database itself refuses 2^31. */
  @Column('integer', { default: 0 }) balance!: number;
  @Column('integer', { default: 0 }) reserved!: number;
  @Column('integer', { name: 'active_calls', default: 0 }) activeCalls!: number;
  /** Number of the account's latest credit entry. */
  @Column('integer', { default: 0 }) seq!: number;
}
