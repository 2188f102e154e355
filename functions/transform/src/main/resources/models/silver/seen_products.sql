-- One row a product that this run has a valid line of: what is known of it now, and what of that is new.
-- materialized: temporary
-- key: sku
-- reads before it changes: dim_product
with sightings as (
  select
    sku,
    max(seq) filter (where product_name is not null) as product_name_seq,
    max(seq) filter (where brand_name is not null) as brand_name_seq,
    max(seq) filter (where category is not null) as category_seq
  from staged_lines
  where is_valid and sku is not null
  group by sku
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
  left join staged_lines as product_name_line
    on product_name_line.seq = s.product_name_seq
  left join staged_lines as brand_name_line
    on brand_name_line.seq = s.brand_name_seq
  left join staged_lines as category_line
    on category_line.seq = s.category_seq
),

latest as (
  select
    seen.sku,
    known.sku is not null as was_known,
    coalesce(seen.product_name_version > known.product_name_version, seen.product_name_version is not null) as product_name_is_later,
    coalesce(seen.brand_name_version > known.brand_name_version, seen.brand_name_version is not null) as brand_name_is_later,
    coalesce(seen.category_version > known.category_version, seen.category_version is not null) as category_is_later,
    seen.product_name as seen_product_name,
    seen.product_name_version as seen_product_name_version,
    known.product_name as known_product_name,
    known.product_name_version as known_product_name_version,
    seen.brand_name as seen_brand_name,
    seen.brand_name_version as seen_brand_name_version,
    known.brand_name as known_brand_name,
    known.brand_name_version as known_brand_name_version,
    seen.category as seen_category,
    seen.category_version as seen_category_version,
    known.category as known_category,
    known.category_version as known_category_version
  from seen
  left join scout.dim_product as known
    on known.sku = seen.sku
)

select
  sku,
  case when product_name_is_later then seen_product_name else known_product_name end as product_name,
  case when product_name_is_later then seen_product_name_version else known_product_name_version end as product_name_version,
  was_known and product_name_is_later and seen_product_name is distinct from known_product_name as product_name_changed,
  case when brand_name_is_later then seen_brand_name else known_brand_name end as brand_name,
  case when brand_name_is_later then seen_brand_name_version else known_brand_name_version end as brand_name_version,
  was_known and brand_name_is_later and seen_brand_name is distinct from known_brand_name as brand_name_changed,
  case when category_is_later then seen_category else known_category end as category,
  case when category_is_later then seen_category_version else known_category_version end as category_version,
  was_known and category_is_later and seen_category is distinct from known_category as category_changed
from latest
