import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Conversations1795392000000 implements MigrationInterface {
  readonly name = 'Conversations1795392000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
alter table agents add column settings jsonb not null default '{}', add column version integer not null default 1;

create table agent_versions (
  account_id uuid not null,
  agent_id uuid not null,
  version integer not null constraint agent_versions_number check (version >= 1),
  status text not null constraint agent_versions_status
    check (status in ('DRAFT', 'PENDING', 'APPROVED', 'REJECTED')),
  language text not null,
  voice text,
  prompt text not null,
  first_message text not null,
  max_duration_seconds integer not null,
  credits_per_minute integer not null,
  from_number_id uuid,
  settings jsonb not null,
  rejected_reason text,
  created_at timestamptz(3) not null default now(),
  decided_at timestamptz(3),
  primary key (account_id, agent_id, version),
  constraint agent_versions_agent_id_fkey foreign key (account_id, agent_id) references agents (account_id, id),
  constraint agent_versions_from_number_id_fkey
    foreign key (account_id, from_number_id) references phone_numbers (account_id, id),
  constraint agent_versions_duration check (max_duration_seconds between 1 and 14400),
  constraint agent_versions_price check (credits_per_minute between 0 and 100000)
);
insert into agent_versions (account_id, agent_id, version, status, language, voice, prompt, first_message,
  max_duration_seconds, credits_per_minute, from_number_id, settings, created_at)
select account_id, id, 1, case status when 'ARCHIVED' then 'DRAFT' else status end, language, voice, prompt, first_message,
  max_duration_seconds, credits_per_minute, from_number_id, settings, created_at from agents;

alter table calls
  add column agent_version integer not null default 1,
  add column talk_attempt integer not null default 0,
  add column talk_end text,
  add column language text,
  add column turns integer not null default 0,
  add column model text,
  add column prompt_tokens integer not null default 0,
  add column completion_tokens integer not null default 0,
  add column analysis_status text constraint calls_analysis
    check (analysis_status in ('PENDING', 'PROCESSING', 'COMPLETED', 'SKIPPED', 'FAILED')),
  add column recording_status text constraint calls_recording
    check (recording_status in ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'SKIPPED', 'FAILED')),
  add column recording_sid text,
  add column recording_seconds integer,
  add column recording_check_at timestamptz(3);
create index calls_recording_check on calls (recording_check_at) where recording_check_at is not null;
update calls set talk_end = 'AGENT_ENDED' where talk_ended;
alter table calls drop column talk_ended;

create table transcript_turns (
  account_id uuid not null,
  call_id uuid not null,
  index integer not null constraint transcript_turns_index check (index >= 0),
  role text not null constraint transcript_turns_role check (role in ('AGENT', 'CONTACT', 'SYSTEM')),
  text text not null,
  started_at timestamptz(3) not null,
  offset_ms integer not null,
  duration_ms integer,
  interrupted boolean not null default false,
  created_at timestamptz(3) not null default now(),
  primary key (account_id, call_id, index),
  constraint transcript_turns_call_id_fkey foreign key (account_id, call_id) references calls (account_id, id)
);

create table call_analyses (
  account_id uuid not null,
  call_id uuid not null,
  reason text,
  sentiment text constraint call_analyses_sentiment check (sentiment in ('POSITIVE', 'NEUTRAL', 'NEGATIVE', 'MIXED')),
  summary text,
  key_points jsonb not null default '[]',
  action_items jsonb not null default '[]',
  success jsonb,
  extracted jsonb not null default '[]',
  metadata jsonb,
  raw_response text,
  model text,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  attempts integer not null default 0,
  due_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  completed_at timestamptz(3),
  primary key (account_id, call_id),
  constraint call_analyses_call_id_fkey foreign key (account_id, call_id) references calls (account_id, id)
);
create index call_analyses_due on call_analyses (due_at) where due_at is not null;
`;

const DOWN = `
drop table call_analyses, transcript_turns, agent_versions;
alter table calls add column talk_ended boolean not null default false;
update calls set talk_ended = true where talk_end = 'AGENT_ENDED';
alter table calls
  drop column agent_version, drop column talk_attempt, drop column talk_end, drop column language, drop column turns, drop column model,
  drop column prompt_tokens, drop column completion_tokens, drop column analysis_status,
  drop column recording_status, drop column recording_sid, drop column recording_seconds, drop column recording_check_at;
alter table agents drop column settings, drop column version;
`;
