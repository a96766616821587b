import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts which answers of a model are in a call's tokens, by talk, so that none is counted twice. */
export class CountedAnswers1796083200000 implements MigrationInterface {
  readonly name = 'CountedAnswers1796083200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `alter table calls add column counted_answers integer[] not null default '{}'`;

const DOWN = 'alter table calls drop column counted_answers';
