-- One row a count of what comes in a day: how many deviations the latest day is away from the mean of the 28 days before it.
-- materialized: temporary
-- key: as_of_date, table_name, feature
with periods as (
  select
    a.as_of_date,
    -- Days before the first of all are no days without sales.
    greatest(a.as_of_date - 28, (select min(d.date_key) from scout.gold_txn_daily as d)) as baseline_start
  from as_of_day as a
),

counted as (
  select
    p.as_of_date,
    p.baseline_start,
    p.as_of_date - p.baseline_start as days,
    c.table_name,
    c.feature
  from periods as p
  cross join (
    values
      ('gold_txn_daily', 'transactions'),
      ('platinum_features_sales_7d', 'rows'),
      ('platinum_store_features', 'rows')
  ) as c (table_name, feature)
),

daily as (
  select
    'gold_txn_daily' as table_name,
    d.date_key,
    sum(d.transaction_count) as volume,
    count(*) as table_rows
  from periods as p
  inner join scout.gold_txn_daily as d
    on d.date_key between p.baseline_start and p.as_of_date
  group by d.date_key
  union all
  select
    'platinum_features_sales_7d',
    f.date_key,
    count(*),
    count(*)
  from periods as p
  inner join scout.platinum_features_sales_7d as f
    on f.date_key between p.baseline_start and p.as_of_date
  group by f.date_key
  union all
  select
    'platinum_store_features',
    f.transaction_date,
    count(*),
    count(*)
  from periods as p
  inner join scout.platinum_store_features as f
    on f.transaction_date between p.baseline_start and p.as_of_date
  group by f.transaction_date
),

-- Days without rows add nothing to a sum.
sums as (
  select
    c.as_of_date,
    c.table_name,
    c.feature,
    c.baseline_start,
    c.days,
    coalesce(sum(d.table_rows) filter (where d.date_key = c.as_of_date), 0)::bigint as current_rows,
    coalesce(sum(d.table_rows) filter (where d.date_key < c.as_of_date), 0)::bigint as baseline_rows,
    coalesce(sum(d.volume) filter (where d.date_key = c.as_of_date), 0) as volume,
    coalesce(sum(d.volume) filter (where d.date_key < c.as_of_date), 0) as total,
    coalesce(sum(d.volume * d.volume) filter (where d.date_key < c.as_of_date), 0) as sum_of_squares
  from counted as c
  left join daily as d
    on d.table_name = c.table_name
  group by c.as_of_date, c.table_name, c.feature, c.baseline_start, c.days
),

-- Fewer than seven days are no baseline.
scored as (
  select
    as_of_date,
    table_name,
    feature,
    baseline_start,
    current_rows,
    baseline_rows,
    volume,
    total / nullif(days, 0) as baseline_mean,
    days >= 7 and volume * days <> total as differs,
    case
      when days >= 7 then round(
        (volume - total / days) / nullif(sqrt((days * sum_of_squares - total * total) / (days * (days - 1))), 0),
        6
      )
    end as score
  from sums
)

select
  as_of_date,
  table_name,
  feature,
  case
    when not differs or abs(score) < 2 then 'ok'
    when abs(score) < 3 then 'warn'
    else 'alert'
  end as status,
  as_of_date as current_start,
  baseline_start,
  as_of_date - 1 as baseline_end,
  current_rows,
  baseline_rows,
  round(volume, 4) as current_mean,
  round(baseline_mean, 4) as baseline_mean,
  score as value
from scored
