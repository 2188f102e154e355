-- One row a window whose basket patterns this run replaces: the one that is shown and the one that is due; none where neither its days nor a name changed.
-- materialized: temporary
-- key: window_end
-- reads before it changes: gold_basket_patterns
with shown as (
  select distinct
    window_start,
    window_end
  from scout.gold_basket_patterns
),

windows as (
  select
    window_start,
    window_end
  from shown
  union
  select
    window_start,
    window_end
  from trailing_window
)

select w.window_end
from windows as w
where (select count(*) from shown) <> 1
  or (select count(*) from windows) <> 1
  or exists (select from changed_days as d where d.date_key between w.window_start and w.window_end)
  or exists (
    select
    from taken_products as c
    inner join scout.gold_basket_patterns as p
      on c.sku in (p.sku_a, p.sku_b)
    where c.attribute = 'product_name'
  )
