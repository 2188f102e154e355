-- What a pipeline makes of an object that is put in the place of another, and of content that it has already.
alter table scout.etl_pipelines
  add column on_overwrite text not null default 'append_version',
  add column skip_same_content boolean not null default false,
  add constraint etl_pipelines_on_overwrite_known check (on_overwrite in ('append_version', 'replace', 'ignore'));

comment on column scout.etl_pipelines.on_overwrite is 'What other content under a key that was loaded means: append_version (its rows come in addition, silver takes the later version of each transaction), replace (only the rows of what landed last stay), ignore (only what landed first counts).';
comment on column scout.etl_pipelines.skip_same_content is 'Whether content (SHA-256) that the pipeline has loaded already, under whatever key, is skipped.';

alter table scout.ingest_files
  add column first_modified   timestamptz,
  add column first_sequencer  text,
  add column rows_retracted   bigint not null default 0,
  add column replaced_by      bigint,
  add column same_content_as  bigint,
  add column first_error_rule   text,
  add column first_error_row    bigint,
  add column first_error_line   bigint,
  add column first_error_column text,
  add column first_error_byte   bigint,
  add constraint ingest_files_replaced_by_fkey foreign key (replaced_by) references scout.ingest_files (file_id),
  add constraint ingest_files_same_content_as_fkey foreign key (same_content_as) references scout.ingest_files (file_id),
  add constraint ingest_files_replaced_is_skipped check (replaced_by is null or status in ('skipped', 'loading')),
  add constraint ingest_files_retracted_range check (rows_retracted >= 0);

comment on column scout.ingest_files.first_modified is 'Last-modified time of the earliest landing of this content; null where last_modified is the only one known of.';
comment on column scout.ingest_files.first_sequencer is 'Sequencer of that landing, where an event told it; belongs to first_modified.';
comment on column scout.ingest_files.rows_retracted is 'Of its loaded rows, how many were taken out of bronze again: rows_loaded - rows_retracted are there.';
comment on column scout.ingest_files.replaced_by is 'The file under the same key that is in force instead of this one, by the pipeline''s on_overwrite.';
comment on column scout.ingest_files.same_content_as is 'The file of the same pipeline whose content this one has, byte for byte, that was there when this one was read.';
comment on column scout.ingest_files.first_error_rule is 'Rule of the first refusal.';
comment on column scout.ingest_files.first_error_row is 'Number of the first refused record in the file, from 1.';
comment on column scout.ingest_files.first_error_line is 'Line on which it begins, from 1; null in binary formats.';
comment on column scout.ingest_files.first_error_column is 'Column or member that it was refused for, where it is one.';
comment on column scout.ingest_files.first_error_byte is 'Where it begins in the (decompressed) file, in bytes from 0, where that is known.';

create index ingest_files_content_idx on scout.ingest_files (pipeline_name, checksum) where checksum is not null;
create index ingest_files_same_content_idx on scout.ingest_files (same_content_as) where same_content_as is not null;
create index ingest_files_retracted_idx on scout.ingest_files (file_id) where rows_retracted > 0 and silver_run_id is null;

update scout.ingest_files as f
set first_error_rule = q.rule,
  first_error_row = q.source_row,
  first_error_line = q.source_line,
  first_error_column = q.source_column,
  first_error_byte = q.byte_offset
from (
  select distinct on (file_id) file_id, rule, source_row, source_line, source_column, byte_offset
  from scout.quarantine
  where replayed_at is null
  order by file_id, quarantine_id
) as q
where q.file_id = f.file_id;

grant update (first_modified, first_sequencer, rows_retracted, replaced_by, same_content_as, first_error_rule, first_error_row, first_error_line,
  first_error_column, first_error_byte) on scout.ingest_files to scout_loader;

-- Sequencers are hexadecimal and of different lengths: the shorter is filled up with zeros on its right, then they compare as text.
-- Without the zeros on the right, the order is the same.
create function scout.sequencer_rank(sequencer text) returns text
language sql immutable parallel safe as $$
  select rtrim(lower(sequencer), '0') collate "C"
$$;
comment on function scout.sequencer_rank(text) is 'A text by whose order (collate "C") sequencers of one key compare as S3 says they do.';

create function scout.last_sequencer(known text, known_modified timestamptz, told text, told_modified timestamptz) returns text
language sql immutable parallel safe as $$
  select case
    -- What landed later, and nobody told its sequencer, leaves it unknown.
    when told is null and told_modified > known_modified then null
    when known is null and known_modified > told_modified then null
    when known is null or scout.sequencer_rank(told) collate "C" > scout.sequencer_rank(known) collate "C" then told
    else known
  end
$$;
comment on function scout.last_sequencer(text, timestamptz, text, timestamptz) is 'The sequencer of the later of two landings of one content.';

