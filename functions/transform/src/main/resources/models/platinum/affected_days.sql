-- One row a business day whose windows reach back to a day that gold changed: the day itself and the seven after it.
-- materialized: temporary
-- key: date_key
select distinct t.date_key + n.days as date_key
from taken_days as t
cross join generate_series(0, 7) as n (days)
