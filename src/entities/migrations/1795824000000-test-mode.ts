import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TestMode1795824000000 implements MigrationInterface {
  readonly name = 'TestMode1795824000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

/**
 * A test twin has the phone numbers, agents and versions of its account, by the same ids: triggers copy them when it is made
 * and at every change, and nobody else writes them. Whoever changes one of these rows and whoever makes a twin wait for each
 * other at the account's row, so that nothing is missed between them.
 */
const UP = `
alter table accounts add column test_of uuid,
  add constraint accounts_test_of_fkey foreign key (test_of) references accounts (id),
  add constraint accounts_test_of_other check (test_of <> id);
create unique index accounts_test_of on accounts (test_of) where test_of is not null;

create function accounts_stay_twins() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.test_of is distinct from old.test_of then
    raise exception 'an account is a test twin from the beginning, or never' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' and exists (select from accounts where id = new.test_of and test_of is not null) then
    raise exception 'a test twin has no test twin' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger accounts_test_of_final before insert or update of test_of on accounts
  for each row execute function accounts_stay_twins();

create function follow_account() returns trigger language plpgsql as $$
begin
  update accounts set name = new.name, email = new.email, status = new.status, owner_id = new.owner_id,
    owner_name = new.owner_name, requests_per_minute = new.requests_per_minute, concurrent_calls = new.concurrent_calls
  where test_of = new.id;
  return null;
end $$;
create trigger test_twin_follows after update on accounts
  for each row when (new.test_of is null) execute function follow_account();

create function fill_test_twin() returns trigger language plpgsql as $$
declare
  source text;
begin
  perform from accounts where id = new.test_of for update;
  foreach source in array array['phone_numbers', 'agents', 'agent_versions'] loop
    execute format('insert into %1$I select (jsonb_populate_record(t, $1)).* from %1$I t where t.account_id = $2', source)
      using jsonb_build_object('account_id', new.id), new.test_of;
  end loop;
  return null;
end $$;
create trigger test_twin_filled after insert on accounts
  for each row when (new.test_of is not null) execute function fill_test_twin();

create function copy_to_test_twin() returns trigger language plpgsql as $$
declare
  twin uuid;
  columns text;
begin
  perform from accounts where id = new.account_id for key share;
  select id into twin from accounts where test_of = new.account_id;
  if twin is null then
    return null;
  end if;
  new.account_id := twin;
  select string_agg(format('%1$I = excluded.%1$I', attname), ', ') into columns
    from pg_attribute where attrelid = tg_relid and attnum > 0 and not attisdropped;
  execute format('insert into %I select ($1).* on conflict on constraint %I do update set %s',
    tg_table_name, tg_table_name || '_pkey', columns) using new;
  return null;
end $$;

create function only_copied() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() = 1
    and exists (select from accounts where id = coalesce(new.account_id, old.account_id) and test_of is not null) then
    raise exception 'a test twin has what its account has' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;

create trigger only_copied_to_twins before insert or update or delete on phone_numbers
  for each row execute function only_copied();
create trigger only_copied_to_twins before insert or update or delete on agents
  for each row execute function only_copied();
create trigger only_copied_to_twins before insert or update or delete on agent_versions
  for each row execute function only_copied();
create trigger test_twin_follows after insert or update on phone_numbers
  for each row execute function copy_to_test_twin();
create trigger test_twin_follows after insert or update on agents
  for each row execute function copy_to_test_twin();
create trigger test_twin_follows after insert or update on agent_versions
  for each row execute function copy_to_test_twin();
`;

/** Without twins their keys would be like any others, and place real calls. */
const DOWN = `
update api_keys set revoked_at = coalesce(revoked_at, now())
  where account_id in (select id from accounts where test_of is not null);
drop trigger test_twin_follows on phone_numbers;
drop trigger test_twin_follows on agents;
drop trigger test_twin_follows on agent_versions;
drop trigger only_copied_to_twins on phone_numbers;
drop trigger only_copied_to_twins on agents;
drop trigger only_copied_to_twins on agent_versions;
drop trigger test_twin_filled on accounts;
drop trigger test_twin_follows on accounts;
drop trigger accounts_test_of_final on accounts;
drop function copy_to_test_twin, only_copied, fill_test_twin, follow_account, accounts_stay_twins;
alter table accounts drop column test_of;
`;