create function scout.first_sequencer(known text, known_modified timestamptz, told text, told_modified timestamptz) returns text
language sql immutable parallel safe as $$
  select case
    when told is null and told_modified < known_modified then null
    when known is null and known_modified < told_modified then null
    when known is null or scout.sequencer_rank(told) collate "C" < scout.sequencer_rank(known) collate "C" then told
    else known
  end
$$;
comment on function scout.first_sequencer(text, timestamptz, text, timestamptz) is 'The sequencer of the earlier of two landings of one content.';

create function scout.bronze_id(file_id bigint, source_row bigint) returns uuid
language sql immutable strict parallel safe as $$
  select (lpad(to_hex(file_id >> 12), 12, '0') || '8' || lpad(to_hex(file_id & 4095), 3, '0') || to_hex((1::bigint << 63) | source_row))::uuid
$$;
comment on function scout.bronze_id(bigint, bigint) is 'Id of a bronze row: made of the ledger''s file_id and the number of the record in its file.';

create function scout.retract_rows(p_file_id bigint, p_first_row bigint, p_last_row bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  file    scout.ingest_files%rowtype;
  removed bigint;
  total   bigint := 0;
begin
  select * into file from scout.ingest_files where file_id = p_file_id for update;
  if not found then
    raise exception 'There is no file % in scout.ingest_files, so no rows of it can be retracted.', p_file_id using errcode = 'no_data_found';
  end if;
  if p_first_row < 0 or p_last_row < p_first_row then
    raise exception 'Rows % to % of file % are not a range of record numbers.', p_first_row, p_last_row, p_file_id
      using errcode = 'invalid_parameter_value';
  end if;

  -- Planned anew each time, so that only the partitions since the file was first seen are touched.
  if coalesce(file.target_table, 'bronze_transactions') = 'bronze_transactions' then
    execute 'delete from scout.bronze_transactions where _raw_id between $1 and $2 and _ingested_at >= $3'
      using scout.bronze_id(p_file_id, p_first_row), scout.bronze_id(p_file_id, p_last_row),
        least(file.first_seen_at, file.loaded_at) - interval '1 day';
    get diagnostics removed = row_count;
    total := total + removed;
  end if;
  if coalesce(file.target_table, 'bronze_edge_raw') = 'bronze_edge_raw' then
    execute 'delete from scout.bronze_edge_raw where id between $1 and $2 and created_at >= $3'
      using scout.bronze_id(p_file_id, p_first_row), scout.bronze_id(p_file_id, p_last_row),
        least(file.first_seen_at, file.loaded_at) - interval '1 day';
    get diagnostics removed = row_count;
    total := total + removed;
  end if;

  if total > 0 then
    update scout.ingest_files set rows_retracted = rows_retracted + total, silver_run_id = null where file_id = p_file_id;
  end if;
  return total;
end
$$;
comment on function scout.retract_rows(bigint, bigint, bigint) is 'Takes the records from the first to the last number, of one file, out of bronze, and offers the file to silver again; returns how many there were. The landed object, the ledger''s row and the quarantine stay.';
revoke all on function scout.retract_rows(bigint, bigint, bigint) from public;
grant execute on function scout.retract_rows(bigint, bigint, bigint) to scout_loader;

-- One simple select over the ledger: who adds columns to the ledger adds them here, at the end, with create or replace view.
create view scout.load_history as
select
  f.file_id,
  f.bucket,
  f.key,
  f.size_bytes,
  f.etag,
  f.version_id,
  f.sequencer,
  f.last_modified,
  f.checksum as content_sha256,
  f.pipeline_name,
  f.target_table,
  f.format,
  coalesce(f.reader ->> 'compression', case when f.reader is not null then 'none' end) as compression,
  f.status,
  case
    when f.status = 'skipped' and f.replaced_by is not null then 'replaced'
    when f.status = 'skipped' and f.same_content_as is not null then 'same_content'
    else f.status
  end as state,
  f.rows_read as rows_parsed,
  f.rows_loaded,
  f.rows_quarantined as rows_rejected,
  f.rows_retracted,
  f.error,
  f.first_error_rule,
  f.first_error_row,
  f.first_error_line,
  f.first_error_column,
  f.first_error_byte,
  f.duration_seconds,
  round(f.rows_read / nullif(f.duration_seconds, 0), 1) as rows_per_second,
  f.attempts,
  f.first_seen_at,
  f.started_at,
  f.loaded_at,
  f.run_id,
  f.same_content_as,
  f.replaced_by,
  f.silver_run_id
from scout.ingest_files as f;
comment on view scout.load_history is 'One row a landed object: what came of it, how long it took, where its first error is. Kept for good.';
grant select on scout.load_history to scout_loader, scout_transform, scout_publisher, scout_proxy;
