-- One row a store: its latest place, type and class.
-- materialized: replace store_id of known_stores
-- key: store_id
-- column store_id text: The store.
-- column region text: Latest region seen; null where none was.
-- column region_version scout.record_version: Where region was seen.
-- column province text: Latest province seen; null where none was.
-- column province_version scout.record_version: Where province was seen.
-- column city text: Latest city or municipality seen; null where none was.
-- column city_version scout.record_version: Where city was seen.
-- column barangay text: Latest barangay seen; null where none was.
-- column barangay_version scout.record_version: Where barangay was seen.
-- column store_type text: Latest type seen: urban_high, urban_medium, residential, rural, transport or other; null where none was.
-- column store_type_version scout.record_version: Where store_type was seen.
-- column economic_class text: Latest economic class seen, A to E; null where none was.
-- column economic_class_version scout.record_version: Where economic_class was seen.
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
