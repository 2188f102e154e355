-- One row a product: its latest names.
-- materialized: replace sku of known_products
-- key: sku
-- column sku text: The product.
-- column product_name text: Latest name seen; null where none was.
-- column product_name_version scout.record_version: Where product_name was seen.
-- column brand_name text: Latest brand seen; null where none was.
-- column brand_name_version scout.record_version: Where brand_name was seen.
-- column category text: Latest category seen; null where none was.
-- column category_version scout.record_version: Where category was seen.
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
