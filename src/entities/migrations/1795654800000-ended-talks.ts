import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of which talk an end is told: a call whose line broke, or whose transfer failed, has another one after it. */
export class EndedTalks1795654800000 implements MigrationInterface {
  readonly name = 'EndedTalks1795654800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
alter table calls add column ended_talk integer;
update calls set ended_talk = talk_attempt where talk_end is not null;
`;

const DOWN = `
alter table calls drop column ended_talk;
`;
