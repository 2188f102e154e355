-- Everything of Scout lives in one schema. Each function has a role of its own with the least that it needs;
-- the migrate step gives the roles LOGIN and a password, so that no secret stands here.
create schema if not exists scout;
comment on schema scout is 'Scout: bronze, silver, gold and platinum tables, the ledger, quarantine and run history.';

do $$
declare
  role_name text;
begin
  foreach role_name in array array['scout_loader', 'scout_transform', 'scout_publisher', 'scout_proxy'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;
end
$$;

grant usage on schema scout to scout_loader, scout_transform, scout_publisher, scout_proxy;
