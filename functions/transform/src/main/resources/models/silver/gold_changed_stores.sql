-- One row an attribute of a known store that this run changed and gold shows.
-- materialized: append
-- key: store_id, attribute, silver_run_id
select
  s.store_id,
  a.attribute,
  r.run_id as silver_run_id
from known_stores as s
cross join lateral (
  values
    ('region', s.region_changed),
    ('province', s.province_changed),
    ('city', s.city_changed),
    ('barangay', s.barangay_changed),
    ('store_type', s.store_type_changed)
) as a (attribute, changed)
cross join stage_run as r
where a.changed
