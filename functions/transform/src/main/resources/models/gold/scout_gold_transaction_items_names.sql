-- One row a line in gold that shows a product's name, where the product has another name by now.
-- materialized: update scout_gold_transaction_items
-- key: transaction_id, line_no
select
  g.transaction_id,
  g.line_no,
  p.product_name
from taken_products as c
inner join scout.dim_product as p
  on p.sku = c.sku
inner join scout.silver_transaction_items as i
  on i.sku = c.sku
inner join scout.scout_gold_transaction_items as g
  on g.transaction_id = i.transaction_id
  and g.line_no = i.line_no
where c.attribute = 'product_name'
  and i.is_valid
  and i.product_name is null
  and g.product_name is distinct from p.product_name
