import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for the filters of the list of calls; that of statuses finds live calls, too. */
export class CallFilters1795478400000 implements MigrationInterface {
  readonly name = 'CallFilters1795478400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
create index calls_status_start on calls (account_id, status, start_time, id);
create index calls_agent_start on calls (account_id, agent_id, start_time, id);
create index calls_contact on calls (account_id, contact_id);
create index calls_campaign on calls (account_id, campaign_id);
create index calls_to_number on calls (account_id, to_number);
drop index calls_live;
`;

const DOWN = `
create index calls_live on calls (account_id) where end_time is null;
drop index calls_status_start, calls_agent_start, calls_contact, calls_campaign, calls_to_number;
`;
