-- One row a business day, region, category and way of asking in which something was sold.
-- materialized: replace date_key of changed_days
-- lake: date_key
-- key: date_key, region, category, request_mode, request_type
-- column date_key date: The local business day.
-- column region text: Region of the sale, else of its store, else the region's id; null where unknown.
-- column category text: Category of the sale's line of the highest value, the first among equals; null where it has none.
-- column request_mode text: verbal, pointing, indirect or other; null where the sale states none.
-- column request_type text: branded, unbranded, point, indirect or other; null where the sale states none.
-- column request_count bigint: Number of sales.
-- column suggestions_offered bigint: Sales in which something was suggested.
-- column suggestions_accepted bigint: Of these, those in which it was taken.
-- column acceptance_rate numeric: suggestions_accepted / suggestions_offered, 6 decimals; null where none was offered.
-- column avg_handshake_score numeric: Mean handshake score of the sales that state one, 4 decimals.
-- column avg_duration_seconds numeric: Mean duration of the sales that state one, in seconds, 4 decimals.
-- check: the acceptance rate lies between 0 and 1: acceptance_rate not between 0 and 1
with highest_lines as (
  select distinct on (i.transaction_id)
    i.transaction_id,
    i.category
  from changed_days as d
  inner join scout.scout_gold_transaction_items as i
    on i.date_key = d.date_key
  where i.transaction_kind = 'sale'
  order by i.transaction_id, i.line_total desc nulls last, i.line_no
),

requests as (
  select
    t.date_key,
    t.region,
    h.category,
    t.request_mode,
    t.request_type,
    count(*) as sales,
    count(*) filter (where t.suggestion_offered) as suggestions_offered,
    count(*) filter (where t.suggestion_offered and t.suggestion_accepted) as suggestions_accepted,
    round(avg(t.handshake_score), 4) as avg_handshake_score,
    round(avg(t.duration_seconds), 4) as avg_duration_seconds
  from changed_days as d
  inner join scout.scout_gold_transactions as t
    on t.date_key = d.date_key
  left join highest_lines as h
    on h.transaction_id = t.transaction_id
  where t.transaction_kind = 'sale'
  group by t.date_key, t.region, h.category, t.request_mode, t.request_type
)

select
  date_key,
  region,
  category,
  request_mode,
  request_type,
  sales as request_count,
  suggestions_offered,
  suggestions_accepted,
  round(suggestions_accepted::numeric / nullif(suggestions_offered, 0), 6) as acceptance_rate,
  avg_handshake_score,
  avg_duration_seconds
from requests
