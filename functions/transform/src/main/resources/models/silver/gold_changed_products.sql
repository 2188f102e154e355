-- One row an attribute of a known product that this run changed.
-- materialized: append
-- key: sku, attribute, silver_run_id
select
  p.sku,
  a.attribute,
  r.run_id as silver_run_id
from known_products as p
cross join lateral (
  values
    ('product_name', p.product_name_changed),
    ('brand_name', p.brand_name_changed),
    ('category', p.category_changed)
) as a (attribute, changed)
cross join stage_run as r
where a.changed
