-- One row a business day whose 90 days reach back to a day that gold changed: the day itself and the 89 after it.
-- materialized: temporary
-- key: date_key
select distinct t.date_key + n.days as date_key
from taken_days as t
cross join generate_series(0, 89) as n (days)
