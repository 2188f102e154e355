-- What came to the ledger with splitting and parking.
create or replace view scout.load_history as
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
    when f.status = 'loading' and f.parked_at is not null then 'parked'
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
  f.silver_run_id,
  f.ingested_at is not null as in_parts,
  f.parked_at
from scout.ingest_files as f;

comment on column scout.load_history.state is 'The status, told more finely: replaced, same_content (both skipped) and parked (loading) have their own.';
comment on column scout.load_history.rows_retracted is 'Of the loaded rows, how many are not in bronze any more.';
comment on column scout.load_history.in_parts is 'Whether it was loaded by several invocations.';
