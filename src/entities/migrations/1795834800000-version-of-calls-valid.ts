import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every call's agent version exists, those from before included. In a transaction of its own, because it reads all calls. */
export class VersionOfCallsValid1795834800000 implements MigrationInterface {
  readonly name = 'VersionOfCallsValid1795834800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls validate constraint calls_agent_id_agent_version_fkey');
  }

  /** The constraint goes with the migration before. */
  async down(): Promise<void> {}
}
