-- One row a store of which the latest that was known went with its file: what the valid versions and descriptions that silver has say of it.
-- materialized: temporary
-- key: store_id
with wanted as (
  select store_id
  from seen_stores
  where not is_seen
    or (region_is_void and not region_is_latest)
    or (province_is_void and not province_is_latest)
    or (city_is_void and not city_is_latest)
    or (barangay_is_void and not barangay_is_latest)
    or (store_type_is_void and not store_type_is_latest)
    or (economic_class_is_void and not economic_class_is_latest)
),

versions as (
  select
    t.store_id,
    t.region,
    t.province,
    t.city,
    t.barangay,
    t.store_type,
    t.economic_class,
    t.bronze_id
  from wanted
  inner join scout.silver_transactions as t
    on t.store_id = wanted.store_id
  where t.is_valid
  union all
  select
    s.store_id,
    s.region,
    s.province,
    s.city,
    s.barangay,
    s.store_type,
    s.economic_class,
    s.bronze_id
  from wanted
  inner join scout.silver_superseded as s
    on s.store_id = wanted.store_id
  union all
  select
    d.store_id,
    d.region,
    d.province,
    d.city,
    d.barangay,
    d.store_type,
    d.economic_class,
    d.bronze_id
  from wanted
  inner join scout.silver_store_descriptions as d
    on d.store_id = wanted.store_id
),

dated as (
  select distinct on (v.store_id, a.attribute)
    v.store_id,
    a.attribute,
    a.value,
    row(f.last_modified, f.key, f.file_id, scout.bronze_row(v.bronze_id), 0)::scout.record_version as version
  from versions as v
  inner join scout.ingest_files as f
    on f.file_id = scout.bronze_file(v.bronze_id)
  cross join lateral (
    values
      ('', ''),
      ('region', v.region),
      ('province', v.province),
      ('city', v.city),
      ('barangay', v.barangay),
      ('store_type', v.store_type),
      ('economic_class', nullif(v.economic_class, 'unknown'))
  ) as a (attribute, value)
  where a.value is not null
  order by v.store_id, a.attribute, f.last_modified desc, f.key collate "C" desc, f.file_id desc, v.bronze_id desc
)

select
  store_id,
  max(value) filter (where attribute = 'region') as region,
  (array_agg(version) filter (where attribute = 'region'))[1] as region_version,
  max(value) filter (where attribute = 'province') as province,
  (array_agg(version) filter (where attribute = 'province'))[1] as province_version,
  max(value) filter (where attribute = 'city') as city,
  (array_agg(version) filter (where attribute = 'city'))[1] as city_version,
  max(value) filter (where attribute = 'barangay') as barangay,
  (array_agg(version) filter (where attribute = 'barangay'))[1] as barangay_version,
  max(value) filter (where attribute = 'store_type') as store_type,
  (array_agg(version) filter (where attribute = 'store_type'))[1] as store_type_version,
  max(value) filter (where attribute = 'economic_class') as economic_class,
  (array_agg(version) filter (where attribute = 'economic_class'))[1] as economic_class_version
from dated
group by store_id
