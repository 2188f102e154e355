-- A version of a Delta table that adds more than one invocation can load is loaded in parts (ingest_splits, ingest_parts). What is live in it is
-- written down when it is split, so that all parts and the transaction that settles it go by the same, whatever becomes of the log.
create table scout.delta_splits (
  split_id          bigint not null,
  table_id          bigint not null,
  version           bigint not null,
  metadata_id       text not null,
  columns           jsonb not null,
  column_mapping    text,
  partition_columns text[] not null,
  constraint delta_splits_pkey primary key (split_id),
  constraint delta_splits_split_fkey foreign key (split_id) references scout.ingest_splits (split_id) on delete cascade,
  constraint delta_splits_table_fkey foreign key (table_id) references scout.delta_tables (table_id)
);
create index delta_splits_table_idx on scout.delta_splits (table_id);

comment on table scout.delta_splits is 'One row a version of a Delta table that is being loaded in parts; gone once it is settled, or given up.';
comment on column scout.delta_splits.metadata_id is 'The id that the table gives itself in it.';
comment on column scout.delta_splits.columns is 'Its columns, as the log has them: the data files are read by these.';
comment on column scout.delta_splits.column_mapping is 'How a column is found in a data file (delta.columnMapping.mode); null: by its name.';

create table scout.delta_split_files (
  split_id     bigint not null,
  key          text collate "C" not null,
  size_bytes   bigint not null,
  modified     bigint not null,
  deletion_id  text,
  rest         text not null,
  file_no      integer,
  etag         text,
  first_row    bigint,
  row_count    bigint,
  deleted_rows bytea,
  constraint delta_split_files_pkey primary key (split_id, key),
  constraint delta_split_files_no_key unique (split_id, file_no),
  constraint delta_split_files_split_fkey foreign key (split_id) references scout.delta_splits (split_id) on delete cascade,
  constraint delta_split_files_counted_whole check ((etag is null) = (first_row is null) and (first_row is null) = (row_count is null))
);

comment on table scout.delta_split_files is 'The data files that are live in such a version; those with a number are read by its parts, of the others bronze had the rows when it was split.';
comment on column scout.delta_split_files.rest is 'Its partition values and its deletion vector, as JSON.';
comment on column scout.delta_split_files.file_no is 'Which of the files that are read, from 0: the records of all of them are numbered in this order, and the parts'' from_at and to_at are these numbers.';
comment on column scout.delta_split_files.etag is 'eTag of the content whose rows were counted; only that is read.';
comment on column scout.delta_split_files.first_row is 'How many records of the version stand before its first row; null until its rows were counted.';
comment on column scout.delta_split_files.row_count is 'How many rows it has, deleted ones too; null likewise.';
comment on column scout.delta_split_files.deleted_rows is 'As in delta_files; there once a part has read the file.';

grant select, insert, delete on scout.delta_splits to scout_loader;
grant select, insert, update, delete on scout.delta_split_files to scout_loader;
grant select on scout.delta_splits, scout.delta_split_files to scout_transform;

-- A large commit was split as the file that it is: it is begun anew, as a version.
select scout.abandon_split(s.file_id)
from scout.ingest_splits as s
join scout.ingest_files as f on f.file_id = s.file_id
where s.settled_at is null and f.key ~ '(^|/)_delta_log/';
