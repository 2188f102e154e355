-- One row a basket, with the numbers of its frequent products in their order; null where it has none.
-- materialized: temporary
-- key: transaction_id
select
  b.transaction_id,
  array_agg(p.product_no order by p.product_no) filter (where p.product_no is not null) as products
from basket_lines as b
left join frequent_products as p
  on p.sku = b.sku
group by b.transaction_id
