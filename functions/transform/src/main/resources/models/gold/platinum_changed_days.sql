-- One row a business day that this run rebuilds.
-- materialized: append
-- key: date_key, gold_run_id
select
  d.date_key,
  r.run_id as gold_run_id
from changed_days as d
cross join stage_run as r
