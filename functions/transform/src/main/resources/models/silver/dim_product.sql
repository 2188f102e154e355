-- One row a product: its latest names.
-- materialized: replace sku of known_products
-- key: sku
-- lake: undated
select
  sku,
  product_name,
  product_name_version,
  brand_name,
  brand_name_version,
  category,
  category_version
from known_products
where is_known
