-- One row a business day and product in gold whose product has another name by now.
-- materialized: update gold_product_mix
-- key: date_key, sku
select
  m.date_key,
  m.sku,
  p.product_name
from taken_products as c
inner join scout.dim_product as p
  on p.sku = c.sku
inner join scout.gold_product_mix as m
  on m.sku = c.sku
where c.attribute = 'product_name'
  and m.product_name is distinct from p.product_name
