import { Column, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountEntity } from './account';

/**
 * What every table of an account shares: the key starts with the account, so that a composite foreign key can never
 * reach another account's row. Relations are read-only: services set ids.
 */
export abstract class TenantEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('uuid') id!: string;
  @ManyToOne(() => AccountEntity, { onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' }) createdAt!: Date;
}
