-- One row a demographic cell of the 90 days up to a day of which it is measured: the latest business day with a valid sale, and 90 days before that; cells of too few sales are folded into one a region.
-- materialized: temporary
-- key: as_of_date, cell
with cells as (
  select
    a.as_of_date - (a.as_of_date - t.date_key) / 90 * 90 as as_of_date,
    t.region,
    t.gender,
    t.age_bracket,
    t.customer_type,
    t.economic_class,
    count(*)::integer as sales,
    -- Sorted cell by cell further down: to sort all sales by what they are takes longer.
    array_agg(t.total_amount) as amounts,
    sum(t.basket_size) as lines,
    count(t.basket_size) as baskets,
    count(*) filter (where t.campaign_influenced) as influenced,
    count(t.campaign_influenced) as influence_known,
    sum(t.handshake_score) as handshake_sum,
    count(t.handshake_score) as handshakes
  from as_of_day as a
  inner join scout.scout_gold_transactions as t
    on t.date_key between a.as_of_date - 179 and a.as_of_date
  where t.transaction_kind = 'sale'
  group by 1, t.region, t.gender, t.age_bracket, t.customer_type, t.economic_class
),

folded as (
  select
    c.as_of_date,
    c.region,
    c.gender,
    c.age_bracket,
    c.customer_type,
    c.economic_class,
    false as is_suppressed,
    c.sales,
    c.amounts,
    c.lines,
    c.baskets,
    c.influenced,
    c.influence_known,
    c.handshake_sum,
    c.handshakes
  from cells as c
  inner join stage_run as r
    on c.sales >= r.k_anonymity
  union all
  select
    c.as_of_date,
    c.region,
    'suppressed',
    'suppressed',
    'suppressed',
    'suppressed',
    true,
    count(*)::integer,
    array_agg(u.amount),
    sum(c.lines) filter (where u.is_first),
    sum(c.baskets) filter (where u.is_first),
    sum(c.influenced) filter (where u.is_first),
    sum(c.influence_known) filter (where u.is_first),
    sum(c.handshake_sum) filter (where u.is_first),
    sum(c.handshakes) filter (where u.is_first)
  from cells as c
  inner join stage_run as r
    on c.sales < r.k_anonymity
  cross join lateral (
    select
      amounts.amount,
      amounts.place = 1 as is_first
    from unnest(c.amounts) with ordinality as amounts (amount, place)
  ) as u
  group by c.as_of_date, c.region
  having count(*) >= min(r.k_anonymity)
),

measured as (
  select
    f.as_of_date,
    f.region,
    f.gender collate "C" as gender,
    f.age_bracket collate "C" as age_bracket,
    f.customer_type collate "C" as customer_type,
    f.economic_class collate "C" as economic_class,
    f.is_suppressed,
    f.sales::bigint as transaction_count,
    round(s.spend / f.sales, 4) as avg_spend,
    -- The two in the middle, which are the same where there is one.
    round((s.amounts[(f.sales + 1) / 2] + s.amounts[f.sales / 2 + 1]) / 2, 4) as median_spend,
    round(f.lines / nullif(f.baskets, 0), 4) as avg_basket_size,
    round(f.influenced::numeric / nullif(f.influence_known, 0), 6) as campaign_responsiveness,
    round(f.handshake_sum / nullif(f.handshakes, 0), 4) as avg_handshake_score
  from folded as f
  cross join lateral (
    select
      array_agg(u.amount order by u.amount) as amounts,
      sum(u.amount) as spend
    from unnest(f.amounts) as u (amount)
  ) as s
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
from measured
