-- One row a valid transaction, with its place resolved: the record's, else the store's, else the ids.
-- materialized: replace date_key of changed_days
-- key: transaction_id
-- lake: date_key
select
  t.transaction_id,
  t.date_key,
  t.store_id,
  t.device_id,
  t.customer_id,
  t.transaction_timestamp,
  t.time_of_day,
  t.transaction_kind,
  case when t.total_amount > 1000 then 'high_value' else 'standard' end as transaction_type,
  t.currency,
  t.payment_method,
  coalesce(t.region, s.region, t.region_id) as region,
  coalesce(t.province, s.province) as province,
  coalesce(t.city, s.city, t.city_id) as city,
  coalesce(t.barangay, s.barangay, t.barangay_id) as barangay,
  coalesce(t.store_type, s.store_type) as store_type,
  t.economic_class,
  t.gender,
  t.age_bracket,
  t.customer_type,
  t.request_mode,
  t.request_type,
  t.suggestion_offered,
  t.suggestion_accepted,
  t.campaign_influenced,
  t.total_amount,
  t.basket_size,
  t.units,
  t.handshake_score,
  t.duration_seconds,
  t.source
from changed_days as d
inner join scout.silver_transactions as t
  on t.date_key = d.date_key
left join scout.dim_store as s
  on s.store_id = t.store_id
where t.is_valid
