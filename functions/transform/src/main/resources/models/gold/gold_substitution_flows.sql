-- One row a product asked for, another taken instead and the reason, in sales of the trailing 90 days.
-- materialized: all
-- lake: window_end
-- key: from_product, to_product, reason
-- column from_product text: What was asked for.
-- column to_product text: What was taken instead; null where nothing was.
-- column reason text: stockout, suggestion or unknown.
-- column substitution_count bigint: How often that happened in sales of the window.
-- column store_count bigint: Number of stores where it did.
-- column share_of_from numeric: substitution_count / all substitutions of from_product in the window, 6 decimals.
-- column window_start date: First business day of the window.
-- column window_end date: Last business day of the window, the 90th: the latest with a sale before the day of the run.
-- check: shares lie between 0 and 1: share_of_from not between 0 and 1
with flows as (
  select
    s.from_product,
    s.to_product,
    s.reason,
    count(*) as substitutions,
    count(distinct s.store_id) as stores,
    w.window_start,
    w.window_end
  from trailing_window as w
  inner join scout.scout_gold_substitutions as s
    on s.date_key between w.window_start and w.window_end
  where s.transaction_kind = 'sale'
  group by s.from_product, s.to_product, s.reason, w.window_start, w.window_end
)

select
  from_product,
  to_product,
  reason,
  substitutions as substitution_count,
  stores as store_count,
  round(substitutions / sum(substitutions) over (partition by from_product), 6) as share_of_from,
  window_start,
  window_end
from flows
