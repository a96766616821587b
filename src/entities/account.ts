import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { AccountStatus } from './enums';

/** A tenant: whoever pays for calls. Every other table belongs to one. */
@Entity('accounts')
@Check('accounts_status', `status in ('ACTIVE', 'SUSPENDED')`)
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
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
}
