-- One row a demographic cell of the 90 days up to a day of which it is measured: the latest business day with a valid sale, and 90 days before that; cells of too few sales are folded into one a region.
-- materialized: temporary
-- key: as_of_date, cell
with as_of as (
  select as_of_date
  from as_of_day
  union all
  select as_of_date - 90
  from as_of_day
),

sales as (
  select
    a.as_of_date,
    t.region,
    t.gender,
    t.age_bracket,
    t.customer_type,
    t.economic_class,
    t.total_amount,
    t.basket_size,
    t.campaign_influenced,
    t.handshake_score,
    count(*) over (
      partition by a.as_of_date, t.region, t.gender, t.age_bracket, t.customer_type, t.economic_class
    ) < r.k_anonymity as is_suppressed,
    r.k_anonymity
  from as_of as a
  inner join scout.scout_gold_transactions as t
    on t.date_key between a.as_of_date - 89 and a.as_of_date
  cross join stage_run as r
  where t.transaction_kind = 'sale'
),

folded as (
  select
    as_of_date,
    region,
    case when is_suppressed then 'suppressed' else gender end collate "C" as gender,
    case when is_suppressed then 'suppressed' else age_bracket end collate "C" as age_bracket,
    case when is_suppressed then 'suppressed' else customer_type end collate "C" as customer_type,
    case when is_suppressed then 'suppressed' else economic_class end collate "C" as economic_class,
    is_suppressed,
    k_anonymity,
    total_amount,
    basket_size,
    campaign_influenced,
    handshake_score
  from sales
),

cells as (
  select
    as_of_date,
    region,
    gender,
    age_bracket,
    customer_type,
    economic_class,
    is_suppressed,
    count(*) as transaction_count,
    round(avg(total_amount), 4) as avg_spend,
    -- The lower and the upper one of the two in the middle, which are the same where there is one.
    round(
      (
        percentile_disc(0.5) within group (order by total_amount)
        + percentile_disc(0.5) within group (order by total_amount desc)
      ) / 2,
      4
    ) as median_spend,
    round(avg(basket_size), 4) as avg_basket_size,
    round(count(*) filter (where campaign_influenced)::numeric / nullif(count(campaign_influenced), 0), 6) as campaign_responsiveness,
    round(avg(handshake_score), 4) as avg_handshake_score
  from folded
  group by as_of_date, region, gender, age_bracket, customer_type, economic_class, is_suppressed
  having count(*) >= max(k_anonymity)
)

select
  as_of_date,
  row_number() over (
    partition by as_of_date
    order by region nulls last, gender, age_bracket, customer_type, economic_class
  ) as cell,
  region,
  gender,
  age_bracket,
  customer_type,
  economic_class,
  is_suppressed,
  transaction_count,
  avg_spend,
  median_spend,
  avg_basket_size,
  campaign_responsiveness,
  avg_handshake_score,
  case
    when not is_suppressed then ntile(10) over (
      partition by as_of_date, is_suppressed
      order by avg_spend, region nulls last, gender, age_bracket, customer_type, economic_class
    )
  end as value_decile
from cells
