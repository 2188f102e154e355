-- One row a business day that a transaction of this run counts on now, or counted on until now.
-- materialized: append
-- key: date_key, silver_run_id
with days as (
  select date_key
  from winning_transactions
  where is_valid
  union
  select previous_date_key
  from winning_transactions
  where previous_date_key is not null
)

select
  days.date_key,
  r.run_id as silver_run_id
from days
cross join stage_run as r
