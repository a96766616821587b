import { Check, Column, Entity, Index } from 'typeorm';
import { PhoneNumberStatus } from './enums';
import { TenantEntity } from './tenant-entity';

/** A number of the account that may stand as caller id. */
@Entity('phone_numbers')
@Check('phone_numbers_status', `status in ('ACTIVE', 'INACTIVE')`)
@Check('phone_numbers_e164', `phone_number ~ '^\\+[1-9][0-9]{6,14}$'`)
@Index('phone_numbers_number', ['accountId', 'phoneNumber'], { unique: true })
export class PhoneNumberEntity extends TenantEntity {
  @Column('text', { name: 'phone_number' }) phoneNumber!: string;
  @Column('text', { nullable: true }) label!: string | null;
  @Column('text', { default: PhoneNumberStatus.ACTIVE }) status!: PhoneNumberStatus;
}
