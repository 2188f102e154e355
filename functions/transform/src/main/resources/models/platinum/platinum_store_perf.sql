-- One row a store as of the latest business day with a valid sale before the current local day.
-- materialized: all
-- key: store_id
-- column as_of_date date: Latest business day with a valid sale before the current local day; the windows end on it.
-- column store_id text: Id of the store.
-- column region text: Latest known region of the store; null where unknown.
-- column revenue_7d numeric: Revenue of the 7 days up to as_of_date, exact.
-- column revenue_28d numeric: Revenue of the 28 days up to as_of_date, exact.
-- column transactions_28d bigint: Sales in the 28 days.
-- column avg_basket_size_28d numeric: Mean number of lines of a sale in the 28 days, 4 decimals; null where there is no sale.
-- column revenue_volatility_28d numeric: Sample deviation of the 28 daily revenues, 4 decimals.
-- column revenue_wow_growth numeric: revenue_7d / revenue of the 7 days before - 1, 6 decimals; null where that is 0.
-- column acceptance_rate_28d numeric: Accepted suggestions / offered ones in the 28 days, 6 decimals; null where none was offered.
-- column unique_products_28d bigint: Distinct products sold in the 28 days.
-- column rank_in_region bigint: Place by revenue_28d within the region; equal values share a place and leave a gap.
-- column rank_overall bigint: Place by revenue_28d among all stores; equal values share a place and leave a gap.
-- column performance_score numeric: 0 to 100, 6 decimals; the formula stands in docs/models.md.
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
