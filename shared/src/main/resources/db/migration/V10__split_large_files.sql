-- A file that is too large for one invocation is loaded in parts. Their rows wait in a table of their own, which becomes a partition of the
-- bronze table in the transaction that settles the file. So each month is partitioned by the split that brought a row, 0 for none.
alter table scout.bronze_edge_raw add column split_file bigint not null default 0;
alter table scout.bronze_transactions add column _split_file bigint not null default 0;
comment on column scout.bronze_edge_raw.split_file is '0; of a file that was loaded in parts the number of that split (ingest_splits.split_id).';
comment on column scout.bronze_transactions._split_file is '0; of a file that was loaded in parts the number of that split (ingest_splits.split_id).';

alter table scout.bronze_edge_raw drop constraint bronze_edge_raw_pkey;
alter table scout.bronze_transactions drop constraint bronze_transactions_pkey;

-- The rows of each month stay where they are: their table becomes the part of the month that is not split.
do $$
declare
  parent record;
  month  record;
begin
  for parent in select * from (values ('bronze_edge_raw', 'split_file'), ('bronze_transactions', '_split_file')) as t (name, list_column) loop
    for month in
      select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
      where i.inhparent = ('scout.' || parent.name)::regclass
    loop
      execute format('alter table scout.%I detach partition scout.%I', parent.name, month.name);
      execute format('alter table scout.%I rename to %I', month.name, month.name || '_rows');
      execute format('create table scout.%I (like scout.%I including defaults including constraints) partition by list (%I)',
        month.name, parent.name, parent.list_column);
      execute format('alter table scout.%I attach partition scout.%I for values in (0)', month.name, month.name || '_rows');
      execute format('alter table scout.%I attach partition scout.%I %s', parent.name, month.name, month.bound);
    end loop;
  end loop;
end
$$;

alter table scout.bronze_edge_raw add constraint bronze_edge_raw_pkey primary key (id, created_at, split_file);
alter table scout.bronze_transactions add constraint bronze_transactions_pkey primary key (_raw_id, _ingested_at, _split_file);

create or replace function scout.ensure_bronze_partitions() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent  record;
  month   timestamptz;
  child   text;
  created integer := 0;
