-- One row a line of a transaction, in the record's order.
-- materialized: replace transaction_id of winning_transactions
-- key: transaction_id, line_no
-- check: every line has its transaction: not exists (select from scout.silver_transactions as t where t.transaction_id = silver_transaction_items.transaction_id)
-- lake: date_key of silver_transactions by transaction_id
select
  l.transaction_id,
  row_number() over (partition by l.transaction_id order by l.seq)::integer as line_no,
  l.is_valid,
  l.invalid_reasons,
  l.sku,
  l.product_name,
  l.brand_name,
  l.category,
  l.quantity,
  l.unit,
  l.unit_price,
  l.total_price,
  l.line_total,
  l.bronze_id
from winning_transactions as w
inner join staged_lines as l
  on l.transaction_id = w.transaction_id
  and l.file_id = w.file_id
  and l.version_row = w.version_row
