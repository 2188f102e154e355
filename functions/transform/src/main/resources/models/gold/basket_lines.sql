-- One row a basket and product of it, in the window whose patterns this run replaces.
-- materialized: temporary
-- key: transaction_id, sku
select distinct
  i.transaction_id,
  i.sku
from trailing_window as w
inner join stale_basket_windows as s
  on s.window_end = w.window_end
inner join scout.scout_gold_transaction_items as i
  on i.date_key between w.window_start and w.window_end
where i.transaction_kind = 'sale'
  and i.quantity > 0
  and i.sku is not null
