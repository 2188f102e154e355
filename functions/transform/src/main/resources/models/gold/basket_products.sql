-- One row a product that has enough lines to be in enough baskets of the window whose patterns this run replaces, numbered in the order of the skus.
-- materialized: temporary
-- key: sku
with products as (
  select
    i.sku,
    count(*) as lines
  from trailing_window as w
  inner join stale_basket_windows as s
    on s.window_end = w.window_end
  inner join scout.scout_gold_transaction_items as i
    on i.date_key between w.window_start and w.window_end
  where i.transaction_kind = 'sale'
    and i.quantity > 0
    and i.sku is not null
  group by i.sku
)

select
  p.sku,
  (row_number() over (order by p.sku))::integer as product_no
from products as p
cross join stage_run as r
where p.lines >= r.basket_min_support
