-- Nothing missed: what the queue was told and when, what was given up on, and the runs that list the bucket against the ledger.
alter table scout.ingest_files
  add column passing_failures integer not null default 0,
  add column parked_at timestamptz,
  add column queued_at timestamptz,
  add column backfill_id bigint;

comment on column scout.ingest_files.attempts is 'How often its loading was begun since it was first seen, opened again or redriven. 0: it waits in the queue.';
comment on column scout.ingest_files.passing_failures is 'Of its attempts, how many failed because of something that was not the file''s (S3 or the database not available).';
comment on column scout.ingest_files.parked_at is 'When the loader gave up on it (status loading, error says why): its message is in the dead-letter queue until somebody redrives it.';
comment on column scout.ingest_files.queued_at is 'When a reconcile or a backfill last put it into the queue.';
comment on column scout.ingest_files.backfill_id is 'The backfill, or reconcile, that last did so.';

create index ingest_files_parked_idx on scout.ingest_files (parked_at) where parked_at is not null;
create index ingest_files_backfill_idx on scout.ingest_files (backfill_id) where backfill_id is not null;
grant update (passing_failures, parked_at, queued_at, backfill_id) on scout.ingest_files to scout_loader;

create table scout.backfills (
  backfill_id    bigint generated always as identity,
  kind           text not null default 'backfill',
  bucket         text not null,
  prefixes       text[] not null,
  modified_from  timestamptz,
  modified_to    timestamptz,
  status         text not null default 'running',
  prefixes_done  integer not null default 0,
  after_key      text,
  objects_listed bigint not null default 0,
  objects_sent   bigint not null default 0,
  objects_loaded bigint not null default 0,
  objects_failed bigint not null default 0,
  error          text,
  requested_at   timestamptz not null default now(),
  progressed_at  timestamptz not null default now(),
  finished_at    timestamptz,
  constraint backfills_pkey primary key (backfill_id),
  constraint backfills_kind_known check (kind in ('backfill', 'reconcile')),
  constraint backfills_status_known check (status in ('running', 'stopped', 'finished')),
  constraint backfills_has_prefix check (cardinality(prefixes) > 0),
  constraint backfills_range check (modified_from < modified_to)
);
-- At most one reconcile is under way.
create unique index backfills_one_reconcile on scout.backfills (kind) where kind = 'reconcile' and status = 'running';

comment on table scout.backfills is 'One row a run that lists the bucket against the ledger: asked for by a person (backfill), or on schedule (reconcile). Its place is here, so that whoever goes on begins there.';
comment on column scout.backfills.prefixes is 'What is listed, in this order.';
comment on column scout.backfills.modified_from is 'Only objects last modified then or later; null: no limit.';
comment on column scout.backfills.modified_to is 'Only objects last modified before; null: no limit.';
comment on column scout.backfills.status is 'running · stopped: by a person, who can have it go on · finished: all is listed and what was missing is in the queue (or loaded, where there is no queue).';
comment on column scout.backfills.prefixes_done is 'How many of the prefixes are dealt with.';
comment on column scout.backfills.after_key is 'The last key of the current prefix that is dealt with.';
comment on column scout.backfills.objects_listed is 'Objects seen so far, in the time range or not.';
comment on column scout.backfills.objects_sent is 'Of these, how many were not in the ledger, or not settled, and put into the queue.';
comment on column scout.backfills.objects_loaded is 'Where there is no queue: how many it settled itself.';
comment on column scout.backfills.objects_failed is 'Where there is no queue: how many failed.';
comment on column scout.backfills.progressed_at is 'When it last went on.';

create view scout.backfill_progress as
select
  b.backfill_id,
  b.kind,
  b.bucket,
  b.prefixes,
  b.modified_from,
  b.modified_to,
  b.status,
  b.objects_listed,
  b.objects_sent,
  count(f.file_id) filter (where f.status in ('loaded', 'partial')) + b.objects_loaded as loaded,
  count(f.file_id) filter (where f.status = 'rejected') as rejected,
  count(f.file_id) filter (where f.status = 'skipped') as skipped,
  count(f.file_id) filter (where f.status = 'loading' and f.parked_at is null) as waiting,
  count(f.file_id) filter (where f.status = 'loading' and f.parked_at is not null) as parked,
  b.objects_failed as failed,
  b.error,
  b.requested_at,
  b.progressed_at,
  b.finished_at
from scout.backfills as b
left join scout.ingest_files as f on f.backfill_id = b.backfill_id
group by b.backfill_id;
comment on view scout.backfill_progress is 'One row a backfill or reconcile: how far it is, and what became of the files that it last put into the queue.';

grant select, insert on scout.backfills to scout_loader;
grant update (status, prefixes_done, after_key, objects_listed, objects_sent, objects_loaded, objects_failed, error, progressed_at, finished_at) on scout.backfills to scout_loader;
grant select on scout.backfill_progress to scout_loader, scout_transform, scout_publisher;
