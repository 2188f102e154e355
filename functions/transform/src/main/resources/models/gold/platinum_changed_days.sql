-- One row a business day that this run rebuilds; and the current day where a store's region changed, which platinum shows even if no sale shows it.
-- materialized: append
-- key: date_key, gold_run_id
select
  d.date_key,
  r.run_id as gold_run_id
from changed_days as d
cross join stage_run as r
union
select
  r.current_day,
  r.run_id
from stage_run as r
where exists (select from taken_stores as s where s.attribute = 'region')
