-- One row a store as of the latest business day with a valid sale before the current local day.
-- materialized: all
-- key: store_id
-- check: scores lie between 0 and 100: performance_score not between 0 and 100
-- lake: as_of_date
select
  m.as_of_date,
  m.store_id,
  m.region,
  m.revenue_7d,
  m.revenue_28d,
  m.transactions_28d,
  m.avg_basket_size_28d,
  m.revenue_volatility_28d,
  m.revenue_wow_growth,
  m.acceptance_rate_28d,
  m.unique_products_28d,
  m.rank_in_region,
  m.rank_overall,
  m.performance_score
from as_of_day as a
inner join store_measures as m
  on m.as_of_date = a.as_of_date
