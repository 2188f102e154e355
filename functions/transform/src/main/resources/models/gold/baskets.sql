-- One row a basket of the window whose patterns this run replaces, with the numbers of its products in their order; null where none of them has enough lines.
-- materialized: temporary
-- key: transaction_id
select
  i.transaction_id,
  array_agg(distinct p.product_no order by p.product_no) filter (where p.product_no is not null) as products
from trailing_window as w
inner join stale_basket_windows as s
  on s.window_end = w.window_end
inner join scout.scout_gold_transaction_items as i
  on i.date_key between w.window_start and w.window_end
left join basket_products as p
  on p.sku = i.sku
where i.transaction_kind = 'sale'
  and i.quantity > 0
  and i.sku is not null
group by i.transaction_id
