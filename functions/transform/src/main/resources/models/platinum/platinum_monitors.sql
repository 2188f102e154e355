-- One row a feature and metric, as of the latest business day with a valid sale before the current local day: how far it is from its baseline.
-- materialized: all
-- key: as_of_date, table_name, feature, metric
-- column as_of_date date: Latest business day with a valid sale before the current local day; the current period ends on it.
-- column table_name text: Table of the feature.
-- column feature text: Column of the table; of volume transactions (sales a day) or rows (rows a day).
-- column metric text: psi (Population Stability Index of the feature's values) or volume (z-score of the day against the days before).
-- column status text: ok, warn or alert. A PSI of 0.1 more than chance makes warns, 0.25 more alerts; so does a volume 2 and 3 deviations away.
-- column current_start date: First day of the current period.
-- column baseline_start date: First day of the baseline.
-- column baseline_end date: Last day of the baseline.
-- column current_rows bigint: Rows of the table in the current period.
-- column baseline_rows bigint: Rows of the table in the baseline.
-- column current_mean numeric: Mean of the feature's values in the current period, 4 decimals; of volume the day's.
-- column baseline_mean numeric: Mean of the feature's values in the baseline, 4 decimals; of volume a day's mean.
-- column value numeric: The metric, 6 decimals; null where there is nothing to compare with, or no deviation to measure by.
-- check: a PSI is not negative: metric = 'psi' and value < 0
-- lake: as_of_date
select
  as_of_date,
  table_name,
  feature,
  'psi' as metric,
  status,
  current_start,
  baseline_start,
  baseline_end,
  current_rows,
  baseline_rows,
  current_mean,
  baseline_mean,
  value
from feature_drift
union all
select
  as_of_date,
  table_name,
  feature,
  'volume',
  status,
  current_start,
  baseline_start,
  baseline_end,
  current_rows,
  baseline_rows,
  current_mean,
  baseline_mean,
  value
from volume_drift
