-- One row: a day and product with a valid line of a valid transaction. Here the category is null everywhere, so a
-- category of a day is the day.
create table gold_product_mix as
with days as (
    select
        counted_items.date_key,
        counted_items.sku,
        counted_items.category,
        counted_items.brand_name,
        count(distinct counted_items.transaction_id)
            filter (where counted_items.transaction_kind = 'sale') as transaction_count,
        count(distinct counted_items.store_id)
            filter (where counted_items.transaction_kind = 'sale') as store_count,
        sum(counted_items.quantity) as units,
        sum(counted_items.total_price) as revenue
    from counted_items
    group by counted_items.date_key, counted_items.sku, counted_items.category, counted_items.brand_name
),

ranked as (
    select
        *,
        row_number() over (
            partition by date_key, category
            order by revenue desc, sku
        ) as rank_in_category,
        sum(revenue) over (partition by date_key, category) as category_revenue,
        sum(revenue) over (
            partition by date_key, category
            order by revenue desc, sku
            rows between unbounded preceding and current row
        ) as cumulative_revenue
    from days
)

select
    ranked.date_key,
    ranked.sku,
    dim_product.product_name,
    ranked.brand_name,
    ranked.category,
    ranked.transaction_count,
    ranked.units,
    ranked.revenue,
    average_amount(ranked.revenue, cast(ranked.units as hugeint)) as avg_unit_price,
    ranked.store_count,
    ranked.rank_in_category,
    ratio(whole(ranked.revenue), whole(ranked.category_revenue)) as category_revenue_share,
    ratio(whole(ranked.cumulative_revenue), whole(ranked.category_revenue)) as cumulative_revenue_share,
    -- cumulative / category <= 0.8, unrounded, without a division
    case
        when ranked.category_revenue > 0
            then whole(ranked.cumulative_revenue) * 10 <= whole(ranked.category_revenue) * 8
        when ranked.category_revenue < 0
            then whole(ranked.cumulative_revenue) * 10 >= whole(ranked.category_revenue) * 8
    end as is_pareto_80
from ranked
left join dim_product
    on ranked.sku = dim_product.sku
order by ranked.date_key, ranked.category, ranked.rank_in_category;
