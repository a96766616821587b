import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A call's agent version exists: from now on; that it holds for all calls is found by the next migration, whose look at them
 * keeps nobody from writing. Analyses that are due are found by account, which take turns.
 */
export class VersionOfCalls1795831200000 implements MigrationInterface {
  readonly name = 'VersionOfCalls1795831200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
alter table calls add constraint calls_agent_id_agent_version_fkey foreign key (account_id, agent_id, agent_version)
  references agent_versions (account_id, agent_id, version) not valid;
drop index call_analyses_due;
create index call_analyses_due on call_analyses (account_id, due_at) where due_at is not null;
`;

const DOWN = `
drop index call_analyses_due;
create index call_analyses_due on call_analyses (due_at) where due_at is not null;
alter table calls drop constraint calls_agent_id_agent_version_fkey;
`;
