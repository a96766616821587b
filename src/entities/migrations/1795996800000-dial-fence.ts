import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names the server that places a call, so that others know of a dial whose server died, and when the provider's list is to be asked
 * for a call that nobody has proof of.
 */
export class DialFence1795996800000 implements MigrationInterface {
  readonly name = 'DialFence1795996800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
alter table calls add column dialler integer, add column reconcile_at timestamptz(3);
create index calls_dialler on calls (account_id, to_number, from_number) where dialler is not null;
create index calls_reconcile on calls (reconcile_at) where reconcile_at is not null;
update calls set reconcile_at = now() where end_time is null and dial = 'UNKNOWN';
`;

const DOWN = 'alter table calls drop column dialler, drop column reconcile_at';
