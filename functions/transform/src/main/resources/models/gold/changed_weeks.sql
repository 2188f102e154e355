-- One row an ISO week, by its Monday, with a business day that this run rebuilds.
-- materialized: temporary
-- key: week_start
select distinct date_trunc('week', d.date_key)::date as week_start
from changed_days as d
