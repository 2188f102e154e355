-- One row a valid line of a valid transaction; names from the line, else the product's latest.
-- materialized: replace date_key of changed_days
-- key: transaction_id, line_no
-- column transaction_id text: The transaction.
-- column line_no integer: Number of the line in silver's transaction; lines that do not count leave a gap.
-- column date_key date: The local business day.
-- column store_id text: The store.
-- column transaction_kind text: return where the transaction's total is negative, else sale.
-- column sku text: The line's sku, else made of brand and product name; null where it has none of these.
-- column product_name text: From the line, else the product's latest; null where unknown.
-- column brand_name text: From the line, else the product's latest; null where unknown.
-- column category text: From the line, else the product's latest; null where unknown.
-- column quantity numeric: How many, or how much of the unit; negative where it went back.
-- column unit text: What quantity counts, as the line states it; null where it states none.
-- column unit_price numeric: Price of one unit as the line states it; null where it states none.
-- column line_total numeric: The stated total, else quantity x unit_price; exact; null where there is neither.
-- lake: date_key
select
  i.transaction_id,
  i.line_no,
  t.date_key,
  t.store_id,
  t.transaction_kind,
  i.sku,
  coalesce(i.product_name, p.product_name) as product_name,
  coalesce(i.brand_name, p.brand_name) as brand_name,
  coalesce(i.category, p.category) as category,
  i.quantity,
  i.unit,
  i.unit_price,
  i.line_total
from changed_days as d
inner join scout.scout_gold_transactions as t
  on t.date_key = d.date_key
inner join scout.silver_transaction_items as i
  on i.transaction_id = t.transaction_id
left join scout.dim_product as p
  on p.sku = i.sku
where i.is_valid
