-- One row: a store with a valid transaction up to `as_of_date`, the latest day with a valid sale before the current
-- local day. `performance_score` is Scout's own formula and not computed here.
create table platinum_store_perf as
with as_of as (
    select max(date_key) as as_of_date
    from silver_transactions
    where is_valid and transaction_kind = 'sale' and date_key < getvariable('current_day')
),

stores as (
    select
        silver_transactions.store_id,
        as_of.as_of_date,
        arg_max(silver_transactions.region, (silver_transactions.object_key, silver_transactions.transaction_id))
            filter (where silver_transactions.region is not null) as region
    from silver_transactions
    cross join as_of
    where silver_transactions.is_valid and silver_transactions.date_key <= as_of.as_of_date
    group by silver_transactions.store_id, as_of.as_of_date
),

daily as (
    select
        store_id,
        date_key,
        sum(total_amount) as revenue,
        count(*) filter (where transaction_kind = 'sale') as transaction_count,
        sum(basket_size) filter (where transaction_kind = 'sale') as lines
    from silver_transactions
    where is_valid
    group by store_id, date_key
),

calendar as (
    select
        stores.store_id,
        steps.days_back,
        coalesce(daily.revenue, 0::decimal(38, 4)) as revenue,
        coalesce(daily.transaction_count, 0) as transaction_count,
        coalesce(daily.lines, 0) as lines
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
        sum(whole(revenue)) as sum_of_wholes,
        sum(whole(revenue) * whole(revenue)) as sum_of_squares
    from calendar
    group by store_id
),

products as (
    select
        stores.store_id,
        count(distinct counted_items.sku) as unique_products_28d
    from stores
    inner join counted_items
        on stores.store_id = counted_items.store_id
        and counted_items.date_key between stores.as_of_date - 27 and stores.as_of_date
        and counted_items.transaction_kind = 'sale'
    group by stores.store_id
)

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
    cast(null as decimal(18, 6)) as acceptance_rate_28d,
    coalesce(products.unique_products_28d, 0) as unique_products_28d,
    rank() over (partition by stores.region order by windows.revenue_28d desc) as rank_in_region,
    rank() over (order by windows.revenue_28d desc) as rank_overall
from stores
inner join windows
    on stores.store_id = windows.store_id
left join products
    on stores.store_id = products.store_id
order by stores.store_id;
