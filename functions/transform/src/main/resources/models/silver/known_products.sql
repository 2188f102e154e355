-- One row a product that this run has to do with: what is known of it now, and what of that is new.
-- materialized: temporary
-- key: sku
with latest as (
  select
    s.sku,
    s.is_known as was_known,
    s.is_seen or r.sku is not null as is_known,
    case when s.product_name_is_latest then s.seen_product_name when s.product_name_is_void then r.product_name else s.known_product_name end as product_name,
    case when s.product_name_is_latest then s.seen_product_name_version when s.product_name_is_void then r.product_name_version else s.known_product_name_version end as product_name_version,
    s.known_product_name,
    case when s.brand_name_is_latest then s.seen_brand_name when s.brand_name_is_void then r.brand_name else s.known_brand_name end as brand_name,
    case when s.brand_name_is_latest then s.seen_brand_name_version when s.brand_name_is_void then r.brand_name_version else s.known_brand_name_version end as brand_name_version,
    s.known_brand_name,
    case when s.category_is_latest then s.seen_category when s.category_is_void then r.category else s.known_category end as category,
    case when s.category_is_latest then s.seen_category_version when s.category_is_void then r.category_version else s.known_category_version end as category_version,
    s.known_category
  from seen_products as s
  left join remaining_products as r
    on r.sku = s.sku
)

select
  sku,
  is_known,
  product_name,
  product_name_version,
  was_known and is_known and product_name is distinct from known_product_name as product_name_changed,
  brand_name,
  brand_name_version,
  was_known and is_known and brand_name is distinct from known_brand_name as brand_name_changed,
  category,
  category_version,
  was_known and is_known and category is distinct from known_category as category_changed
from latest
