import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountStatus } from './enums';

/** A tenant: whoever pays for calls, or its test twin. Every other table belongs to one. */
@Entity('accounts')
@Check('accounts_status', `status in ('ACTIVE', 'SUSPENDED')`)
@Check('accounts_test_of_other', 'test_of <> id')
@Index('accounts_test_of', ['testOf'], { unique: true, where: 'test_of is not null' })
@Check('accounts_limits', 'requests_per_minute > 0 and concurrent_calls > 0')
export class AccountEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') email!: string;
  @Column('text', { default: AccountStatus.ACTIVE }) status!: AccountStatus;
  @Column('uuid', { name: 'owner_id' }) ownerId!: string;
  @Column('text', { name: 'owner_name' }) ownerName!: string;
  /** Requests that each key of the account may make in a minute. */
  @Column('integer', { name: 'requests_per_minute', default: 600 }) requestsPerMinute!: number;
  /** Calls of the account that may be live at once. */
  @Column('integer', { name: 'concurrent_calls', default: 20 }) concurrentCalls!: number;
  /** True for the one account that an unconfigured server makes for explorers. */
  @Column('boolean', { default: false }) demo!: boolean;
  /** The account whose test twin this is; null for every other. It has that account's agents and numbers, kept so by triggers. */
  @Column('uuid', { name: 'test_of', nullable: true }) testOf!: string | null;
  @ManyToOne(() => AccountEntity, { onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'test_of', foreignKeyConstraintName: 'accounts_test_of_fkey' })
  testedAccount?: Relation<AccountEntity>;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
}
