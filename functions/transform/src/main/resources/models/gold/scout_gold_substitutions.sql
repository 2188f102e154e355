-- One row a substitution in a valid transaction.
-- materialized: replace date_key of changed_days
-- lake: date_key
-- key: transaction_id, line_no
-- column transaction_id text: The transaction.
-- column line_no integer: The line that it belongs to; counted from 1 where the record names it for the whole transaction.
-- column date_key date: The local business day.
-- column store_id text: The store.
-- column transaction_kind text: sale or return.
-- column from_product text: What was asked for.
-- column to_product text: What was taken instead; null where nothing was.
-- column reason text: stockout, suggestion or unknown.
select
  s.transaction_id,
  s.line_no,
  t.date_key,
  t.store_id,
  t.transaction_kind,
  s.from_product,
  s.to_product,
  s.reason
from changed_days as d
inner join scout.scout_gold_transactions as t
  on t.date_key = d.date_key
inner join scout.silver_substitutions as s
  on s.transaction_id = t.transaction_id
