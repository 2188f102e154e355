-- One row a record of a reference file that describes a product.
-- materialized: replace file_id of staged_files
-- key: bronze_id
-- column bronze_id uuid: The bronze row of the record.
-- column file_id bigint: The ledger's number of its file.
-- column sku text: The product; made of brand and product name where the record has none.
-- column product_name text: What it says of the product's name; null for nothing.
-- column brand_name text: What it says of the product's brand; null for nothing.
-- column category text: What it says of the product's category; null for nothing.
select
  bronze_id,
  file_id,
  sku,
  product_name,
  brand_name,
  category
from staged_products
