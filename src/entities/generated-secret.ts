import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A secret that the servers of one database made for themselves and share, such as the simulated carrier's token. */
@Entity('generated_secrets')
export class GeneratedSecretEntity {
  @PrimaryColumn('text') name!: string;
  @Column('text') value!: string;
}
