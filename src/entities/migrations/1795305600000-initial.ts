import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1795305600000 implements MigrationInterface {
  readonly name = 'Initial1795305600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
create table accounts (
  id uuid primary key,
  name text not null,
  email text not null,
  status text not null default 'ACTIVE' constraint accounts_status check (status in ('ACTIVE', 'SUSPENDED')),
  owner_id uuid not null,
  owner_name text not null,
  requests_per_minute integer not null default 600,
  concurrent_calls integer not null default 20,
  demo boolean not null default false,
  created_at timestamptz(3) not null default now(),
  constraint accounts_limits check (requests_per_minute > 0 and concurrent_calls > 0)
);

create table api_keys (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  name text not null,
  hash bytea not null,
  prefix text not null,
  scopes text[] not null default '{}',
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  primary key (account_id, id)
);
create unique index api_keys_hash on api_keys (hash);

create table phone_numbers (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  phone_number text not null constraint phone_numbers_e164 check (phone_number ~ '^\\+[1-9][0-9]{6,14}$'),
  label text,
  status text not null default 'ACTIVE' constraint phone_numbers_status check (status in ('ACTIVE', 'INACTIVE')),
  primary key (account_id, id)
);
create unique index phone_numbers_number on phone_numbers (account_id, phone_number);

create table agents (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  name text not null,
  status text not null default 'DRAFT'
    constraint agents_status check (status in ('DRAFT', 'PENDING', 'APPROVED', 'REJECTED', 'ARCHIVED')),
  language text not null default 'en-US',
  voice text,
  prompt text not null,
  first_message text not null,
  max_duration_seconds integer not null default 300
    constraint agents_duration check (max_duration_seconds between 1 and 14400),
  credits_per_minute integer not null default 1
    constraint agents_price check (credits_per_minute between 0 and 100000),
  from_number_id uuid,
  updated_at timestamptz(3) not null default now(),
  primary key (account_id, id),
  constraint agents_from_number_id_fkey foreign key (account_id, from_number_id) references phone_numbers (account_id, id)
);

create table contacts (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  phone_number text not null,
  additional_data jsonb not null default '{}',
  metadata jsonb not null default '{}',
  updated_at timestamptz(3) not null default now(),
  primary key (account_id, id)
);
create unique index contacts_number on contacts (account_id, phone_number);
create index contacts_created on contacts (account_id, created_at, id);

create table campaigns (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  name text not null,
  status text not null default 'ACTIVE'
    constraint campaigns_status check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELED')),
  temporary boolean not null default false,
  updated_at timestamptz(3) not null default now(),
  primary key (account_id, id)
);
create index campaigns_created on campaigns (account_id, created_at, id);

create table calls (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  tracking_id uuid not null,
  provider_sid text,
  direction text not null default 'OUTBOUND',
  status text not null default 'INITIATED' constraint calls_status
    check (status in ('INITIATED', 'RINGING', 'ANSWERED', 'COMPLETED', 'FAILED', 'BUSY', 'NO_ANSWER')),
  dial text not null default 'PENDING'
    constraint calls_dial check (dial in ('PENDING', 'ACCEPTED', 'REFUSED', 'UNKNOWN')),
  agent_id uuid not null,
  contact_id uuid not null,
  campaign_id uuid,
  from_number text not null,
  to_number text not null,
  contact_name text,
  contact_data jsonb,
  start_time timestamptz(3) not null,
  answered_time timestamptz(3),
  end_time timestamptz(3),
  duration_seconds integer,
  max_duration_seconds integer not null,
  credits_per_minute integer not null,
  credits_reserved integer not null,
  credits_used integer not null,
  ended_reason text,
  ended_by text,
  answered_by text,
  provider_message text,
  end_requested boolean not null default false,
  talk_ended boolean not null default false,
  answer_owed boolean not null default false,
  check_at timestamptz(3) not null,
  updated_at timestamptz(3) not null default now(),
  primary key (account_id, id),
  constraint calls_agent_id_fkey foreign key (account_id, agent_id) references agents (account_id, id),
  constraint calls_contact_id_fkey foreign key (account_id, contact_id) references contacts (account_id, id),
  constraint calls_campaign_id_fkey foreign key (account_id, campaign_id) references campaigns (account_id, id),
  constraint calls_money check (credits_used between 0 and credits_reserved),
  constraint calls_ended check (
    (status in ('INITIATED', 'RINGING', 'ANSWERED')) = (end_time is null)
    and (status in ('INITIATED', 'RINGING', 'ANSWERED')) = (ended_reason is null)
  )
);
create unique index calls_tracking on calls (account_id, tracking_id);
create unique index calls_provider on calls (account_id, provider_sid) where provider_sid is not null;
create index calls_start on calls (account_id, start_time, id);
create index calls_answer_owed on calls (account_id, to_number, from_number) where answer_owed;
create index calls_check on calls (check_at) where end_time is null;
create index calls_live on calls (account_id) where end_time is null;

create table call_events (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  call_id uuid not null,
  type text not null constraint call_events_type check (type in (
    'INITIATED', 'DIALED', 'RINGING', 'ANSWERED', 'MACHINE_DETECTED', 'TALK_STARTED', 'TALK_ENDED', 'ENDED', 'SETTLED',
    'ANALYZED', 'OUTCOME_UNKNOWN', 'RECONCILED', 'RECORDING_READY'
  )),
  status text not null,
  source text not null,
  occurred_at timestamptz(3) not null,
  detail jsonb,
  primary key (account_id, id),
  constraint call_events_call_id_fkey foreign key (account_id, call_id) references calls (account_id, id)
);
create unique index call_events_milestone on call_events (account_id, call_id, type);

create table credit_balances (
  account_id uuid primary key references accounts,
  balance integer not null default 0,
  reserved integer not null default 0 constraint credit_balances_reserved check (reserved >= 0),
  active_calls integer not null default 0 constraint credit_balances_active check (active_calls >= 0),
  seq integer not null default 0,
  constraint credit_balances_available check (balance - reserved >= 0)
);

create table credit_entries (
  account_id uuid not null references accounts,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  seq integer not null,
  type text not null
    constraint credit_entries_type check (type in ('GRANT', 'HOLD', 'SETTLE', 'RELEASE', 'ADJUST')),
  amount integer not null,
  call_id uuid,
  balance_after integer not null,
  reserved_after integer not null,
  reason text,
  primary key (account_id, id),
  constraint credit_entries_call_id_fkey foreign key (account_id, call_id) references calls (account_id, id),
  constraint credit_entries_amount check (amount >= 0 or type = 'ADJUST'),
  constraint credit_entries_call check ((call_id is not null) = (type in ('HOLD', 'SETTLE', 'RELEASE')))
);
create unique index credit_entries_seq on credit_entries (account_id, seq);
create unique index credit_entries_once on credit_entries (account_id, call_id, type) where call_id is not null;

create function credit_entries_are_final() returns trigger language plpgsql as $$
begin
  raise exception 'credit entries are never changed; write a new one' using errcode = 'restrict_violation';
end $$;
create trigger credit_entries_final before update or delete on credit_entries
  for each row execute function credit_entries_are_final();
create trigger credit_entries_kept before truncate on credit_entries
  for each statement execute function credit_entries_are_final();

create function credit_entries_within_hold() returns trigger language plpgsql as $$
declare
  held integer;
  closed integer;
begin
  select sum(amount) filter (where type = 'HOLD'), coalesce(sum(amount) filter (where type <> 'HOLD'), 0)
    into held, closed from credit_entries where account_id = new.account_id and call_id = new.call_id;
  if held is null or closed > held then
    raise exception 'call % settles or releases % of a hold of %', new.call_id, closed, coalesce(held, 0)
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger credit_entries_hold after insert on credit_entries
  for each row when (new.type in ('SETTLE', 'RELEASE')) execute function credit_entries_within_hold();

create table idempotency_keys (
  account_id uuid not null,
  key text not null,
  fingerprint text not null,
  call_id uuid not null,
  contact_snapshot jsonb not null,
  created_at timestamptz(3) not null default now(),
  primary key (account_id, key),
  constraint idempotency_keys_call_id_fkey foreign key (account_id, call_id) references calls (account_id, id)
);
create index idempotency_keys_created on idempotency_keys (created_at);

create table usage_days (
  account_id uuid not null,
  day date not null,
  agent_id uuid not null,
  status text not null,
  calls integer not null,
  answered integer not null,
  seconds bigint not null,
  minutes integer not null,
  credits_used bigint not null,
  primary key (account_id, day, agent_id, status),
  constraint usage_days_agent_id_fkey foreign key (account_id, agent_id) references agents (account_id, id)
);

create table generated_secrets (
  name text primary key,
  value text not null
);
`;

const DOWN = `
drop table generated_secrets, usage_days, idempotency_keys, credit_entries, credit_balances, call_events, calls,
  campaigns, contacts, agents, phone_numbers, api_keys, accounts;
drop function credit_entries_are_final, credit_entries_within_hold;
`;
