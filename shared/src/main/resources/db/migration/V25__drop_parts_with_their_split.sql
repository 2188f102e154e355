-- A part that is cut short while its split is given up makes another part: that goes with the split, too.
alter table scout.ingest_parts
  drop constraint ingest_parts_split_fkey,
  add constraint ingest_parts_split_fkey foreign key (split_id) references scout.ingest_splits (split_id) on delete cascade;

comment on column scout.ingest_splits.settings is 'What holds for all parts besides: part_bytes, max_record_bytes, and the columns that were known.';
comment on column scout.ingest_splits.surveyed_at is 'That place by the reader''s own measure: bytes, or the number of the data file of a Delta table''s version.';
comment on column scout.ingest_parts.from_at is 'Where it begins, by the reader''s own measure: bytes, or the number of the data file of a Delta table''s version.';
