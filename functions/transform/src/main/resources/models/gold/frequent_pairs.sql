-- One row a pair of products that are together in enough baskets.
-- materialized: temporary
-- key: product_no_a, product_no_b
with companions as (
  -- Pairs are counted one product at a time: what is counted then fits a processor's cache, where all pairs of a quarter would not fit memory.
  select
    a.product_no,
    -- The order makes this a sort, which spills, and not a hash, which holds all pairs at once.
    array_agg(row(b.products[a.place + 1:])::scout.basket_rest order by a.place) as rests
  from baskets as b
  cross join lateral unnest(b.products) with ordinality as a (product_no, place)
  where a.place < cardinality(b.products)
  group by a.product_no
)

select
  c.product_no as product_no_a,
  b.product_no as product_no_b,
  b.baskets
from companions as c
cross join stage_run as r
cross join lateral (
  select
    other.product_no,
    count(*) as baskets
  from unnest(c.rests) as rest (products)
  cross join lateral unnest(rest.products) as other (product_no)
  group by other.product_no
  having count(*) >= r.basket_min_support
) as b
