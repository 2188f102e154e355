-- One row a product in enough baskets to be in a pattern, numbered in the order of the skus.
-- materialized: temporary
-- key: sku
with products as (
  select
    b.sku,
    count(*) as baskets
  from basket_lines as b
  group by b.sku
)

select
  p.sku,
  (row_number() over (order by p.sku))::integer as product_no,
  p.baskets
from products as p
cross join stage_run as r
where p.baskets >= r.basket_min_support
