-- One row a store and day of which it is measured: the latest business day with a valid sale before the current local day, and 28 days before that.
-- materialized: temporary
-- key: as_of_date, store_id
with as_of as (
  select as_of_date
  from as_of_day
  union all
  select as_of_date - 28
  from as_of_day
),

stores as (
  select
    a.as_of_date,
    s.store_id,
    coalesce(s.region, latest.region) as region
  from as_of as a
  cross join scout.dim_store as s
  cross join lateral (
    select d.region
    from scout.gold_txn_daily as d
    where d.store_id = s.store_id and d.date_key <= a.as_of_date
    order by d.date_key desc
    limit 1
  ) as latest
),

days as (
  select
    s.as_of_date,
    s.store_id,
    s.as_of_date - d.date_key as days_back,
    d.revenue
  from as_of as a
  inner join scout.gold_txn_daily as d
    on d.date_key between a.as_of_date - 27 and a.as_of_date
  inner join stores as s
    on s.store_id = d.store_id
    and s.as_of_date = a.as_of_date
),

revenues as (
  select
    as_of_date,
    store_id,
    sum(revenue) filter (where days_back < 7) as revenue_7d,
    sum(revenue) filter (where days_back between 7 and 13) as revenue_7d_before,
    sum(revenue) as revenue_28d,
    sum(revenue * revenue) as sum_of_squares
  from days
  group by as_of_date, store_id
),

sales as (
  select
    a.as_of_date,
    t.store_id,
    count(*) as transactions,
    sum(t.basket_size) as lines,
    count(t.basket_size) as baskets,
    count(*) filter (where t.suggestion_offered) as suggestions_offered,
    count(*) filter (where t.suggestion_offered and t.suggestion_accepted) as suggestions_accepted
  from as_of as a
  inner join scout.scout_gold_transactions as t
    on t.date_key between a.as_of_date - 27 and a.as_of_date
  where t.transaction_kind = 'sale'
  group by a.as_of_date, t.store_id
),

-- The products themselves, and then how many: count(distinct) sorts all lines.
bought as (
  select distinct
    a.as_of_date,
    i.store_id,
    i.sku
  from as_of as a
  inner join scout.scout_gold_transaction_items as i
    on i.date_key between a.as_of_date - 27 and a.as_of_date
  where i.transaction_kind = 'sale'
),

products as (
  select
    as_of_date,
    store_id,
    count(sku) as products
  from bought
  group by as_of_date, store_id
),

features as (
  select
    s.as_of_date,
    s.store_id,
    s.region,
    coalesce(r.revenue_7d, 0) as revenue_7d,
    coalesce(r.revenue_28d, 0) as revenue_28d,
    coalesce(x.transactions, 0) as transactions_28d,
    x.lines / nullif(x.baskets, 0) as avg_basket_size_28d,
    sqrt((28 * coalesce(r.sum_of_squares, 0) - coalesce(r.revenue_28d, 0) * coalesce(r.revenue_28d, 0)) / 756) as revenue_volatility_28d,
    r.revenue_7d_before,
    coalesce(r.revenue_7d, 0) / nullif(r.revenue_7d_before, 0) - 1 as revenue_wow_growth,
    x.suggestions_accepted::numeric / nullif(x.suggestions_offered, 0) as acceptance_rate_28d,
    coalesce(p.products, 0) as unique_products_28d,
    rank() over (partition by s.as_of_date, s.region order by coalesce(r.revenue_28d, 0) desc) as rank_in_region,
    rank() over (partition by s.as_of_date order by coalesce(r.revenue_28d, 0) desc) as rank_overall,
    count(*) over (partition by s.as_of_date) as stores
  from stores as s
  left join revenues as r
    on r.as_of_date = s.as_of_date
    and r.store_id = s.store_id
  left join sales as x
    on x.as_of_date = s.as_of_date
    and x.store_id = s.store_id
  left join products as p
    on p.as_of_date = s.as_of_date
    and p.store_id = s.store_id
),

-- Each from 0 to 1; docs/models.md explains them.
scores as (
  select
    as_of_date,
    store_id,
    case when stores = 1 then 1 else (stores - rank_overall)::numeric / (stores - 1) end as revenue_score,
    case
      when revenue_7d_before > 0 then least(greatest((revenue_wow_growth + 1) / 2, 0), 1)
      else 0.5
    end as growth_score,
    case when revenue_28d > 0 then 1 / (1 + revenue_volatility_28d * 28 / revenue_28d) else 0 end as stability_score,
    coalesce(acceptance_rate_28d, 0.5) as acceptance_score
  from features
)

select
  f.as_of_date,
  f.store_id,
  f.region,
  f.revenue_7d,
  f.revenue_28d,
  f.transactions_28d,
  round(f.avg_basket_size_28d, 4) as avg_basket_size_28d,
  round(f.revenue_volatility_28d, 4) as revenue_volatility_28d,
  round(f.revenue_wow_growth, 6) as revenue_wow_growth,
  round(f.acceptance_rate_28d, 6) as acceptance_rate_28d,
  f.unique_products_28d,
  f.rank_in_region,
  f.rank_overall,
  round(50 * s.revenue_score + 20 * s.growth_score + 15 * s.stability_score + 15 * s.acceptance_score, 6) as performance_score
from features as f
inner join scores as s
  on s.as_of_date = f.as_of_date
  and s.store_id = f.store_id
