-- One row a store that this run has to do with: what is known of it now, and what of that is new.
-- materialized: temporary
-- key: store_id
with latest as (
  select
    s.store_id,
    s.is_known as was_known,
    s.is_seen or r.store_id is not null as is_known,
    case when s.region_is_latest then s.seen_region when s.region_is_void then r.region else s.known_region end as region,
    case when s.region_is_latest then s.seen_region_version when s.region_is_void then r.region_version else s.known_region_version end as region_version,
    s.known_region,
    case when s.province_is_latest then s.seen_province when s.province_is_void then r.province else s.known_province end as province,
    case when s.province_is_latest then s.seen_province_version when s.province_is_void then r.province_version else s.known_province_version end as province_version,
    s.known_province,
    case when s.city_is_latest then s.seen_city when s.city_is_void then r.city else s.known_city end as city,
    case when s.city_is_latest then s.seen_city_version when s.city_is_void then r.city_version else s.known_city_version end as city_version,
    s.known_city,
    case when s.barangay_is_latest then s.seen_barangay when s.barangay_is_void then r.barangay else s.known_barangay end as barangay,
    case when s.barangay_is_latest then s.seen_barangay_version when s.barangay_is_void then r.barangay_version else s.known_barangay_version end as barangay_version,
    s.known_barangay,
    case when s.store_type_is_latest then s.seen_store_type when s.store_type_is_void then r.store_type else s.known_store_type end as store_type,
    case when s.store_type_is_latest then s.seen_store_type_version when s.store_type_is_void then r.store_type_version else s.known_store_type_version end as store_type_version,
    s.known_store_type,
    case when s.economic_class_is_latest then s.seen_economic_class when s.economic_class_is_void then r.economic_class else s.known_economic_class end as economic_class,
    case when s.economic_class_is_latest then s.seen_economic_class_version when s.economic_class_is_void then r.economic_class_version else s.known_economic_class_version end as economic_class_version,
    s.known_economic_class
  from seen_stores as s
  left join remaining_stores as r
    on r.store_id = s.store_id
)

select
  store_id,
  is_known,
  region,
  region_version,
  was_known and is_known and region is distinct from known_region as region_changed,
  province,
  province_version,
  was_known and is_known and province is distinct from known_province as province_changed,
  city,
  city_version,
  was_known and is_known and city is distinct from known_city as city_changed,
  barangay,
  barangay_version,
  was_known and is_known and barangay is distinct from known_barangay as barangay_changed,
  store_type,
  store_type_version,
  was_known and is_known and store_type is distinct from known_store_type as store_type_changed,
  economic_class,
  economic_class_version,
  was_known and is_known and economic_class is distinct from known_economic_class as economic_class_changed
from latest
