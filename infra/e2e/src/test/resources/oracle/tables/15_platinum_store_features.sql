-- One row: a store and day with a row in gold_store_daily_summary in the trailing window of 90 days. Means and
-- deviations are the store's, over all 90 calendar days; the moving average is that of the day and the 6 before it.
create table platinum_store_features as
with stores as (
    select distinct gold_store_daily_summary.store_id
    from gold_store_daily_summary
    cross join trailing_window
    where gold_store_daily_summary.transaction_date
        between trailing_window.window_start and trailing_window.window_end
),

calendar as (
    select
        stores.store_id,
        trailing_window.window_start + cast(steps.step as integer) as day,
        dayofweek(trailing_window.window_start + cast(steps.step as integer)) as day_of_week,
        steps.step >= 0 as is_in_window,
        summary.store_id is not null as has_row,
        coalesce(summary.transaction_count, 0) as transaction_count,
        coalesce(summary.total_revenue, 0::decimal(38, 4)) as total_revenue
    from stores
    cross join trailing_window
    cross join (select unnest(range(-6, 90)) as step) as steps
    left join gold_store_daily_summary as summary
        on stores.store_id = summary.store_id
        and summary.transaction_date = trailing_window.window_start + cast(steps.step as integer)
),

features as (
    select
        store_id,
        average(sum(transaction_count), 90) as avg_daily_transactions,
        sample_deviation(
            90,
            cast(sum(transaction_count) * 10000 as hugeint),
            cast(sum(transaction_count * transaction_count) * 100000000 as hugeint)
        ) as stddev_daily_transactions,
        average_amount(sum(total_revenue), 90) as avg_daily_revenue,
        average(
            sum(transaction_count) filter (where day_of_week in (0, 6)),
            count(*) filter (where day_of_week in (0, 6))
        ) as weekend_avg,
        average(
            sum(transaction_count) filter (where day_of_week not in (0, 6)),
            count(*) filter (where day_of_week not in (0, 6))
        ) as weekday_avg
    from calendar
    where is_in_window
    group by store_id
),

moving as (
    select
        store_id,
        day,
        day_of_week,
        has_row and is_in_window as is_shown,
        sum(transaction_count) over (
            partition by store_id
            order by day
            rows between 6 preceding and current row
        ) as transactions_7d
    from calendar
)

select
    moving.store_id,
    moving.day as transaction_date,
    features.avg_daily_transactions,
    features.stddev_daily_transactions,
    features.avg_daily_revenue,
    average(moving.transactions_7d, 7) as ma7_transactions,
    moving.day_of_week,
    features.weekend_avg,
    features.weekday_avg
from moving
inner join features
    on moving.store_id = features.store_id
where moving.is_shown;
