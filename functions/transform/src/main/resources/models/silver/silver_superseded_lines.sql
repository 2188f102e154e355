-- One row a valid line, of a product, of a version that lost.
-- materialized: replace bronze_id of retaken_superseded_lines
-- key: bronze_id, item_no
-- reads before it changes: silver_transaction_items
-- column bronze_id uuid: The bronze row that the line came in.
-- column item_no integer: Number of the line in its record, from 1.
-- column sku text: The product.
-- column product_name text: What it says of the product's name; null for nothing.
-- column brand_name text: What it says of the product's brand; null for nothing.
-- column category text: What it says of the product's category; null for nothing.
with displaced_lines as (
  select
    i.bronze_id,
    -- Lines of one record have followed each other in the transaction.
    (i.line_no - min(i.line_no) over (partition by i.transaction_id, i.bronze_id) + 1)::integer as item_no,
    i.is_valid,
    i.sku,
    i.product_name,
    i.brand_name,
    i.category
  from displaced_transactions as d
  inner join scout.silver_transaction_items as i
    on i.transaction_id = d.transaction_id
)

select
  l.bronze_id,
  l.item_no,
  l.sku,
  l.product_name,
  l.brand_name,
  l.category
from lost_versions as v
inner join staged_lines as l
  on l.file_id = v.file_id
  and l.transaction_id = v.transaction_id
  and l.version_row = v.version_row
where l.is_valid
  and l.sku is not null
union all
select
  bronze_id,
  item_no,
  sku,
  product_name,
  brand_name,
  category
from displaced_lines
where is_valid
  and sku is not null
