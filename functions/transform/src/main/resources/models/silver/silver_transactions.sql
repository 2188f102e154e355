-- One row a transaction: its latest version, typed and judged.
-- materialized: replace transaction_id of winning_transactions
-- key: transaction_id
-- check: a valid transaction has its day and total: is_valid and (date_key is null or total_amount is null or store_id is null)
-- lake: date_key
with superseded as (
  select
    s.transaction_id,
    count(*) as versions
  from scout.silver_superseded as s
  inner join changed_transactions as c
    on c.transaction_id = s.transaction_id
  group by s.transaction_id
)

select
  w.transaction_id,
  j.is_valid,
  j.invalid_reasons,
  case when j.total_amount < 0 then 'return' when j.total_amount >= 0 then 'sale' end as transaction_kind,
  v.transaction_timestamp,
  v.date_key,
  v.utc_offset_minutes,
  case
    when v.local_hour between 6 and 11 then 'morning'
    when v.local_hour between 12 and 17 then 'afternoon'
    when v.local_hour between 18 and 21 then 'evening'
    when v.local_hour is not null then 'night'
  end as time_of_day,
  v.store_id,
  v.device_id,
  v.customer_id,
  f.source,
  coalesce(v.currency, 'PHP') as currency,
  coalesce(v.payment_method, 'cash') as payment_method,
  v.amount as stated_amount,
  j.total_amount,
  j.basket_size,
  j.units,
  v.region_id,
  v.city_id,
  v.barangay_id,
  v.region,
  v.province,
  v.city,
  v.barangay,
  v.store_type,
  coalesce(v.economic_class, 'unknown') as economic_class,
  coalesce(v.gender, 'unknown') as gender,
  coalesce(v.age_bracket, 'unknown') as age_bracket,
  coalesce(v.customer_type, 'unknown') as customer_type,
  v.request_mode,
  v.request_type,
  -- Who says whether a suggestion was accepted says that there was one.
  coalesce(v.suggestion_offered, case when v.suggestion_accepted is not null then true end) as suggestion_offered,
  v.suggestion_accepted,
  v.campaign_influenced,
  v.handshake_score,
  v.duration_seconds,
  j.data_quality_score,
  coalesce(s.versions, 0)::integer as superseded_count,
  v.full_payload,
  j.bronze_id,
  j.file_id,
  j.source_file,
  j.source_row,
  j.source_modified_at,
  r.run_id as silver_run_id
from winning_transactions as w
inner join judged_versions as j
  on j.seq = w.seq
inner join staged_versions as v
  on v.seq = w.seq
inner join staged_files as f
  on f.file_id = w.file_id
left join superseded as s
  on s.transaction_id = w.transaction_id
cross join stage_run as r
