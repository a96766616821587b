import { Column, Entity, Index } from 'typeorm';
import { TenantEntity } from './tenant-entity';

/** A secret that a program presents. Only its SHA-256 is kept. */
@Entity('api_keys')
@Index('api_keys_hash', ['hash'], { unique: true })
export class ApiKeyEntity extends TenantEntity {
  @Column('text') name!: string;
  @Column('bytea') hash!: Buffer;
  /** The first characters of the key, to tell keys apart on a screen. */
  @Column('text') prefix!: string;
  @Column('text', { array: true, default: '{}' }) scopes!: string[];
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true }) expiresAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'revoked_at', precision: 3, nullable: true }) revokedAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true }) lastUsedAt!: Date | null;
}
