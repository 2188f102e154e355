-- One row a product in enough baskets to be in a pattern.
-- materialized: temporary
-- key: sku
with products as (
  select
    b.product_no,
    count(*) as baskets
  from baskets as basket
  cross join lateral unnest(basket.products) as b (product_no)
  group by b.product_no
)

select
  n.sku,
  n.product_no,
  p.baskets
from products as p
inner join basket_products as n
  on n.product_no = p.product_no
cross join stage_run as r
where p.baskets >= r.basket_min_support
