-- One row: a day, region, category and brand with at least one sale. The window is the day and the 6 calendar days
-- before it, days without sales as 0, days before the first sale too; a day with returns only counts its revenue.
create table platinum_features_sales_7d as
with days as (
    select
        date_key,
        region,
        category,
        brand_name,
        coalesce(sum(line_total), 0::decimal(38, 4)) as revenue,
        sum(quantity) as units,
        count(distinct transaction_id) filter (where transaction_kind = 'sale') as transaction_count
    from scout_gold_transaction_items
    group by date_key, region, category, brand_name
),

anchors as (
    select
        date_key,
        region,
        category,
        brand_name,
        revenue,
        units,
        transaction_count
    from days
    where transaction_count >= 1
),

calendar as (
    select
        anchors.date_key,
        anchors.region,
        anchors.category,
        anchors.brand_name,
        steps.days_back,
        coalesce(days.revenue, 0::decimal(38, 4)) as revenue,
        coalesce(days.transaction_count, 0) as transaction_count
    from anchors
    cross join (select unnest(range(0, 8)) as days_back) as steps
    left join days
        on days.date_key = anchors.date_key - cast(steps.days_back as integer)
        and days.region is not distinct from anchors.region
        and days.category is not distinct from anchors.category
        and days.brand_name is not distinct from anchors.brand_name
),

windows as (
    select
        date_key,
        region,
        category,
        brand_name,
        sum(revenue) filter (where days_back < 7) as revenue_7d_sum,
        min(revenue) filter (where days_back < 7) as revenue_7d_min,
        max(revenue) filter (where days_back < 7) as revenue_7d_max,
        sum(whole(revenue)) filter (where days_back < 7) as sum_of_wholes,
        sum(whole(revenue) * whole(revenue)) filter (where days_back < 7) as sum_of_squares,
        sum(transaction_count) filter (where days_back < 7) as transactions_7d_sum,
        max(revenue) filter (where days_back = 7) as revenue_week_before
    from calendar
    group by date_key, region, category, brand_name
)

select
    anchors.date_key,
    anchors.region,
    anchors.category,
    anchors.brand_name,
    anchors.revenue,
    anchors.transaction_count,
    anchors.units,
    windows.revenue_7d_sum,
    average_amount(windows.revenue_7d_sum, 7) as revenue_7d_avg,
    sample_deviation(7, windows.sum_of_wholes, windows.sum_of_squares) as revenue_7d_stddev,
    windows.revenue_7d_min,
    windows.revenue_7d_max,
    average(windows.transactions_7d_sum, 7) as transactions_7d_avg,
    ratio(
        whole(anchors.revenue) - whole(windows.revenue_week_before),
        whole(windows.revenue_week_before)
    ) as revenue_wow_growth,
    rank() over (
        partition by anchors.date_key, anchors.region
        order by anchors.revenue desc
    ) as rank_in_region
from anchors
inner join windows
    on anchors.date_key = windows.date_key
    and anchors.region is not distinct from windows.region
    and anchors.category is not distinct from windows.category
    and anchors.brand_name is not distinct from windows.brand_name;
