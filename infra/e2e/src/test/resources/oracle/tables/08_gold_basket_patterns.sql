-- One row: a pair of products that are together in enough baskets of the trailing window. A basket is the set of
-- products of a sale's lines with positive quantity.
create table gold_basket_patterns as
with baskets as (
    select distinct
        items.transaction_id,
        items.sku
    from scout_gold_transaction_items as items
    inner join window_sales
        on items.transaction_id = window_sales.transaction_id
    where items.quantity > 0 and items.sku is not null
),

products as (
    select
        sku,
        count(*) as baskets
    from baskets
    group by sku
),

pairs as (
    select
        a.sku as sku_a,
        b.sku as sku_b,
        count(*) as baskets_together
    from baskets as a
    inner join baskets as b
        on a.transaction_id = b.transaction_id
        and a.sku < b.sku
    group by a.sku, b.sku
    having count(*) >= 10
)

select
    pairs.sku_a,
    pairs.sku_b,
    dim_a.product_name as product_a,
    dim_b.product_name as product_b,
    a.baskets as baskets_a,
    b.baskets as baskets_b,
    pairs.baskets_together,
    total.baskets as baskets_total,
    ratio(pairs.baskets_together, total.baskets) as support,
    ratio(pairs.baskets_together, a.baskets) as confidence_a_to_b,
    ratio(pairs.baskets_together, b.baskets) as confidence_b_to_a,
    ratio(pairs.baskets_together * total.baskets, a.baskets * b.baskets) as lift,
    trailing_window.window_start,
    trailing_window.window_end
from pairs
inner join products as a
    on pairs.sku_a = a.sku
inner join products as b
    on pairs.sku_b = b.sku
left join dim_product as dim_a
    on pairs.sku_a = dim_a.sku
left join dim_product as dim_b
    on pairs.sku_b = dim_b.sku
cross join (select count(distinct transaction_id) as baskets from baskets) as total
cross join trailing_window;
