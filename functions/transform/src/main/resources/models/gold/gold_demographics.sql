-- One row an ISO week, region and group of shoppers with SCOUT_K_ANONYMITY sales or more; smaller groups of a week and region are one row, if they reach that together.
-- materialized: replace week_start of changed_weeks
-- lake: week_start
-- key: week_start, region, gender, age_bracket, customer_type, economic_class
-- column week_start date: Monday of the ISO week, by local business days.
-- column region text: Region of the sale, else of its store, else the region's id; null where unknown.
-- column gender text: male, female or unknown; suppressed in the row of the small groups.
-- column age_bracket text: 18-24, 25-34, 35-44, 45-54, 55+ or unknown; suppressed in the row of the small groups.
-- column customer_type text: regular, occasional, new or unknown; suppressed in the row of the small groups.
-- column economic_class text: A to E or unknown; suppressed in the row of the small groups.
-- column transaction_count bigint: Number of sales.
-- column store_count bigint: Number of stores that sold.
-- column total_spend numeric: Sum of the totals of the sales, exact; returns are not in it.
-- column avg_transaction_value numeric: total_spend / transaction_count, 4 decimals.
-- column avg_basket_size numeric: Mean number of lines of a sale, 4 decimals.
-- check: a row has something of every group in it: transaction_count < 1 or store_count < 1
with stores as (
  select
    w.week_start,
    t.region,
    t.gender,
    t.age_bracket,
    t.customer_type,
    t.economic_class,
    t.store_id,
    count(*) as sales,
    sum(t.total_amount) as spend,
    sum(t.basket_size) as lines,
    count(t.basket_size) as baskets
  from changed_weeks as w
  inner join scout.scout_gold_transactions as t
    on t.date_key between w.week_start and w.week_start + 6
  where t.transaction_kind = 'sale'
  group by w.week_start, t.region, t.gender, t.age_bracket, t.customer_type, t.economic_class, t.store_id
),

sized as (
  select
    s.week_start,
    s.region,
    s.gender,
    s.age_bracket,
    s.customer_type,
    s.economic_class,
    s.store_id,
    s.sales,
    s.spend,
    s.lines,
    s.baskets,
    sum(s.sales) over (
      partition by s.week_start, s.region, s.gender, s.age_bracket, s.customer_type, s.economic_class
    ) < r.k_anonymity as is_small
  from stores as s
  cross join stage_run as r
),

shown as (
  select
    week_start,
    region,
    case when is_small then 'suppressed' else gender end as gender,
    case when is_small then 'suppressed' else age_bracket end as age_bracket,
    case when is_small then 'suppressed' else customer_type end as customer_type,
    case when is_small then 'suppressed' else economic_class end as economic_class,
    store_id,
    sales,
    spend,
    lines,
    baskets
  from sized
),

groups as (
  select
    week_start,
    region,
    gender,
    age_bracket,
    customer_type,
    economic_class,
    sum(sales)::bigint as sales,
    count(distinct store_id) as stores,
    sum(spend) as spend,
    sum(lines) as lines,
    sum(baskets) as baskets
  from shown
  group by week_start, region, gender, age_bracket, customer_type, economic_class
)

select
  g.week_start,
  g.region,
  g.gender,
  g.age_bracket,
  g.customer_type,
  g.economic_class,
  g.sales as transaction_count,
  g.stores as store_count,
  g.spend as total_spend,
  round(g.spend / g.sales, 4) as avg_transaction_value,
  round(g.lines / nullif(g.baskets, 0), 4) as avg_basket_size
from groups as g
cross join stage_run as r
where g.sales >= r.k_anonymity
