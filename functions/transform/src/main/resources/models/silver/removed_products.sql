-- One row a product that silver knew a valid line or a description of, in a file that this run takes again.
-- materialized: temporary
-- key: sku
-- reads before it changes: silver_transaction_items, silver_superseded_lines, silver_product_descriptions
select i.sku
from retaken_versions as v
inner join scout.silver_transaction_items as i
  on i.transaction_id = v.transaction_id
where v.had_won
  and i.is_valid
  and i.sku is not null
union
select l.sku
from staged_files as f
inner join scout.silver_superseded_lines as l
  on l.bronze_id between f.first_bronze_id and f.last_bronze_id
where f.was_known
union
select d.sku
from staged_files as f
inner join scout.silver_product_descriptions as d
  on d.file_id = f.file_id
where f.was_known
