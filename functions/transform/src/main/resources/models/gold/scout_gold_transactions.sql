-- One row a valid transaction, with its place resolved: the record's, else the store's, else the ids.
-- materialized: replace date_key of changed_days
-- key: transaction_id
-- column transaction_id text: Id of the transaction.
-- column date_key date: The local business day.
-- column store_id text: The store.
-- column device_id text: The device that recorded it; null where the record names none.
-- column customer_id text: The customer; null where the record names none.
-- column transaction_timestamp timestamp with time zone: The instant of the transaction.
-- column time_of_day text: morning 06-11, afternoon 12-17, evening 18-21, night otherwise, by the local hour.
-- column transaction_kind text: return where the total is negative, else sale.
-- column transaction_type text: high_value where total_amount > 1000, else standard.
-- column currency text: Currency of its amounts; PHP where the record names none.
-- column payment_method text: cash, gcash, maya, credit or other; cash where the record names none.
-- column region text: From the record, else from dim_store, else the region's id as text; null where unknown.
-- column province text: From the record, else from dim_store; null where unknown.
-- column city text: From the record, else from dim_store, else the city's id as text; null where unknown.
-- column barangay text: From the record, else from dim_store, else the barangay's id as text; null where unknown.
-- column store_type text: From the record, else from dim_store: urban_high, urban_medium, residential, rural, transport or other; null where unknown.
-- column economic_class text: A to E, or unknown.
-- column gender text: male, female or unknown.
-- column age_bracket text: 18-24, 25-34, 35-44, 45-54, 55+ or unknown.
-- column customer_type text: regular, occasional, new or unknown.
-- column request_mode text: verbal, pointing, indirect or other; null where the record states none.
-- column request_type text: branded, unbranded, point, indirect or other; null where the record states none.
-- column suggestion_offered boolean: Whether something was suggested; null where the record does not say.
-- column suggestion_accepted boolean: Whether the suggestion was taken; null where the record does not say.
-- column campaign_influenced boolean: Whether a campaign had a part in it; null where the record does not say.
-- column total_amount numeric: The stated amount, else the sum of the valid lines; exact; negative for a return.
-- column basket_size numeric: Number of valid lines, or what the record states.
-- column units numeric: Sum of the quantities of the valid lines, or what the record states.
-- column handshake_score numeric: Handshake score as the record states it; null where it states none.
-- column duration_seconds numeric: How long it took, in seconds; null where the record states none.
-- column source text: The pipeline that it came by.
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
