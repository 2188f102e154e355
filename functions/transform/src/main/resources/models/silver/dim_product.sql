-- One row a product: its latest names.
-- materialized: merge
-- key: sku
select
  sku,
  product_name,
  product_name_version,
  brand_name,
  brand_name_version,
  category,
  category_version
from seen_products
