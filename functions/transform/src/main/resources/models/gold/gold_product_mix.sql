-- One row a business day and product with a valid line of a valid transaction.
-- materialized: replace date_key of changed_days
-- key: date_key, sku
-- column date_key date: Local business day.
-- column sku text: Product; null where the line names none.
-- column product_name text: Latest name seen of the product; null where none was.
-- column brand_name text: Latest brand seen of the product; null where none was.
-- column category text: Latest category seen of the product; null where none was.
-- column transaction_count bigint: Number of sales with the product.
-- column units numeric: Sum of the quantities of sales and returns, signed, exact.
-- column revenue numeric: Sum of the line totals of sales and returns, signed, exact.
-- column avg_unit_price numeric: revenue / units, 4 decimals; null where units are 0.
-- column store_count bigint: Number of stores that sold the product.
-- column rank_in_category bigint: Place by revenue within day and category, 1 is the highest; ties by sku.
-- column category_revenue_share numeric: revenue / revenue of the day's category, 6 decimals; null where that is 0.
-- column cumulative_revenue_share numeric: Share of the products up to this rank together, 6 decimals; null where the category's revenue is 0.
-- column is_pareto_80 boolean: Whether the (unrounded) cumulative share is at most 0.8; null where the category's revenue is 0.
-- check: places begin at 1: rank_in_category < 1
-- lake: date_key
with products as (
  select
    i.date_key,
    i.sku,
    count(distinct i.transaction_id) filter (where i.transaction_kind = 'sale') as transaction_count,
    count(distinct i.store_id) filter (where i.transaction_kind = 'sale') as store_count,
    sum(i.quantity) as units,
    coalesce(sum(i.line_total), 0) as revenue
  from changed_days as d
  inner join scout.scout_gold_transaction_items as i
    on i.date_key = d.date_key
  group by i.date_key, i.sku
),

named as (
  select
    products.date_key,
    products.sku,
    p.product_name,
    p.brand_name,
    p.category,
    products.transaction_count,
    products.units,
    products.revenue,
    products.store_count
  from products
  left join scout.dim_product as p
    on p.sku = products.sku
),

ranked as (
  select
    date_key,
    sku,
    product_name,
    brand_name,
    category,
    transaction_count,
    units,
    revenue,
    store_count,
    row_number() over by_revenue as rank_in_category,
    sum(revenue) over by_revenue as cumulative_revenue,
    sum(revenue) over (partition by date_key, category) as category_revenue
  from named
  window by_revenue as (partition by date_key, category order by revenue desc, sku rows unbounded preceding)
)

select
  date_key,
  sku,
  product_name,
  brand_name,
  category,
  transaction_count,
  units,
  revenue,
  round(revenue / nullif(units, 0), 4) as avg_unit_price,
  store_count,
  rank_in_category,
  round(revenue / nullif(category_revenue, 0), 6) as category_revenue_share,
  round(cumulative_revenue / nullif(category_revenue, 0), 6) as cumulative_revenue_share,
  -- cumulative / category <= 0.8, without a division that could round
  case when category_revenue <> 0 then cumulative_revenue * sign(category_revenue) * 10 <= abs(category_revenue) * 8 end as is_pareto_80
from ranked
