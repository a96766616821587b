import { Check, Column, Entity, Index } from 'typeorm';
import { CampaignStatus } from './enums';
import { TenantEntity } from './tenant-entity';

/** What groups calls. A call placed by the API gets a temporary one of its own. */
@Entity('campaigns')
@Check('campaigns_status', `status in ('DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELED')`)
@Index('campaigns_created', ['accountId', 'createdAt', 'id'])
export class CampaignEntity extends TenantEntity {
  @Column('text') name!: string;
  @Column('text', { default: CampaignStatus.ACTIVE }) status!: CampaignStatus;
  @Column('boolean', { default: false }) temporary!: boolean;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' }) updatedAt!: Date;
}
