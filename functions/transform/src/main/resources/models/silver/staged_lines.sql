-- One row a line in the files that this run takes, judged by itself.
-- materialized: view
-- key: seq
select
  seq,
  file_id,
  version_row,
  transaction_id,
  source_row,
  item_no,
  bronze_id,
  quantity is not null and problems = '{}' as is_valid,
  case
    when quantity is not null then problems
    when exists (select from unnest(problems) as p (problem) where p.problem like 'quantity: %') then problems
    else problems || 'The line has no quantity.'::text
  end as invalid_reasons,
  sku,
  product_name,
  brand_name,
  category,
  quantity,
  unit,
  unit_price,
  total_price,
  coalesce(total_price, quantity * unit_price) as line_total
from staged_items
