import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sums by hour beside those by day, filled from the calls that are over. */
export class UsageHours1795564800000 implements MigrationInterface {
  readonly name = 'UsageHours1795564800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
create table usage_hours (
  account_id uuid not null,
  hour timestamptz(3) not null,
  agent_id uuid not null,
  status text not null,
  calls integer not null,
  answered integer not null,
  seconds bigint not null,
  minutes integer not null,
  credits_used bigint not null,
  primary key (account_id, hour, agent_id, status),
  constraint usage_hours_agent_id_fkey foreign key (account_id, agent_id) references agents (account_id, id)
);

insert into usage_hours (account_id, hour, agent_id, status, calls, answered, seconds, minutes, credits_used)
select account_id, date_trunc('hour', start_time, 'UTC'), agent_id, status, count(*),
  count(*) filter (where status = 'COMPLETED'), sum(coalesce(duration_seconds, 0)),
  sum((coalesce(duration_seconds, 0) + 59) / 60), sum(credits_used)
from calls where end_time is not null group by 1, 2, 3, 4;

analyze usage_hours;
`;

const DOWN = 'drop table usage_hours';
