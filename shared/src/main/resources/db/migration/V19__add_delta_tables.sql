-- Which version of each Delta table is in bronze, and which records came from which of its data files.
create table scout.delta_tables (
  table_id      bigint generated always as identity,
  bucket        text not null,
  root          text not null,
  version       bigint,
  commit_etag   text,
  metadata_id   text,
  columns       jsonb,
  file_id       bigint,
  applied_at    timestamptz,
  first_seen_at timestamptz not null default now(),
  constraint delta_tables_pkey primary key (table_id),
  constraint delta_tables_root_key unique (bucket, root),
  constraint delta_tables_file_fkey foreign key (file_id) references scout.ingest_files (file_id),
  constraint delta_tables_applied_whole check ((version is null) = (applied_at is null))
);

comment on table scout.delta_tables is 'One row a Delta table in the lake: which of its versions bronze holds.';
comment on column scout.delta_tables.root is 'What the keys of all its objects begin with, without the slash behind it.';
comment on column scout.delta_tables.version is 'The version whose live rows are in bronze; null before the first.';
comment on column scout.delta_tables.commit_etag is 'eTag of that version''s commit: another one there means that another table was made in its place; null where a checkpoint told of the version.';
comment on column scout.delta_tables.metadata_id is 'The id that the table gives itself.';
comment on column scout.delta_tables.columns is 'Its columns, as its log has them.';
comment on column scout.delta_tables.file_id is 'The commit in the ledger (ingest_files) that brought that version.';

create table scout.delta_files (
  table_id     bigint not null,
  key          text collate "C" not null,
  size_bytes   bigint not null,
  modified     bigint not null,
  deletion_id  text,
  deleted_rows bytea,
  file_id      bigint not null,
  first_row    bigint not null,
  row_count    bigint not null,
  constraint delta_files_pkey primary key (table_id, key),
  constraint delta_files_table_fkey foreign key (table_id) references scout.delta_tables (table_id),
  constraint delta_files_file_fkey foreign key (file_id) references scout.ingest_files (file_id),
  constraint delta_files_rows_range check (first_row >= 0 and row_count >= 0)
);

comment on table scout.delta_files is 'The data files that are live in the version that bronze holds, and their records: those of file_id from first_row + 1 to first_row + row_count.';
comment on column scout.delta_files.key is 'The data file''s key in the table''s bucket.';
comment on column scout.delta_files.modified is 'When it was written, as the log says it: milliseconds since 1970.';
comment on column scout.delta_files.deletion_id is 'Which deletion vector it has; null where none.';
comment on column scout.delta_files.deleted_rows is 'The rows that the vector deletes, from 0, as a serialized Roaring bitmap; their records are not in bronze.';
comment on column scout.delta_files.file_id is 'The commit in the ledger whose records its rows are.';
comment on column scout.delta_files.first_row is 'How many records of that commit stand before its first row.';
comment on column scout.delta_files.row_count is 'How many rows it has, deleted ones too.';

grant select, insert, update on scout.delta_tables to scout_loader;
grant select, insert, update, delete on scout.delta_files to scout_loader;
grant select on scout.delta_tables, scout.delta_files to scout_transform;
