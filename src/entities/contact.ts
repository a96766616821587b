import { Column, Entity, Index } from 'typeorm';
import { TenantEntity } from './tenant-entity';

/** A person of the account's, known by phone number. */
@Entity('contacts')
@Index('contacts_number', ['accountId', 'phoneNumber'], { unique: true })
@Index('contacts_created', ['accountId', 'createdAt', 'id'])
export class ContactEntity extends TenantEntity {
  @Column('text', { name: 'phone_number' }) phoneNumber!: string;
  /** What calls brought along: `contactData` of every call merged, and `name` from `contactName`. */
  @Column('jsonb', { name: 'additional_data', default: {} }) additionalData!: Record<string, unknown>;
  /** What integrators and agents keep about the person. */
  @Column('jsonb', { default: {} }) metadata!: Record<string, unknown>;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' }) updatedAt!: Date;
}
