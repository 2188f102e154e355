-- One row a business day and store with a valid transaction.
-- materialized: replace date_key of changed_days
-- key: date_key, store_id
-- column date_key date: Local business day.
-- column store_id text: Id of the store.
-- column region text: Region of the store: the latest that its transactions of the day state, else what is known of it, else the region's id; null where unknown.
-- column province text: Province of the store, likewise; null where unknown.
-- column city text: City or municipality of the store, likewise, else the city's id; null where unknown.
-- column barangay text: Barangay of the store, likewise, else the barangay's id; null where unknown.
-- column store_type text: urban_high, urban_medium, residential, rural, transport or other; null where unknown.
-- column transaction_count bigint: Number of sales.
-- column revenue numeric: Sum of the totals of sales and returns, signed, exact.
-- column units numeric: Sum of the quantities of sales and returns, signed, exact.
-- column avg_transaction_value numeric: Mean total of a sale, 4 decimals; null where there is no sale.
-- column avg_basket_size numeric: Mean number of lines of a sale, 4 decimals; null where there is no sale.
-- column avg_duration_seconds numeric: Mean duration of the sales that state one, seconds, 4 decimals; null where none does.
-- column suggestion_acceptance_rate numeric: Accepted suggestions / offered ones, 0 to 1, 6 decimals; null where none was offered.
-- check: the acceptance rate lies between 0 and 1: suggestion_acceptance_rate not between 0 and 1
-- check: there is a sale where there is an average: (transaction_count = 0) <> (avg_transaction_value is null)
-- lake: date_key
with transactions as (
  select
    t.date_key,
    t.store_id,
    t.region,
    t.region_id,
    t.province,
    t.city,
    t.city_id,
    t.barangay,
    t.barangay_id,
    t.store_type,
    t.transaction_kind = 'sale' as is_sale,
    t.total_amount,
    t.units,
    t.basket_size,
    t.duration_seconds,
    t.suggestion_offered,
    t.suggestion_offered and t.suggestion_accepted as is_accepted,
    row_number() over (
      partition by t.date_key, t.store_id
      order by t.source_modified_at desc, t.source_file desc, t.source_row desc, t.file_id desc
    ) as versions_back
  from changed_days as d
  inner join scout.silver_transactions as t
    on t.date_key = d.date_key
  where t.is_valid
),

days as (
  select
    date_key,
    store_id,
    (array_agg(region order by versions_back) filter (where region is not null))[1] as region,
    (array_agg(region_id order by versions_back) filter (where region_id is not null))[1] as region_id,
    (array_agg(province order by versions_back) filter (where province is not null))[1] as province,
    (array_agg(city order by versions_back) filter (where city is not null))[1] as city,
    (array_agg(city_id order by versions_back) filter (where city_id is not null))[1] as city_id,
    (array_agg(barangay order by versions_back) filter (where barangay is not null))[1] as barangay,
    (array_agg(barangay_id order by versions_back) filter (where barangay_id is not null))[1] as barangay_id,
    (array_agg(store_type order by versions_back) filter (where store_type is not null))[1] as store_type,
    count(*) filter (where is_sale) as transaction_count,
    sum(total_amount) as revenue,
    sum(units) as units,
    round(avg(total_amount) filter (where is_sale), 4) as avg_transaction_value,
    round(avg(basket_size) filter (where is_sale), 4) as avg_basket_size,
    round(avg(duration_seconds) filter (where is_sale), 4) as avg_duration_seconds,
    count(*) filter (where is_sale and suggestion_offered) as suggestions_offered,
    count(*) filter (where is_sale and is_accepted) as suggestions_accepted
  from transactions
  group by date_key, store_id
)

select
  days.date_key,
  days.store_id,
  coalesce(days.region, s.region, days.region_id) as region,
  coalesce(days.province, s.province) as province,
  coalesce(days.city, s.city, days.city_id) as city,
  coalesce(days.barangay, s.barangay, days.barangay_id) as barangay,
  coalesce(days.store_type, s.store_type) as store_type,
  days.transaction_count,
  days.revenue,
  days.units,
  days.avg_transaction_value,
  days.avg_basket_size,
  days.avg_duration_seconds,
  round(days.suggestions_accepted::numeric / nullif(days.suggestions_offered, 0), 6) as suggestion_acceptance_rate
from days
left join scout.dim_store as s
  on s.store_id = days.store_id
