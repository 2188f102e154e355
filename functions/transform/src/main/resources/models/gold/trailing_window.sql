-- One row a trailing window: the 90 days that end on the latest business day with a sale before the current one; none where there is no such day.
-- materialized: temporary
-- key: window_end
select
  latest.date_key - 89 as window_start,
  latest.date_key as window_end
from stage_run as r
cross join lateral (
  select t.date_key
  from scout.scout_gold_transactions as t
  where t.transaction_kind = 'sale'
    and t.date_key < r.current_day
  order by t.date_key desc
  limit 1
) as latest
