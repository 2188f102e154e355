-- One row with the latest business day with a valid sale before the current local day, on which trailing windows end; none without such a day.
-- materialized: temporary
-- key: as_of_date
select d.date_key as as_of_date
from scout.gold_txn_daily as d
inner join stage_run as r
  on d.date_key < r.current_day
where d.transaction_count > 0
order by d.date_key desc
limit 1
