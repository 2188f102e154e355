-- One row a store that this run has a valid transaction or a description of, or that silver had one of in a file that this run takes again: what is known and what is seen of it.
-- materialized: temporary
-- key: store_id
-- reads before it changes: dim_store, silver_store_descriptions
with said as (
  select
    store_id,
    region,
    province,
    city,
    barangay,
    store_type,
    economic_class,
    -- The latest version that says so: the largest seq, and what goes with it.
    max(array[seq, file_id, source_row]) as version
  from store_sightings
  group by store_id, region, province, city, barangay, store_type, economic_class
),

last_versions as (
  select
    version[1] as seq,
    version[2] as file_id,
    version[3] as source_row,
    store_id,
    region,
    province,
    city,
    barangay,
    store_type,
    economic_class
  from said
),

sightings as (
  select
    v.store_id,
    max(v.seq) filter (where v.region is not null) as region_seq,
    max(v.seq) filter (where v.province is not null) as province_seq,
    max(v.seq) filter (where v.city is not null) as city_seq,
    max(v.seq) filter (where v.barangay is not null) as barangay_seq,
    max(v.seq) filter (where v.store_type is not null) as store_type_seq,
    max(v.seq) filter (where v.economic_class is not null) as economic_class_seq
  from last_versions as v
  group by v.store_id
),

seen as (
  select
    s.store_id,
    region_seen.region as region,
    (select row(f.source_modified_at, f.source_file, f.file_id, region_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = region_seen.file_id) as region_version,
    province_seen.province as province,
    (select row(f.source_modified_at, f.source_file, f.file_id, province_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = province_seen.file_id) as province_version,
    city_seen.city as city,
    (select row(f.source_modified_at, f.source_file, f.file_id, city_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = city_seen.file_id) as city_version,
    barangay_seen.barangay as barangay,
    (select row(f.source_modified_at, f.source_file, f.file_id, barangay_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = barangay_seen.file_id) as barangay_version,
    store_type_seen.store_type as store_type,
    (select row(f.source_modified_at, f.source_file, f.file_id, store_type_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = store_type_seen.file_id) as store_type_version,
    economic_class_seen.economic_class as economic_class,
    (select row(f.source_modified_at, f.source_file, f.file_id, economic_class_seen.source_row, 0)::scout.record_version
      from staged_files as f where f.file_id = economic_class_seen.file_id) as economic_class_version
  from sightings as s
  left join last_versions as region_seen
    on region_seen.seq = s.region_seq
  left join last_versions as province_seen
    on province_seen.seq = s.province_seq
  left join last_versions as city_seen
    on city_seen.seq = s.city_seq
  left join last_versions as barangay_seen
    on barangay_seen.seq = s.barangay_seq
  left join last_versions as store_type_seen
    on store_type_seen.seq = s.store_type_seq
  left join last_versions as economic_class_seen
    on economic_class_seen.seq = s.economic_class_seq
),

affected as (
  select seen.store_id
  from seen
  union
  select v.store_id
  from retaken_versions as v
  where v.store_id is not null
  union
  select d.store_id
  from staged_files as f
  inner join scout.silver_store_descriptions as d
    on d.file_id = f.file_id
  where f.was_known
)

select
  affected.store_id,
  seen.store_id is not null as is_seen,
  known.store_id is not null as is_known,
  seen.region as seen_region,
  seen.region_version as seen_region_version,
  known.region as known_region,
  known.region_version as known_region_version,
  coalesce(seen.region_version >= known.region_version, seen.region_version is not null) as region_is_latest,
  exists (select from staged_files as f where f.file_id = (known.region_version).file_id and f.was_known) as region_is_void,
  seen.province as seen_province,
  seen.province_version as seen_province_version,
  known.province as known_province,
  known.province_version as known_province_version,
  coalesce(seen.province_version >= known.province_version, seen.province_version is not null) as province_is_latest,
  exists (select from staged_files as f where f.file_id = (known.province_version).file_id and f.was_known) as province_is_void,
  seen.city as seen_city,
  seen.city_version as seen_city_version,
  known.city as known_city,
  known.city_version as known_city_version,
  coalesce(seen.city_version >= known.city_version, seen.city_version is not null) as city_is_latest,
  exists (select from staged_files as f where f.file_id = (known.city_version).file_id and f.was_known) as city_is_void,
  seen.barangay as seen_barangay,
  seen.barangay_version as seen_barangay_version,
  known.barangay as known_barangay,
  known.barangay_version as known_barangay_version,
  coalesce(seen.barangay_version >= known.barangay_version, seen.barangay_version is not null) as barangay_is_latest,
  exists (select from staged_files as f where f.file_id = (known.barangay_version).file_id and f.was_known) as barangay_is_void,
  seen.store_type as seen_store_type,
  seen.store_type_version as seen_store_type_version,
  known.store_type as known_store_type,
  known.store_type_version as known_store_type_version,
  coalesce(seen.store_type_version >= known.store_type_version, seen.store_type_version is not null) as store_type_is_latest,
  exists (select from staged_files as f where f.file_id = (known.store_type_version).file_id and f.was_known) as store_type_is_void,
  seen.economic_class as seen_economic_class,
  seen.economic_class_version as seen_economic_class_version,
  known.economic_class as known_economic_class,
  known.economic_class_version as known_economic_class_version,
  coalesce(seen.economic_class_version >= known.economic_class_version, seen.economic_class_version is not null) as economic_class_is_latest,
  exists (select from staged_files as f where f.file_id = (known.economic_class_version).file_id and f.was_known) as economic_class_is_void
from affected
left join seen
  on seen.store_id = affected.store_id
left join scout.dim_store as known
  on known.store_id = affected.store_id
