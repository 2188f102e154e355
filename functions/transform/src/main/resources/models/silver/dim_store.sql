-- One row a store: its latest place, type and class.
-- materialized: replace store_id of known_stores
-- key: store_id
-- lake: undated
select
  store_id,
  region,
  region_version,
  province,
  province_version,
  city,
  city_version,
  barangay,
  barangay_version,
  store_type,
  store_type_version,
  economic_class,
  economic_class_version
from known_stores
where is_known
