-- One row a line of a transaction, in the record's order.
-- materialized: replace transaction_id of winning_transactions
-- key: transaction_id, line_no
-- column transaction_id text: The transaction.
-- column line_no integer: Number of the line in the transaction, from 1, in the record's order.
-- column is_valid boolean: Whether it counts; a line without a quantity or with a value that can't be read counts nowhere.
-- column invalid_reasons text[]: Why it counts nowhere, in sentences; empty where it is valid.
-- column sku text: The line's sku, else made of brand and product name (coca-cola-coke-1-5l); null where it has none of these.
-- column product_name text: Name of the product as the line states it; null where it states none.
-- column brand_name text: Brand as the line states it; null where it states none.
-- column category text: Category as the line states it; null where it states none.
-- column quantity numeric: How many, or how much of the unit; negative where it went back; null where it is missing or can't be read.
-- column unit text: What quantity counts, as the line states it; null where it states none.
-- column unit_price numeric: Price of one unit as the line states it; null where it states none.
-- column total_price numeric: The line's total as the record states it; null where it states none.
-- column line_total numeric: total_price, else quantity x unit_price; exact; null where there is neither.
-- column bronze_id uuid: The bronze row that the line came in.
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
