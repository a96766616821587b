import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Numbers events by the transactions that wrote them, so that a feed can be read on from any place and misses nothing.
 * Events of before count as written by this transaction, which keeps the order of their ids. No row is written: a default
 * that is the same for the whole statement is stored with the table.
 */
export class EventFeed1795910400000 implements MigrationInterface {
  readonly name = 'EventFeed1795910400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
alter table call_events add column transaction bigint not null default pg_current_xact_id()::text::bigint;
create index call_events_feed on call_events (account_id, transaction, id);
`;

const DOWN = 'alter table call_events drop column transaction';
