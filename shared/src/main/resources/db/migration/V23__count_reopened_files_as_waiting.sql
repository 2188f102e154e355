-- A skipped or rejected file that is sent again has its old status until the loader has looked at it: until then it waits.

create or replace view scout.backfill_progress as
with sent as (
  select
    f.backfill_id,
    f.status,
    f.parked_at is not null as is_parked,
    f.status = 'loading' or (f.status in ('skipped', 'rejected') and f.queued_at > f.started_at) as is_open
  from scout.ingest_files as f
  where f.backfill_id is not null
)
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
  count(s.status) filter (where s.status in ('loaded', 'partial')) + b.objects_loaded as loaded,
  count(s.status) filter (where s.status = 'rejected' and not s.is_open) as rejected,
  count(s.status) filter (where s.status = 'skipped' and not s.is_open) as skipped,
  count(s.status) filter (where s.is_open and not s.is_parked) as waiting,
  count(s.status) filter (where s.is_open and s.is_parked) as parked,
  b.objects_failed as failed,
  b.error,
  b.requested_at,
  b.progressed_at,
  b.finished_at
from scout.backfills as b
left join sent as s on s.backfill_id = b.backfill_id
group by b.backfill_id;
