-- One row a numeric feature of platinum: the Population Stability Index of its values in the current period against the baseline.
-- materialized: temporary
-- key: as_of_date, table_name, feature
with sizes as (
  select
    table_name,
    feature,
    count(*) filter (where is_current) as current_rows,
    count(*) filter (where not is_current) as baseline_rows,
    array_agg(value) filter (where not is_current and value is not null) as baseline_values,
    round(avg(value) filter (where is_current), 4) as current_mean,
    round(avg(value) filter (where not is_current), 4) as baseline_mean
  from monitored_values
  group by table_name, feature
),

bounds as (
  select
    s.table_name,
    s.feature,
    sorted.values[(d.decile * cardinality(sorted.values) + 9) / 10] as bound
  from sizes as s
  cross join lateral (
    select array_agg(u.value order by u.value) as values
    from unnest(s.baseline_values) as u (value)
  ) as sorted
  cross join generate_series(1, 9) as d (decile)
  where s.baseline_values is not null
),

-- The deciles of the baseline end the bins; turned round, since width_bucket counts a bound to what follows it.
deciles as (
  select
    table_name,
    feature,
    array_agg(distinct -bound order by -bound) as negative_bounds
  from bounds
  group by table_name, feature
),

bins as (
  select
    v.table_name,
    v.feature,
    case when v.value is not null then coalesce(width_bucket(-v.value, d.negative_bounds), 0) end as bin,
    count(*) filter (where v.is_current) as current_rows,
    count(*) filter (where not v.is_current) as baseline_rows
  from monitored_values as v
  left join deciles as d
    on d.table_name = v.table_name
    and d.feature = v.feature
  group by 1, 2, 3
),

-- An empty bin counts as a ten-thousandth; one that is empty on both sides adds nothing.
shares as (
  select
    b.table_name,
    b.feature,
    greatest(b.current_rows::numeric / s.current_rows, 0.0001) as current_share,
    greatest(b.baseline_rows::numeric / s.baseline_rows, 0.0001) as baseline_share,
    1::numeric / s.current_rows + 1::numeric / s.baseline_rows as chance
  from bins as b
  inner join sizes as s
    on s.table_name = b.table_name
    and s.feature = b.feature
  where s.current_rows > 0
    and s.baseline_rows > 0
),

drift as (
  select
    table_name,
    feature,
    round(sum((current_share - baseline_share) * ln(current_share / baseline_share)), 6) as psi,
    -- What is to be expected of two samples of one distribution: few rows fall unevenly into the bins.
    (count(*) - 1) * max(chance) as psi_by_chance
  from shares
  group by table_name, feature
)

select
  p.as_of_date,
  s.table_name,
  s.feature,
  case
    when d.psi - d.psi_by_chance >= 0.25 then 'alert'
    when d.psi - d.psi_by_chance >= 0.1 then 'warn'
    else 'ok'
  end as status,
  p.current_start,
  p.baseline_start,
  p.baseline_end,
  s.current_rows,
  s.baseline_rows,
  s.current_mean,
  s.baseline_mean,
  d.psi as value
from sizes as s
inner join monitored_periods as p
  on p.table_name = s.table_name
left join drift as d
  on d.table_name = s.table_name
  and d.feature = s.feature
