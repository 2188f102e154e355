-- One row a pair of products that were bought together in at least SCOUT_BASKET_MIN_SUPPORT baskets of the trailing 90 days.
-- materialized: replace window_end of stale_basket_windows
-- lake: window_end
-- key: sku_a, sku_b
-- column sku_a text: The product whose sku comes first, by bytes.
-- column sku_b text: The other product.
-- column product_a text: Latest name seen of sku_a; null where none was.
-- column product_b text: Latest name seen of sku_b; null where none was.
-- column baskets_a bigint: Baskets with sku_a. A basket is the set of products of a sale's lines with positive quantity.
-- column baskets_b bigint: Baskets with sku_b.
-- column baskets_together bigint: Baskets with both.
-- column baskets_total bigint: Baskets of the window: sales with at least one product.
-- column support numeric: baskets_together / baskets_total, 6 decimals.
-- column confidence_a_to_b numeric: baskets_together / baskets_a, 6 decimals.
-- column confidence_b_to_a numeric: baskets_together / baskets_b, 6 decimals.
-- column lift numeric: How many times as often together as if one had nothing to do with the other: baskets_together x baskets_total / (baskets_a x baskets_b), 6 decimals.
-- column window_start date: First business day of the window.
-- column window_end date: Last business day of the window, the 90th: the latest with a sale before the day of the run.
-- check: the skus of a pair are in order: sku_a >= sku_b
-- check: a pair is in no more baskets than either product: baskets_together > least(baskets_a, baskets_b) or greatest(baskets_a, baskets_b) > baskets_total
with totals as (
  select count(*) as baskets
  from baskets as b
)

select
  a.sku as sku_a,
  b.sku as sku_b,
  product_a.product_name as product_a,
  product_b.product_name as product_b,
  a.baskets as baskets_a,
  b.baskets as baskets_b,
  p.baskets as baskets_together,
  t.baskets as baskets_total,
  round(p.baskets::numeric / t.baskets, 6) as support,
  round(p.baskets::numeric / a.baskets, 6) as confidence_a_to_b,
  round(p.baskets::numeric / b.baskets, 6) as confidence_b_to_a,
  round(p.baskets::numeric * t.baskets / (a.baskets::numeric * b.baskets), 6) as lift,
  w.window_start,
  w.window_end
from frequent_pairs as p
inner join frequent_products as a
  on a.product_no = p.product_no_a
inner join frequent_products as b
  on b.product_no = p.product_no_b
left join scout.dim_product as product_a
  on product_a.sku = a.sku
left join scout.dim_product as product_b
  on product_b.sku = b.sku
cross join totals as t
cross join trailing_window as w
