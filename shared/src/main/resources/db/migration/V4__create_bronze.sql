-- Every record as it came. Partitioned by the month of landing; made ahead of need by ensure_bronze_partitions().
create table scout.bronze_edge_raw (
  id                uuid not null,
  device_id         text not null,
  file_name         text not null,
  file_path         text not null,
  raw_data          jsonb not null,
  file_size_bytes   bigint,
  checksum          text,
  ingested_at       timestamptz not null default now(),
  processing_status text not null default 'loaded',
  created_at        timestamptz not null default now(),
  file_id           bigint not null,
  source_row        bigint not null,
  source_line       bigint,
  partition_values  jsonb,
  raw_text          text,
  constraint bronze_edge_raw_pkey primary key (id, created_at)
) partition by range (created_at);

comment on table scout.bronze_edge_raw is 'One row a record of an edge device, as it came.';
comment on column scout.bronze_edge_raw.id is 'Made of file_id and source_row, so that a record has one id for good; ids of a file are adjacent.';
comment on column scout.bronze_edge_raw.device_id is 'The record''s device_id, or unknown.';
comment on column scout.bronze_edge_raw.file_name is 'Last part of the object''s key.';
comment on column scout.bronze_edge_raw.file_path is 'The object''s key.';
comment on column scout.bronze_edge_raw.raw_data is 'The record.';
comment on column scout.bronze_edge_raw.raw_text is 'The record exactly as it came where jsonb can not hold it (a repeated key, a NUL character, half a surrogate pair); else null.';
comment on column scout.bronze_edge_raw.checksum is 'eTag of the object.';
comment on column scout.bronze_edge_raw.processing_status is 'Always loaded; what silver has taken stands in ingest_files.silver_run_id.';
comment on column scout.bronze_edge_raw.source_row is 'Number of the record in its file, from 1.';
comment on column scout.bronze_edge_raw.source_line is 'Line on which the record begins, from 1; null in binary formats.';
comment on column scout.bronze_edge_raw.partition_values is 'Hive-style parts of the key.';

create table scout.bronze_transactions (
  _raw_id      uuid not null,
  _raw_data    json not null,
  _source_file text not null,
  _source_row  bigint not null,
  _source_line bigint,
  _partition   jsonb,
  _file_id     bigint not null,
  _ingested_at timestamptz not null default now(),
  constraint bronze_transactions_pkey primary key (_raw_id, _ingested_at)
) partition by range (_ingested_at);

comment on table scout.bronze_transactions is 'One row a record of a till, an app or an export, as it came.';
comment on column scout.bronze_transactions._raw_id is 'Made of _file_id and _source_row, so that a record has one id for good; ids of a file are adjacent.';
comment on column scout.bronze_transactions._raw_data is 'The record as JSON text: no number rounded, no key dropped.';
comment on column scout.bronze_transactions._source_file is 'The object''s key.';
comment on column scout.bronze_transactions._source_row is 'Number of the record in its file, from 1.';
comment on column scout.bronze_transactions._source_line is 'Line on which the record begins, from 1; null in binary formats.';
comment on column scout.bronze_transactions._partition is 'Hive-style parts of the key.';

create function scout.ensure_bronze_partitions() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent  text;
  month   timestamptz;
  child   text;
  created integer := 0;
begin
  foreach parent in array array['bronze_edge_raw', 'bronze_transactions'] loop
    for month in select g at time zone 'UTC' from generate_series(
        date_trunc('month', now() at time zone 'UTC'), date_trunc('month', now() at time zone 'UTC') + interval '3 months', interval '1 month') as g loop
      child := parent || to_char(month at time zone 'UTC', '_YYYY_MM');
      if to_regclass('scout.' || child) is not null then
        continue;
      end if;
      perform pg_advisory_xact_lock(hashtext('scout.ensure_bronze_partitions'));
      if to_regclass('scout.' || child) is null then
        -- Attached, not created as a partition: that would lock out the loads that are under way.
        execute format('create table scout.%I (like scout.%I including defaults including constraints)', child, parent);
        execute format('alter table scout.%I attach partition scout.%I for values from (%L) to (%L)', parent, child,
          month, (month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
        created := created + 1;
      end if;
    end loop;
  end loop;
  return created;
end
$$;
comment on function scout.ensure_bronze_partitions() is 'Makes the partitions of this month and the next three where they are missing; returns how many it made.';

select scout.ensure_bronze_partitions();

revoke all on function scout.ensure_bronze_partitions() from public;
grant execute on function scout.ensure_bronze_partitions() to scout_loader, scout_transform;
grant insert on scout.bronze_edge_raw, scout.bronze_transactions to scout_loader;
grant select on scout.bronze_edge_raw, scout.bronze_transactions to scout_transform;
