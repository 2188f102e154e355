-- One row: a store with a valid transaction up to the day. The performance score is the documented formula.
create macro store_perf_as_of(day) as table
with stores as (
    select
        scout_gold_transactions.store_id,
        day as as_of_date,
        dim_store.region
    from scout_gold_transactions
    inner join dim_store
        on scout_gold_transactions.store_id = dim_store.store_id
    where scout_gold_transactions.date_key <= day
    group by scout_gold_transactions.store_id, dim_store.region
),

daily as (
    select
        store_id,
        date_key,
        sum(total_amount) as revenue,
        count(*) filter (where transaction_kind = 'sale') as transaction_count,
        sum(basket_size) filter (where transaction_kind = 'sale') as lines,
        count(*) filter (where transaction_kind = 'sale' and suggestion_offered) as offered,
        count(*) filter (where transaction_kind = 'sale' and suggestion_offered and suggestion_accepted) as accepted
    from scout_gold_transactions
    group by store_id, date_key
),

calendar as (
    select
        stores.store_id,
        steps.days_back,
        coalesce(daily.revenue, 0::decimal(38, 4)) as revenue,
        coalesce(daily.transaction_count, 0) as transaction_count,
        coalesce(daily.lines, 0) as lines,
        coalesce(daily.offered, 0) as offered,
        coalesce(daily.accepted, 0) as accepted
    from stores
    cross join (select unnest(range(0, 28)) as days_back) as steps
    left join daily
        on daily.store_id = stores.store_id
        and daily.date_key = stores.as_of_date - cast(steps.days_back as integer)
),

windows as (
    select
        store_id,
        sum(revenue) filter (where days_back < 7) as revenue_7d,
        sum(revenue) filter (where days_back between 7 and 13) as revenue_7d_before,
        sum(revenue) as revenue_28d,
        sum(transaction_count) as transactions_28d,
        sum(lines) as lines_28d,
        sum(offered) as offered_28d,
        sum(accepted) as accepted_28d,
        sum(whole(revenue)) as sum_of_wholes,
        sum(whole(revenue) * whole(revenue)) as sum_of_squares
    from calendar
    group by store_id
),

products as (
    select
        stores.store_id,
        count(distinct scout_gold_transaction_items.sku) as unique_products_28d
    from stores
    inner join scout_gold_transaction_items
        on stores.store_id = scout_gold_transaction_items.store_id
        and scout_gold_transaction_items.date_key between stores.as_of_date - 27 and stores.as_of_date
        and scout_gold_transaction_items.transaction_kind = 'sale'
    group by stores.store_id
),

measures as (
    select
        stores.as_of_date,
        stores.store_id,
        stores.region,
        windows.revenue_7d,
        windows.revenue_28d,
        windows.transactions_28d,
        average(windows.lines_28d, windows.transactions_28d) as avg_basket_size_28d,
        sample_deviation(28, windows.sum_of_wholes, windows.sum_of_squares) as revenue_volatility_28d,
        ratio(
            whole(windows.revenue_7d) - whole(windows.revenue_7d_before),
            whole(windows.revenue_7d_before)
        ) as revenue_wow_growth,
        ratio(windows.accepted_28d, windows.offered_28d) as acceptance_rate_28d,
        coalesce(products.unique_products_28d, 0) as unique_products_28d,
        rank() over (partition by stores.region order by windows.revenue_28d desc) as rank_in_region,
        rank() over (order by windows.revenue_28d desc) as rank_overall,
        cast(windows.revenue_7d as double) / nullif(cast(windows.revenue_7d_before as double), 0) - 1 as growth,
        sqrt(
            cast(28 * windows.sum_of_squares - windows.sum_of_wholes * windows.sum_of_wholes as double) / (28 * 27)
        ) / 10000 as volatility,
        windows.accepted_28d / nullif(cast(windows.offered_28d as double), 0) as acceptance,
        windows.revenue_7d_before,
        count(*) over () as stores
    from stores
    inner join windows
        on stores.store_id = windows.store_id
    left join products
        on stores.store_id = products.store_id
),

-- Each part goes from 0 to 1, of unrounded measures. A DOUBLE is exact enough for 6 decimals of a number up to 100.
parts as (
    select
        store_id,
        case when stores = 1 then 1 else (stores - rank_overall) / cast(stores - 1 as double) end as revenue,
        case when revenue_7d_before > 0 then least(greatest((growth + 1) / 2, 0), 1) else 0.5 end as growth,
        case
            when revenue_28d > 0 then 1 / (1 + volatility * 28 / cast(revenue_28d as double))
            else 0
        end as stability,
        coalesce(acceptance, 0.5) as acceptance
    from measures
)

select
    measures.* exclude (stores, growth, volatility, acceptance, revenue_7d_before),
    cast(
        round(50 * parts.revenue + 20 * parts.growth + 15 * parts.stability + 15 * parts.acceptance, 6)
        as decimal(9, 6)
    ) as performance_score
from measures
inner join parts
    on measures.store_id = parts.store_id;

create table platinum_store_perf as
from store_perf_as_of(getvariable('as_of_date'));
