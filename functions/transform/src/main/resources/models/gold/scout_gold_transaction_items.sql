-- One row a valid line of a valid transaction; names from the line, else the product's latest.
-- materialized: replace date_key of changed_days
-- key: transaction_id, line_no
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
