-- One row a valid line of a product, or a description of one, in the files that this run takes.
-- materialized: view
-- key: seq
select
  l.seq,
  l.file_id,
  l.source_row,
  l.item_no,
  l.sku,
  l.product_name,
  l.brand_name,
  l.category
from staged_lines as l
inner join staged_files as f
  on f.file_id = l.file_id
where l.is_valid
  and l.sku is not null
  and f.is_taken
union all
select
  p.seq,
  p.file_id,
  p.source_row,
  0 as item_no,
  p.sku,
  p.product_name,
  p.brand_name,
  p.category
from staged_products as p
