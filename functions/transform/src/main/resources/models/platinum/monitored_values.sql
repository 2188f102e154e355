-- One row a value of a feature of platinum, in the current period or in the baseline. Every numeric feature is listed here.
-- materialized: temporary
-- key: table_name, feature, is_current, value
select
  p.table_name,
  v.feature,
  f.date_key >= p.current_start as is_current,
  v.value
from monitored_periods as p
inner join scout.platinum_features_sales_7d as f
  on f.date_key between p.baseline_start and p.as_of_date
cross join lateral (
  values
    ('revenue', f.revenue),
    ('transaction_count', f.transaction_count),
    ('units', f.units),
    ('revenue_7d_sum', f.revenue_7d_sum),
    ('revenue_7d_avg', f.revenue_7d_avg),
    ('revenue_7d_stddev', f.revenue_7d_stddev),
    ('revenue_7d_min', f.revenue_7d_min),
    ('revenue_7d_max', f.revenue_7d_max),
    ('transactions_7d_avg', f.transactions_7d_avg),
    ('revenue_wow_growth', f.revenue_wow_growth),
    ('rank_in_region', f.rank_in_region)
) as v (feature, value)
where p.table_name = 'platinum_features_sales_7d'
union all
select
  p.table_name,
  v.feature,
  f.transaction_date >= p.current_start,
  v.value
from monitored_periods as p
inner join scout.platinum_store_features as f
  on f.transaction_date between p.baseline_start and p.as_of_date
cross join lateral (
  values
    ('avg_daily_transactions', f.avg_daily_transactions),
    ('stddev_daily_transactions', f.stddev_daily_transactions),
    ('avg_daily_revenue', f.avg_daily_revenue),
    ('ma7_transactions', f.ma7_transactions),
    ('day_of_week', f.day_of_week),
    ('weekend_avg', f.weekend_avg),
    ('weekday_avg', f.weekday_avg)
) as v (feature, value)
where p.table_name = 'platinum_store_features'
union all
select
  p.table_name,
  v.feature,
  f.as_of_date = p.as_of_date,
  v.value
from monitored_periods as p
inner join store_measures as f
  on f.as_of_date in (p.as_of_date, p.baseline_end)
cross join lateral (
  values
    ('revenue_7d', f.revenue_7d),
    ('revenue_28d', f.revenue_28d),
    ('transactions_28d', f.transactions_28d),
    ('avg_basket_size_28d', f.avg_basket_size_28d),
    ('revenue_volatility_28d', f.revenue_volatility_28d),
    ('revenue_wow_growth', f.revenue_wow_growth),
    ('acceptance_rate_28d', f.acceptance_rate_28d),
    ('unique_products_28d', f.unique_products_28d),
    ('rank_in_region', f.rank_in_region),
    ('rank_overall', f.rank_overall),
    ('performance_score', f.performance_score)
) as v (feature, value)
where p.table_name = 'platinum_store_perf'
union all
select
  p.table_name,
  v.feature,
  f.as_of_date = p.as_of_date,
  v.value
from monitored_periods as p
inner join customer_cells as f
  on f.as_of_date in (p.as_of_date, p.baseline_end)
cross join lateral (
  values
    ('transaction_count', f.transaction_count),
    ('avg_spend', f.avg_spend),
    ('median_spend', f.median_spend),
    ('avg_basket_size', f.avg_basket_size),
    ('campaign_responsiveness', f.campaign_responsiveness),
    ('avg_handshake_score', f.avg_handshake_score),
    ('value_decile', f.value_decile)
) as v (feature, value)
where p.table_name = 'platinum_customer_segments'
  and not f.is_suppressed