begin
  for parent in select * from (values ('bronze_edge_raw', 'split_file'), ('bronze_transactions', '_split_file')) as t (name, list_column) loop
    for month in select g at time zone 'UTC' from generate_series(
        date_trunc('month', now() at time zone 'UTC'), date_trunc('month', now() at time zone 'UTC') + interval '3 months', interval '1 month') as g loop
      child := parent.name || to_char(month at time zone 'UTC', '_YYYY_MM');
      if to_regclass('scout.' || child) is not null then
        continue;
      end if;
      perform pg_advisory_xact_lock(hashtext('scout.ensure_bronze_partitions'));
      if to_regclass('scout.' || child) is null then
        execute format('create table scout.%I (like scout.%I including defaults including constraints) partition by list (%I)',
          child, parent.name, parent.list_column);
        execute format('create table scout.%I partition of scout.%I for values in (0)', child || '_rows', child);
        -- Attached, not created as a partition: that would lock out the loads that are under way.
        execute format('alter table scout.%I attach partition scout.%I for values from (%L) to (%L)', parent.name, child,
          month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
        created := created + 1;
      end if;
    end loop;
  end loop;
  return created;
end
$$;

alter table scout.ingest_files add column ingested_at timestamptz;
comment on column scout.ingest_files.ingested_at is 'The _ingested_at (created_at) of its rows, where the file was loaded in parts: when the loading began. Else null: they bear loaded_at.';
comment on column scout.ingest_files.checksum is 'SHA-256 of the object''s bytes, hexadecimal; null where they were not read to the end. Of a file that was loaded in parts and whose bytes no invocation read from beginning to end: the SHA-256 of the parts'' SHA-256 (ingest_parts.sha256) one behind the other in the order of the file, a dash, and the number of parts.';
grant update (ingested_at) on scout.ingest_files to scout_loader;

create table scout.ingest_splits (
  split_id         bigint generated always as identity,
  file_id          bigint not null,
  target_table     text not null,
  pipeline         jsonb not null,
  settings         jsonb not null,
  begun_at         timestamptz not null default now(),
  surveyed_records bigint not null default 0,
  surveyed_line    bigint not null default 1,
  surveyed_at      bigint not null default 0,
  is_surveyed      boolean not null default false,
  progressed_at    timestamptz not null default now(),
  parts            integer not null default 0,
  checksum         text,
  settled_at       timestamptz,
  constraint ingest_splits_pkey primary key (split_id),
  constraint ingest_splits_file_fkey foreign key (file_id) references scout.ingest_files (file_id)
);
create unique index ingest_splits_open_key on scout.ingest_splits (file_id) where settled_at is null;
create index ingest_splits_file_idx on scout.ingest_splits (file_id);

comment on table scout.ingest_splits is 'One row a file that is, or was, loaded in parts. One that is given up goes with its parts.';
comment on column scout.ingest_splits.split_id is 'Stands in the rows'' split_file (_split_file) and names the table that they wait in.';
comment on column scout.ingest_splits.pipeline is 'The row of etl_pipelines as it was when the file was split: all parts are read by it.';
comment on column scout.ingest_splits.settings is 'What holds for all parts besides: part_bytes, max_record_bytes, and the standards that the records have to meet.';
comment on column scout.ingest_splits.begun_at is 'When it was split: the rows'' _ingested_at (created_at).';
comment on column scout.ingest_splits.surveyed_records is 'How many records stand before the place up to which parts have been made.';
comment on column scout.ingest_splits.surveyed_line is 'The line on which that place is.';
comment on column scout.ingest_splits.surveyed_at is 'That place by the reader''s own measure: bytes of the content, or the number of a row group or stripe.';
comment on column scout.ingest_splits.is_surveyed is 'Whether the parts reach to the end of the file.';
comment on column scout.ingest_splits.progressed_at is 'When a part was last made.';
comment on column scout.ingest_splits.parts is 'How many parts have been made so far.';
comment on column scout.ingest_splits.checksum is 'SHA-256 of the object''s bytes, where the survey read them from beginning to end.';
comment on column scout.ingest_splits.settled_at is 'When its rows became visible, all of them; null while parts are missing.';

create table scout.ingest_parts (
  split_id         bigint not null,
  part_no          integer not null,
  file_id          bigint not null,
  from_records     bigint not null,
  from_line        bigint not null,
  from_at          bigint not null,
  to_records       bigint,
  to_line          bigint,
  to_at            bigint,
  status           text not null default 'waiting',
  rows_loaded      bigint not null default 0,
  rows_quarantined bigint not null default 0,
  sha256           text,
  tally            jsonb,
  profile          jsonb,
  attempts         integer not null default 0,
  passing_failures integer not null default 0,
  error            text,
  made_at          timestamptz not null default now(),
  sent_at          timestamptz,
  started_at       timestamptz,
  loaded_at        timestamptz,
  duration_seconds numeric(12, 3),
  run_id           uuid,
  constraint ingest_parts_pkey primary key (split_id, part_no),
  constraint ingest_parts_split_fkey foreign key (split_id) references scout.ingest_splits (split_id),
  constraint ingest_parts_status_known check (status in ('waiting', 'loading', 'loaded')),
  constraint ingest_parts_end_is_whole check ((to_records is null) = (to_at is null) and (to_line is null) = (to_at is null))
);
create index ingest_parts_file_idx on scout.ingest_parts (file_id);

comment on table scout.ingest_parts is 'One row a part of a file that is loaded in parts: a stretch of it, and what became of that.';
comment on column scout.ingest_parts.from_records is 'How many records of the file stand before the part.';
comment on column scout.ingest_parts.from_line is 'The line on which it begins, from 1; 0 in binary formats.';
comment on column scout.ingest_parts.from_at is 'Where it begins, by the reader''s own measure: bytes of the decompressed content, or the number of a row group or stripe.';
comment on column scout.ingest_parts.to_at is 'Where it ends, likewise; null: the end of the file.';
comment on column scout.ingest_parts.status is 'waiting: to be loaded · loading: an attempt was begun (and died, if it stays) · loaded: its rows wait for the other parts, or are visible.';
comment on column scout.ingest_parts.sha256 is 'SHA-256 of the records of the part as they were read, as JSON, each with a line feed behind it; hexadecimal.';
comment on column scout.ingest_parts.tally is 'What was found in the part: the parts'' tallies add up to that of the file.';
comment on column scout.ingest_parts.attempts is 'How often its loading was begun.';
comment on column scout.ingest_parts.profile is 'What the records of the part are like: the profiles of the parts add up to that of the file.';
comment on column scout.ingest_parts.passing_failures is 'Of its attempts, how many failed because of something that was not the file''s.';
comment on column scout.ingest_parts.error is 'Why the last attempt failed.';
comment on column scout.ingest_parts.sent_at is 'When the queue was told of it; null where it was not, or there is none.';

create function scout.begin_split(p_file_id bigint, p_pipeline_name text, p_settings jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  file     scout.ingest_files%rowtype;
  pipeline scout.etl_pipelines%rowtype;
  split    scout.ingest_splits%rowtype;
  rows_in  text;
  month    timestamptz;
begin
  select * into file from scout.ingest_files where file_id = p_file_id for no key update;
  if not found or file.status <> 'loading' then
    raise exception 'File % is not being loaded, so it can not be split.', p_file_id using errcode = 'object_not_in_prerequisite_state';
  end if;
  select * into split from scout.ingest_splits where file_id = p_file_id and settled_at is null;
  if found then
    return split.split_id;
  end if;
  select * into pipeline from scout.etl_pipelines where pipeline_name = p_pipeline_name;
  if not found then
    raise exception 'There is no pipeline "%" any more.', p_pipeline_name using errcode = 'object_not_in_prerequisite_state';
  end if;
  insert into scout.ingest_splits (file_id, target_table, pipeline, settings)
  values (p_file_id, pipeline.target_table, to_jsonb(pipeline), p_settings)
  returning * into split;

  -- What the checks say lets the table become a partition without being read.
  rows_in := split.target_table || '_split_' || split.split_id;
  month := date_trunc('month', split.begun_at at time zone 'UTC') at time zone 'UTC';
  execute format('create table scout.%I (like scout.%I including defaults including constraints including indexes)', rows_in, split.target_table);
  if split.target_table = 'bronze_edge_raw' then
    execute format('alter table scout.%I alter split_file set default %s, alter created_at set default %L, alter ingested_at set default %L,'
        || ' add constraint split check (split_file = %s and created_at >= %L and created_at < %L)',
      rows_in, split.split_id, split.begun_at, split.begun_at, split.split_id, month, month + interval '1 month');
  else
    execute format('alter table scout.%I alter _split_file set default %s, alter _ingested_at set default %L,'
        || ' add constraint split check (_split_file = %s and _ingested_at >= %L and _ingested_at < %L)',
      rows_in, split.split_id, split.begun_at, split.split_id, month, month + interval '1 month');
  end if;
  execute format('create table scout.%I (like scout.quarantine including defaults including identity)', 'quarantine_split_' || split.split_id);
  execute format('grant insert on scout.%I, scout.%I to scout_loader', rows_in, 'quarantine_split_' || split.split_id);
  return split.split_id;
end
$$;
comment on function scout.begin_split(bigint, text, jsonb) is 'Makes what the loading of a file in parts needs, unless it is there; returns its split_id. The rows of the parts go into scout.<bronze table>_split_<split_id>, what is refused into scout.quarantine_split_<split_id>.';

create function scout.drop_split(p_split scout.ingest_splits) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('drop table if exists scout.%I', 'quarantine_split_' || p_split.split_id);
  execute format('drop table if exists scout.%I', p_split.target_table || '_split_' || p_split.split_id);
end
$$;
comment on function scout.drop_split(scout.ingest_splits) is 'Drops the tables in which the rows of a split wait.';

create function scout.settle_split(p_file_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  file    scout.ingest_files%rowtype;
  split   scout.ingest_splits%rowtype;
  waiting text;
  columns text;
  loaded  bigint;
begin
  select * into file from scout.ingest_files where file_id = p_file_id for no key update;
  if not found or file.status <> 'loading' then
    return null;
  end if;
  -- One statement: a part that is cut short and the part that is the rest of it commit together.
  select s.* into split
  from scout.ingest_splits as s
  where s.file_id = p_file_id and s.settled_at is null and s.is_surveyed
    and not exists (select from scout.ingest_parts as p where p.split_id = s.split_id and p.status <> 'loaded');
  if not found then
    return null;
  end if;

  waiting := 'quarantine_split_' || split.split_id;
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns
  from pg_attribute
  where attrelid = 'scout.quarantine'::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '' and attname <> 'created_at';
  execute format('insert into scout.quarantine (%1$s) select %1$s from scout.%2$I order by source_row nulls last, source_line, quarantine_id', columns, waiting);
  execute format('drop table scout.%I', waiting);

  select coalesce(sum(rows_loaded), 0) into loaded from scout.ingest_parts where split_id = split.split_id;
  if loaded = 0 then
    perform scout.drop_split(split);
  else
    execute format('alter table scout.%I attach partition scout.%I for values in (%s)',
      split.target_table || to_char(split.begun_at at time zone 'UTC', '_YYYY_MM'), split.target_table || '_split_' || split.split_id, split.split_id);
  end if;
  update scout.ingest_splits set settled_at = now() where split_id = split.split_id;
  update scout.ingest_files
  set ingested_at = split.begun_at, pipeline_name = split.pipeline ->> 'pipeline_name', target_table = split.target_table
  where file_id = p_file_id;
  return split.split_id;
end
$$;
comment on function scout.settle_split(bigint) is 'Makes the rows of a file''s parts visible, all of them, if all are there; returns the split_id then, else null. Who calls it writes the ledger''s row in the same transaction.';

create function scout.abandon_split(p_file_id bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  split scout.ingest_splits%rowtype;
begin
  perform from scout.ingest_files where file_id = p_file_id for no key update;
  select * into split from scout.ingest_splits where file_id = p_file_id and settled_at is null;
  if not found then
    return false;
  end if;
  delete from scout.ingest_parts where split_id = split.split_id;
  perform scout.drop_split(split);
  if to_regclass('scout.unique_values') is not null then
    execute 'delete from scout.unique_values where file_id = $1' using p_file_id;
  end if;
  delete from scout.ingest_splits where split_id = split.split_id;
  return true;
end
$$;
comment on function scout.abandon_split(bigint) is 'Gives up the loading of a file in parts: nothing of it stays but the ledger''s row. Returns whether there was one. Who asks again begins anew.';

create view scout.unfinished_splits as
select s.file_id, f.bucket, f.key, null::integer as part_no, jsonb_build_object('plan', jsonb_build_object('file_id', s.file_id)) as message,
  greatest(s.progressed_at, coalesce(max(p.loaded_at), s.progressed_at)) as idle_since
from scout.ingest_splits as s
join scout.ingest_files as f on f.file_id = s.file_id
left join scout.ingest_parts as p on p.split_id = s.split_id
where s.settled_at is null
group by s.split_id, f.file_id
having not s.is_surveyed or count(*) filter (where p.status <> 'loaded') = 0
union all
select p.file_id, f.bucket, f.key, p.part_no, jsonb_build_object('part', jsonb_build_object('file_id', p.file_id, 'part_no', p.part_no)),
  greatest(p.made_at, p.sent_at, p.started_at)
from scout.ingest_splits as s
join scout.ingest_files as f on f.file_id = s.file_id
join scout.ingest_parts as p on p.split_id = s.split_id
where s.settled_at is null and p.status <> 'loaded';
comment on view scout.unfinished_splits is 'One row a message that brings a file on that is being loaded in parts: where idle_since is longer ago than an invocation can last, nobody is at it and its message is lost.';

revoke all on function scout.begin_split(bigint, text, jsonb), scout.drop_split(scout.ingest_splits), scout.settle_split(bigint), scout.abandon_split(bigint) from public;
grant execute on function scout.begin_split(bigint, text, jsonb), scout.settle_split(bigint), scout.abandon_split(bigint) to scout_loader;
grant select on scout.ingest_splits, scout.ingest_parts, scout.unfinished_splits to scout_loader, scout_transform;
grant update (surveyed_records, surveyed_line, surveyed_at, is_surveyed, progressed_at, parts, checksum) on scout.ingest_splits to scout_loader;
grant insert on scout.ingest_parts to scout_loader;
grant update (to_records, to_line, to_at, status, rows_loaded, rows_quarantined, sha256, tally, profile, attempts, passing_failures, error, sent_at, started_at, loaded_at,
  duration_seconds, run_id) on scout.ingest_parts to scout_loader;
