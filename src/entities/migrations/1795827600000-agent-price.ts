import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The price is the agent's and not a version's: its operator sets it, whatever an account proposes and approves. */
export class AgentPrice1795827600000 implements MigrationInterface {
  readonly name = 'AgentPrice1795827600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table agent_versions drop column credits_per_minute');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const DOWN = `
alter table agent_versions add column credits_per_minute integer
  constraint agent_versions_price check (credits_per_minute between 0 and 100000);
update agent_versions v set credits_per_minute = a.credits_per_minute from agents a
  where a.account_id = v.account_id and a.id = v.agent_id;
alter table agent_versions alter column credits_per_minute set not null;
`;
