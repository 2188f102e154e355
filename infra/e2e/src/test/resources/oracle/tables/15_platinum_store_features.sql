-- One row: a store and day with a sale. Each row's windows end on its own day: means and deviation are over the 90 calendar
-- days up to it, the moving average over seven. Contract, section 3; that a row tells nothing of later days, so that a model
-- can be trained on it, is Scout's reading of its key.
create table platinum_store_features as
with shown as (
    select store_id, transaction_date
    from gold_store_daily_summary
    where transaction_count > 0
),

calendar as (
    select
        shown.store_id,
        shown.transaction_date,
        steps.step,
        dayofweek(shown.transaction_date - cast(steps.step as integer)) in (0, 6) as is_weekend,
        coalesce(summary.transaction_count, 0) as transaction_count,
        coalesce(summary.total_revenue, 0::decimal(38, 4)) as total_revenue
    from shown
    cross join (select unnest(range(0, 90)) as step) as steps
    left join gold_store_daily_summary as summary
        on shown.store_id = summary.store_id
        and summary.transaction_date = shown.transaction_date - cast(steps.step as integer)
)

select
    store_id,
    transaction_date,
    average(sum(transaction_count), 90) as avg_daily_transactions,
    sample_deviation(
        90,
        cast(sum(transaction_count) * 10000 as hugeint),
        cast(sum(transaction_count * transaction_count) * 100000000 as hugeint)
    ) as stddev_daily_transactions,
    average_amount(sum(total_revenue), 90) as avg_daily_revenue,
    average(sum(transaction_count) filter (where step < 7), 7) as ma7_transactions,
    dayofweek(transaction_date) as day_of_week,
    average(sum(transaction_count) filter (where is_weekend), count(*) filter (where is_weekend)) as weekend_avg,
    average(sum(transaction_count) filter (where not is_weekend), count(*) filter (where not is_weekend)) as weekday_avg
from calendar
group by store_id, transaction_date;
