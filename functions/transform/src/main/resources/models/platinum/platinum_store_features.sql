-- One row a store and business day with a valid sale of it; the 90 days and the 7 that end on it are calendar days, those without sales as 0.
-- materialized: replace transaction_date of affected_feature_days.date_key
-- key: store_id, transaction_date
-- column store_id text: Id of the store.
-- column transaction_date date: Local business day, on which the windows end.
-- column avg_daily_transactions numeric: Sales of the 90 days / 90, 4 decimals.
-- column stddev_daily_transactions numeric: Sample deviation of the 90 daily numbers of sales, 4 decimals.
-- column avg_daily_revenue numeric: Revenue of the 90 days, sales and returns, / 90, 4 decimals.
-- column ma7_transactions numeric: Sales of the day and the six calendar days before it / 7, 4 decimals.
-- column day_of_week integer: 0 (Sunday) to 6 (Saturday).
-- column weekend_avg numeric: Sales on the Saturdays and Sundays of the 90 days / number of such days, 4 decimals.
-- column weekday_avg numeric: Sales on the other days of the 90 / number of such days, 4 decimals.
-- check: a day of the week lies between 0 and 6: day_of_week not between 0 and 6
-- check: the mean lies between those of weekends and of weekdays: avg_daily_transactions not between least(weekend_avg, weekday_avg) and greatest(weekend_avg, weekday_avg)
-- lake: transaction_date
with needed_days as (
  select distinct t.date_key + n.days as date_key
  from taken_days as t
  cross join generate_series(-89, 89) as n (days)
),

daily as (
  select
    s.store_id,
    s.transaction_date,
    s.transaction_count,
    s.total_revenue,
    extract(isodow from s.transaction_date) >= 6 as is_weekend
  from needed_days as n
  inner join scout.gold_store_daily_summary as s
    on s.transaction_date = n.date_key
),

-- Days without a row add nothing to a sum.
windows as (
  select
    store_id,
    transaction_date,
    transaction_count,
    sum(transaction_count) over quarter as transactions,
    sum(transaction_count * transaction_count) over quarter as sum_of_squares,
    sum(total_revenue) over quarter as revenue,
    coalesce(sum(transaction_count) filter (where is_weekend) over quarter, 0) as weekend_transactions,
    sum(transaction_count) over week as transactions_7d,
    extract(dow from transaction_date)::integer as day_of_week,
    -- 90 days hold each day of the week 13 times, but the one that comes next only 12 times.
    case when extract(isodow from transaction_date + 1) >= 6 then 25 else 26 end as weekend_days
  from daily
  window
    quarter as (
      partition by store_id
      order by transaction_date
      range between interval '89 days' preceding and current row
    ),
    week as (
      partition by store_id
      order by transaction_date
      range between interval '6 days' preceding and current row
    )
)

select
  w.store_id,
  w.transaction_date,
  round(w.transactions / 90, 4) as avg_daily_transactions,
  round(sqrt((90 * w.sum_of_squares - w.transactions * w.transactions) / 8010), 4) as stddev_daily_transactions,
  round(w.revenue / 90, 4) as avg_daily_revenue,
  round(w.transactions_7d / 7, 4) as ma7_transactions,
  w.day_of_week,
  round(w.weekend_transactions / w.weekend_days, 4) as weekend_avg,
  round((w.transactions - w.weekend_transactions) / (90 - w.weekend_days), 4) as weekday_avg
from windows as w
inner join affected_feature_days as a
  on a.date_key = w.transaction_date
where w.transaction_count > 0
