-- One row a table whose features are watched: its current period, and the baseline that ends before it.
-- materialized: temporary
-- key: table_name
select
  t.table_name,
  a.as_of_date,
  a.as_of_date - t.current_days + 1 as current_start,
  a.as_of_date - t.current_days - t.baseline_days + 1 as baseline_start,
  a.as_of_date - t.current_days as baseline_end
from as_of_day as a
cross join (
  values
    ('platinum_features_sales_7d', 7, 28),
    ('platinum_store_features', 7, 28),
    -- Tables as of one day: the period before is as long as their windows.
    ('platinum_store_perf', 28, 28),
    ('platinum_customer_segments', 90, 90)
) as t (table_name, current_days, baseline_days)
