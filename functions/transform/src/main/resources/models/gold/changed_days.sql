-- One row a business day that this run rebuilds: those that silver marked, and those that show what changed of a product or a store.
-- materialized: temporary
-- key: date_key
-- reads before it changes: gold_product_mix
select t.date_key
from taken_days as t
union
select m.date_key
from taken_products as p
inner join scout.gold_product_mix as m
  on m.sku = p.sku
where p.attribute in ('brand_name', 'category')
union
-- Where the product mix is behind, it does not know yet on which of the days that it owes there are lines of a product.
select d.date_key
from scout.gold_changed_days as d
inner join scout.model_progress as p
  on p.model = 'gold_product_mix'
where d.batch_no > p.batch_no
  and exists (select from taken_products as c where c.attribute in ('brand_name', 'category'))
union
select t.date_key
from taken_stores as s
inner join scout.silver_transactions as t
  on t.store_id = s.store_id
where t.is_valid
  and (t.region is null or t.province is null or t.city is null or t.barangay is null or t.store_type is null)
  and case s.attribute
    when 'region' then t.region
    when 'province' then t.province
    when 'city' then t.city
    when 'barangay' then t.barangay
    when 'store_type' then t.store_type
  end is null
