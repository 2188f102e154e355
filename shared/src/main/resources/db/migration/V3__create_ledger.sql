-- The ledger: one row a landed object, kept for good. It decides whether an object is loaded, not a clock or a cursor.
create table scout.ingest_files (
  file_id          bigint generated always as identity,
  bucket           text not null,
  key              text not null,
  etag             text not null,
  version_id       text,
  sequencer        text,
  last_modified    timestamptz not null,
  size_bytes       bigint not null,
  checksum         text,
  pipeline_name    text,
  target_table     text,
  format           text,
  reader           jsonb,
  partition_values jsonb,
  status           text not null default 'loading',
  rows_read        bigint not null default 0,
  rows_loaded      bigint not null default 0,
  rows_quarantined bigint not null default 0,
  attempts         integer not null default 1,
  error            text,
  first_seen_at    timestamptz not null default now(),
  started_at       timestamptz not null default now(),
  loaded_at        timestamptz,
  duration_seconds numeric(12, 3),
  run_id           uuid,
  silver_run_id    uuid,
  constraint ingest_files_pkey primary key (file_id),
  constraint ingest_files_object_key unique (bucket, key, etag),
  constraint ingest_files_status_known check (status in ('loading', 'loaded', 'partial', 'rejected', 'skipped')),
  constraint ingest_files_counts_agree check (rows_read = rows_loaded + rows_quarantined)
);
create index ingest_files_key_idx on scout.ingest_files (key);
create index ingest_files_new_idx on scout.ingest_files (file_id) where status in ('loaded', 'partial') and silver_run_id is null;
create index ingest_files_open_idx on scout.ingest_files (started_at) where status = 'loading';

comment on table scout.ingest_files is 'One row a landed object (bucket, key, eTag): what became of it.';
comment on column scout.ingest_files.file_id is 'Identifies the object in bronze ids and quarantine.';
comment on column scout.ingest_files.etag is 'eTag of the object, without quotes: with bucket and key the identity of what landed.';
comment on column scout.ingest_files.version_id is 'Version of the latest landing of this content, where the bucket is versioned.';
comment on column scout.ingest_files.sequencer is 'Sequencer of the latest event about it, where the event had one.';
comment on column scout.ingest_files.last_modified is 'Last-modified time of the latest landing of this content: decides which version of a transaction is the latest.';
comment on column scout.ingest_files.checksum is 'SHA-256 of the object''s bytes, hexadecimal; null where they were not read to the end.';
comment on column scout.ingest_files.reader is 'How it was read: what was detected or fixed (encoding, delimiter, quote, header, compression).';
comment on column scout.ingest_files.partition_values is 'Hive-style parts of the key.';
comment on column scout.ingest_files.status is 'loading: an attempt was begun (and died, if it stays) · loaded: every record is in bronze · partial: some are in quarantine · rejected: none could be read · skipped: not to be loaded, see error.';
comment on column scout.ingest_files.rows_read is 'Records found: loaded and quarantined.';
comment on column scout.ingest_files.rows_quarantined is 'Records (or unreadable stretches of the file) that are in quarantine.';
comment on column scout.ingest_files.error is 'Why it was rejected or skipped, the first refusal of a partial load, or why the last attempt failed.';
comment on column scout.ingest_files.loaded_at is 'When its rows were committed: their _ingested_at or created_at.';
comment on column scout.ingest_files.silver_run_id is 'The run of the silver stage that took it; null while silver has not.';

create table scout.quarantine (
  quarantine_id bigint generated always as identity,
  file_id       bigint not null,
  bucket        text not null,
  key           text not null,
  source_row    bigint,
  source_line   bigint,
  byte_offset   bigint,
  byte_length   bigint,
  source_column text,
  rule          text not null,
  message       text not null,
  raw_text      text,
  raw_bytes     bytea,
  created_at    timestamptz not null default now(),
  replayed_at   timestamptz,
  constraint quarantine_pkey primary key (quarantine_id),
  constraint quarantine_file_fkey foreign key (file_id) references scout.ingest_files (file_id)
);
create index quarantine_file_idx on scout.quarantine (file_id);

comment on table scout.quarantine is 'One row a record, or a file, that was refused: as it came, from where, and why.';
comment on column scout.quarantine.source_row is 'Number of the record in its file, from 1; null where the whole file was refused.';
comment on column scout.quarantine.source_line is 'Line on which the record begins, from 1; null in binary formats.';
comment on column scout.quarantine.byte_offset is 'Where the record begins in the (decompressed) file, in bytes from 0, where that is known.';
comment on column scout.quarantine.byte_length is 'Length of the record in bytes, where that is known.';
comment on column scout.quarantine.rule is 'Short name of the rule that refused it, such as malformed_json, ragged_row, truncated, record_too_large.';
comment on column scout.quarantine.message is 'What is wrong, in a sentence.';
comment on column scout.quarantine.raw_text is 'The record as text; the first 64 KiB of one that is larger (byte_offset and byte_length find it in the object).';
comment on column scout.quarantine.raw_bytes is 'Its exact bytes, where raw_text can not hold them (NUL, not valid in the encoding).';
comment on column scout.quarantine.replayed_at is 'When its file was taken up again after it had been rejected whole; what is refused then has rows of its own.';

grant select, insert on scout.ingest_files to scout_loader;
grant update (version_id, sequencer, last_modified, size_bytes, checksum, pipeline_name, target_table, format, reader, partition_values, status, rows_read, rows_loaded,
  rows_quarantined, attempts, error, started_at, loaded_at, duration_seconds, run_id, silver_run_id) on scout.ingest_files to scout_loader;
grant select, insert on scout.quarantine to scout_loader;
grant update (replayed_at) on scout.quarantine to scout_loader;
grant select on scout.ingest_files to scout_transform;
grant update (silver_run_id) on scout.ingest_files to scout_transform;
