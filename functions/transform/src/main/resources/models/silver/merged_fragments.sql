-- One row a version of a transaction whose rows were too far apart in their file to be put together while it was read.
-- materialized: temporary
-- key: file_id, transaction_id
with fragments as (
  select *
  from staged_transactions
  where maybe_fragment
),

first_timestamps as (
  select distinct on (file_id, transaction_id)
    file_id,
    transaction_id,
    transaction_timestamp,
    date_key,
    utc_offset_minutes,
    local_hour
  from fragments
  where transaction_timestamp is not null
  order by file_id, transaction_id, seq
),

merged as (
  select
    file_id,
    transaction_id,
    min(seq) as seq,
    min(source_row) as source_row,
    (array_agg(bronze_id order by seq))[1] as bronze_id,
    ('[' || string_agg(substr(full_payload::text, 2, length(full_payload::text) - 2), ',' order by seq) || ']')::json as full_payload,
    (array_agg(store_id order by seq) filter (where store_id is not null))[1] as store_id,
    (array_agg(device_id order by seq) filter (where device_id is not null))[1] as device_id,
    (array_agg(customer_id order by seq) filter (where customer_id is not null))[1] as customer_id,
    (array_agg(currency order by seq) filter (where currency is not null))[1] as currency,
    (array_agg(payment_method order by seq) filter (where payment_method is not null))[1] as payment_method,
    (array_agg(amount order by seq) filter (where amount is not null))[1] as amount,
    (array_agg(basket_size order by seq) filter (where basket_size is not null))[1] as basket_size,
    (array_agg(units order by seq) filter (where units is not null))[1] as units,
    (array_agg(region_id order by seq) filter (where region_id is not null))[1] as region_id,
    (array_agg(city_id order by seq) filter (where city_id is not null))[1] as city_id,
    (array_agg(barangay_id order by seq) filter (where barangay_id is not null))[1] as barangay_id,
    (array_agg(region order by seq) filter (where region is not null))[1] as region,
    (array_agg(province order by seq) filter (where province is not null))[1] as province,
    (array_agg(city order by seq) filter (where city is not null))[1] as city,
    (array_agg(barangay order by seq) filter (where barangay is not null))[1] as barangay,
    (array_agg(store_type order by seq) filter (where store_type is not null))[1] as store_type,
    (array_agg(economic_class order by seq) filter (where economic_class is not null))[1] as economic_class,
    (array_agg(gender order by seq) filter (where gender is not null))[1] as gender,
    (array_agg(age_bracket order by seq) filter (where age_bracket is not null))[1] as age_bracket,
    (array_agg(customer_type order by seq) filter (where customer_type is not null))[1] as customer_type,
    (array_agg(request_mode order by seq) filter (where request_mode is not null))[1] as request_mode,
    (array_agg(request_type order by seq) filter (where request_type is not null))[1] as request_type,
    (array_agg(suggestion_offered order by seq) filter (where suggestion_offered is not null))[1] as suggestion_offered,
    (array_agg(suggestion_accepted order by seq) filter (where suggestion_accepted is not null))[1] as suggestion_accepted,
    (array_agg(campaign_influenced order by seq) filter (where campaign_influenced is not null))[1] as campaign_influenced,
    (array_agg(handshake_score order by seq) filter (where handshake_score is not null))[1] as handshake_score,
    (array_agg(duration_seconds order by seq) filter (where duration_seconds is not null))[1] as duration_seconds
  from fragments
  group by file_id, transaction_id
),

first_problems as (
  select distinct on (f.file_id, f.transaction_id, split_part(p.problem, ':', 1))
    f.file_id,
    f.transaction_id,
    split_part(p.problem, ':', 1) as field,
    p.problem
  from fragments as f
  cross join lateral unnest(f.problems) as p (problem)
  order by f.file_id, f.transaction_id, split_part(p.problem, ':', 1), f.seq
),

-- A field's problem is none where another fragment has a value of it that can be read.
remaining_problems as (
  select
    p.file_id,
    p.transaction_id,
    array_agg(p.problem order by f.place) as problems
  from first_problems as p
  inner join merged as m
    on m.file_id = p.file_id
    and m.transaction_id = p.transaction_id
  left join first_timestamps as t
    on t.file_id = p.file_id
    and t.transaction_id = p.transaction_id
  cross join lateral (
    values
      (1, 'transaction_id', false),
      (2, 'timestamp', t.transaction_timestamp is not null),
      (3, 'store_id', m.store_id is not null),
      (4, 'amount', m.amount is not null),
      (5, 'basket_size', m.basket_size is not null),
      (6, 'units', m.units is not null),
      (7, 'suggestion_offered', m.suggestion_offered is not null),
      (8, 'suggestion_accepted', m.suggestion_accepted is not null),
      (9, 'campaign_influenced', m.campaign_influenced is not null),
      (10, 'handshake_score', m.handshake_score is not null),
      (11, 'duration_seconds', m.duration_seconds is not null)
  ) as f (place, field, is_known)
  where f.field = p.field
    and not f.is_known
  group by p.file_id, p.transaction_id
)

select
  merged.seq,
  merged.file_id,
  0::bigint as version_row,
  merged.transaction_id,
  merged.source_row,
  merged.bronze_id,
  coalesce(remaining_problems.problems, '{}') as problems,
  merged.full_payload,
  first_timestamps.transaction_timestamp,
  first_timestamps.date_key,
  first_timestamps.utc_offset_minutes,
  first_timestamps.local_hour,
  merged.store_id,
  merged.device_id,
  merged.customer_id,
  merged.currency,
  merged.payment_method,
  merged.amount,
  merged.basket_size,
  merged.units,
  merged.region_id,
  merged.city_id,
  merged.barangay_id,
  merged.region,
  merged.province,
  merged.city,
  merged.barangay,
  merged.store_type,
  merged.economic_class,
  merged.gender,
  merged.age_bracket,
  merged.customer_type,
  merged.request_mode,
  merged.request_type,
  merged.suggestion_offered,
  merged.suggestion_accepted,
  merged.campaign_influenced,
  merged.handshake_score,
  merged.duration_seconds
from merged
left join first_timestamps
  on first_timestamps.file_id = merged.file_id
  and first_timestamps.transaction_id = merged.transaction_id
left join remaining_problems
  on remaining_problems.file_id = merged.file_id
  and remaining_problems.transaction_id = merged.transaction_id
