-- One row a business day with a sale, region, category and brand; its windows are calendar days, those without sales as 0.
-- materialized: replace date_key of affected_days
-- key: date_key, region, category, brand_name
-- column date_key date: Local business day.
-- column region text: Region of the store; null where unknown.
-- column category text: Category of the product; null where unknown.
-- column brand_name text: Brand of the product; null where unknown.
-- column revenue numeric: Sum of the line totals of the day, signed, exact.
-- column transaction_count bigint: Sales of the day with at least one such line.
-- column units numeric: Sum of the quantities of the day, signed, exact.
-- column revenue_7d_sum numeric: Revenue of the day and the six calendar days before it, exact.
-- column revenue_7d_avg numeric: revenue_7d_sum / 7, 4 decimals.
-- column revenue_7d_stddev numeric: Sample deviation of the seven daily revenues, 4 decimals.
-- column revenue_7d_min numeric: Lowest of the seven daily revenues; a day without sales is 0.
-- column revenue_7d_max numeric: Highest of the seven daily revenues; a day without sales is 0.
-- column transactions_7d_avg numeric: Sales in the seven days / 7, 4 decimals.
-- column revenue_wow_growth numeric: revenue / revenue of the day seven days before - 1, 6 decimals; null where that is 0.
-- column rank_in_region bigint: Place by revenue within day and region; equal values share a place and leave a gap.
-- check: the lowest day is not above the highest: revenue_7d_min > revenue_7d_max
-- lake: date_key
with needed_days as (
  select distinct a.date_key - n.days as date_key
  from affected_days as a
  cross join generate_series(0, 7) as n (days)
),

transactions as (
  select
    i.date_key,
    t.region,
    i.category,
    i.brand_name,
    i.transaction_id,
    max((i.transaction_kind = 'sale')::integer) as sales,
    sum(i.line_total) as revenue,
    sum(i.quantity) as units
  from needed_days as n
  inner join scout.scout_gold_transaction_items as i
    on i.date_key = n.date_key
  inner join scout.scout_gold_transactions as t
    on t.transaction_id = i.transaction_id
  group by i.date_key, t.region, i.category, i.brand_name, i.transaction_id
),

daily as (
  select
    date_key,
    region,
    category,
    brand_name,
    sum(sales) as transaction_count,
    coalesce(sum(revenue), 0) as revenue,
    sum(units) as units
  from transactions
  group by date_key, region, category, brand_name
),

-- Days without a row add nothing to a sum; the lowest and the highest have to know of them.
windows as (
  select
    date_key,
    region,
    category,
    brand_name,
    revenue,
    transaction_count,
    units,
    sum(revenue) over week as revenue_7d_sum,
    sum(revenue * revenue) over week as revenue_7d_sum_of_squares,
    min(revenue) over week as lowest,
    max(revenue) over week as highest,
    count(*) over week as days_with_rows,
    sum(transaction_count) over week as transactions_7d_sum,
    max(revenue) over (
      partition by region, category, brand_name
      order by date_key
      range between interval '7 days' preceding and interval '7 days' preceding
    ) as revenue_week_before
  from daily
  window week as (
    partition by region, category, brand_name
    order by date_key
    range between interval '6 days' preceding and current row
  )
)

select
  w.date_key,
  w.region,
  w.category,
  w.brand_name,
  w.revenue,
  w.transaction_count,
  w.units,
  w.revenue_7d_sum,
  round(w.revenue_7d_sum / 7, 4) as revenue_7d_avg,
  round(sqrt((7 * w.revenue_7d_sum_of_squares - w.revenue_7d_sum * w.revenue_7d_sum) / 42), 4) as revenue_7d_stddev,
  case when w.days_with_rows < 7 then least(w.lowest, 0) else w.lowest end as revenue_7d_min,
  case when w.days_with_rows < 7 then greatest(w.highest, 0) else w.highest end as revenue_7d_max,
  round(w.transactions_7d_sum / 7, 4) as transactions_7d_avg,
  round(w.revenue / nullif(w.revenue_week_before, 0) - 1, 6) as revenue_wow_growth,
  rank() over (partition by w.date_key, w.region order by w.revenue desc) as rank_in_region
from windows as w
inner join affected_days as a
  on a.date_key = w.date_key
where w.transaction_count >= 1
