-- One row: a day and product with a valid line of a valid transaction. The product's names, brand and category are the
-- latest seen; a product without any is of the category null, a group of its own.
create table gold_product_mix as
with days as (
    select
        scout_gold_transaction_items.date_key,
        scout_gold_transaction_items.sku,
        dim_product.product_name,
        dim_product.brand_name,
        dim_product.category,
        count(distinct scout_gold_transaction_items.transaction_id)
            filter (where scout_gold_transaction_items.transaction_kind = 'sale') as transaction_count,
        count(distinct scout_gold_transaction_items.store_id)
            filter (where scout_gold_transaction_items.transaction_kind = 'sale') as store_count,
        sum(scout_gold_transaction_items.quantity) as units,
        coalesce(sum(scout_gold_transaction_items.line_total), 0::decimal(38, 4)) as revenue
    from scout_gold_transaction_items
    left join dim_product
        on scout_gold_transaction_items.sku = dim_product.sku
    group by all
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
    ranked.product_name,
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
from ranked;
