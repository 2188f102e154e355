-- One row a product of which the latest that was known went with its file: what the lines and descriptions that silver has say of it.
-- materialized: temporary
-- key: sku
with wanted as (
  select sku
  from seen_products
  where not is_seen
    or (product_name_is_void and not product_name_is_latest)
    or (brand_name_is_void and not brand_name_is_latest)
    or (category_is_void and not category_is_latest)
),

lines as (
  select
    i.sku,
    i.product_name,
    i.brand_name,
    i.category,
    i.bronze_id,
    i.line_no as place,
    i.transaction_id
  from wanted
  inner join scout.silver_transaction_items as i
    on i.sku = wanted.sku
  where i.is_valid
  union all
  select
    l.sku,
    l.product_name,
    l.brand_name,
    l.category,
    l.bronze_id,
    l.item_no as place,
    null as transaction_id
  from wanted
  inner join scout.silver_superseded_lines as l
    on l.sku = wanted.sku
  union all
  select
    d.sku,
    d.product_name,
    d.brand_name,
    d.category,
    d.bronze_id,
    0 as place,
    null as transaction_id
  from wanted
  inner join scout.silver_product_descriptions as d
    on d.sku = wanted.sku
),

latest as (
  select distinct on (l.sku, a.attribute)
    l.sku,
    a.attribute,
    a.value,
    f.last_modified,
    f.key,
    f.file_id,
    l.place,
    l.bronze_id,
    l.transaction_id
  from lines as l
  inner join scout.ingest_files as f
    on f.file_id = scout.bronze_file(l.bronze_id)
  cross join lateral (
    values
      ('', ''),
      ('product_name', l.product_name),
      ('brand_name', l.brand_name),
      ('category', l.category)
  ) as a (attribute, value)
  where a.value is not null
  order by l.sku, a.attribute, f.last_modified desc, f.key collate "C" desc, f.file_id desc, l.bronze_id desc, l.place desc
),

dated as (
  select
    latest.sku,
    latest.attribute,
    latest.value,
    row(
      latest.last_modified,
      latest.key,
      latest.file_id,
      scout.bronze_row(latest.bronze_id),
      -- The lines of a record follow each other in their transaction.
      latest.place - coalesce(
        (select min(i.line_no) - 1
          from scout.silver_transaction_items as i
          where i.transaction_id = latest.transaction_id and i.bronze_id = latest.bronze_id),
        0)
    )::scout.record_version as version
  from latest
)

select
  sku,
  max(value) filter (where attribute = 'product_name') as product_name,
  (array_agg(version) filter (where attribute = 'product_name'))[1] as product_name_version,
  max(value) filter (where attribute = 'brand_name') as brand_name,
  (array_agg(version) filter (where attribute = 'brand_name'))[1] as brand_name_version,
  max(value) filter (where attribute = 'category') as category,
  (array_agg(version) filter (where attribute = 'category'))[1] as category_version
from dated
group by sku
