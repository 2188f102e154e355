-- One row a product that this run has a valid line or a description of, or that silver had one of in a file that this run takes again: what is known and what is seen of it.
-- materialized: temporary
-- key: sku
-- reads before it changes: dim_product
with said as (
  select
    sku,
    product_name,
    brand_name,
    category,
    -- The latest line that says so: the largest seq, and what goes with it.
    max(array[seq, file_id, source_row, item_no]) as line
  from product_sightings
  group by sku, product_name, brand_name, category
),

last_lines as (
  select
    line[1] as seq,
    line[2] as file_id,
    line[3] as source_row,
    line[4]::integer as item_no,
    sku,
    product_name,
    brand_name,
    category
  from said
),

sightings as (
  select
    l.sku,
    max(l.seq) filter (where l.product_name is not null) as product_name_seq,
    max(l.seq) filter (where l.brand_name is not null) as brand_name_seq,
    max(l.seq) filter (where l.category is not null) as category_seq
  from last_lines as l
  group by l.sku
),

seen as (
  select
    s.sku,
    product_name_line.product_name as product_name,
    (select row(f.source_modified_at, f.source_file, f.file_id, product_name_line.source_row, product_name_line.item_no)::scout.record_version
      from staged_files as f where f.file_id = product_name_line.file_id) as product_name_version,
    brand_name_line.brand_name as brand_name,
    (select row(f.source_modified_at, f.source_file, f.file_id, brand_name_line.source_row, brand_name_line.item_no)::scout.record_version
      from staged_files as f where f.file_id = brand_name_line.file_id) as brand_name_version,
    category_line.category as category,
    (select row(f.source_modified_at, f.source_file, f.file_id, category_line.source_row, category_line.item_no)::scout.record_version
      from staged_files as f where f.file_id = category_line.file_id) as category_version
  from sightings as s
  left join last_lines as product_name_line
    on product_name_line.seq = s.product_name_seq
  left join last_lines as brand_name_line
    on brand_name_line.seq = s.brand_name_seq
  left join last_lines as category_line
    on category_line.seq = s.category_seq
),

affected as (
  select seen.sku
  from seen
  union
  select removed_products.sku
  from removed_products
)

select
  affected.sku,
  seen.sku is not null as is_seen,
  known.sku is not null as is_known,
  seen.product_name as seen_product_name,
  seen.product_name_version as seen_product_name_version,
  known.product_name as known_product_name,
  known.product_name_version as known_product_name_version,
  coalesce(seen.product_name_version >= known.product_name_version, seen.product_name_version is not null) as product_name_is_latest,
  exists (select from staged_files as f where f.file_id = (known.product_name_version).file_id and f.was_known) as product_name_is_void,
  seen.brand_name as seen_brand_name,
  seen.brand_name_version as seen_brand_name_version,
  known.brand_name as known_brand_name,
  known.brand_name_version as known_brand_name_version,
  coalesce(seen.brand_name_version >= known.brand_name_version, seen.brand_name_version is not null) as brand_name_is_latest,
  exists (select from staged_files as f where f.file_id = (known.brand_name_version).file_id and f.was_known) as brand_name_is_void,
  seen.category as seen_category,
  seen.category_version as seen_category_version,
  known.category as known_category,
  known.category_version as known_category_version,
  coalesce(seen.category_version >= known.category_version, seen.category_version is not null) as category_is_latest,
  exists (select from staged_files as f where f.file_id = (known.category_version).file_id and f.was_known) as category_is_void
from affected
left join seen
  on seen.sku = affected.sku
left join scout.dim_product as known
  on known.sku = affected.sku
