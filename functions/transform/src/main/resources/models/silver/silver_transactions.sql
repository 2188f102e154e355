-- One row a transaction: its latest version, typed and judged.
-- materialized: replace transaction_id of winning_transactions
-- key: transaction_id
-- column transaction_id text: Id of the transaction; missing:<bronze id> where the record has none (then it is invalid).
-- column is_valid boolean: Whether it counts; what is not valid counts nowhere.
-- column invalid_reasons text[]: Why it counts nowhere, in sentences; empty where it is valid.
-- column transaction_kind text: return where the total is negative, else sale; null without a total.
-- column transaction_timestamp timestamp with time zone: The instant of the transaction; null where the record has none that can be read.
-- column date_key date: The local business day; null without a timestamp.
-- column utc_offset_minutes integer: Offset of the local time that date_key and time_of_day are in, minutes east of UTC.
-- column time_of_day text: morning 06-11, afternoon 12-17, evening 18-21, night otherwise, by the local hour.
-- column store_id text: The store; null where the record names none (then it is invalid).
-- column device_id text: The device that recorded it; null where the record names none.
-- column customer_id text: The customer; null where the record names none.
-- column source text: The pipeline that it came by.
-- column currency text: Currency of its amounts; PHP where the record names none.
-- column payment_method text: cash, gcash, maya, credit or other; cash where the record names none.
-- column stated_amount numeric: The amount that the record itself states, if any.
-- column total_amount numeric: The stated amount, else the sum of the valid lines; exact; negative for a return; null where there is neither.
-- column basket_size numeric: Number of valid lines, or what the record states.
-- column units numeric: Sum of the quantities of the valid lines, or what the record states.
-- column region_id text: Id of the region, as an edge device sends it; null where the record has none.
-- column city_id text: Id of the city or municipality, as an edge device sends it; null where the record has none.
-- column barangay_id text: Id of the barangay, as an edge device sends it; null where the record has none.
-- column region text: Region that the record names; null where it names none.
-- column province text: Province that the record names; null where it names none.
-- column city text: City or municipality that the record names; null where it names none.
-- column barangay text: Barangay that the record names; null where it names none.
-- column store_type text: urban_high, urban_medium, residential, rural, transport or other; null where the record states none.
-- column economic_class text: A to E, or unknown.
-- column gender text: male, female or unknown.
-- column age_bracket text: 18-24, 25-34, 35-44, 45-54, 55+ or unknown.
-- column customer_type text: regular, occasional, new or unknown.
-- column request_mode text: verbal, pointing, indirect or other; null where the record states none.
-- column request_type text: branded, unbranded, point, indirect or other; null where the record states none.
-- column suggestion_offered boolean: Whether something was suggested; also true where the record only says whether it was taken; null where it says neither.
-- column suggestion_accepted boolean: Whether the suggestion was taken; null where the record does not say.
-- column campaign_influenced boolean: Whether a campaign had a part in it; null where the record does not say.
-- column handshake_score numeric: Handshake score as the record states it; null where it states none.
-- column duration_seconds numeric: How long it took, in seconds; null where the record states none.
-- column data_quality_score numeric(5,4): Share of the quality rules that the transaction meets, 0 to 1.
-- column superseded_count integer: How many other versions of it came and lost.
-- column full_payload json: The record as it came; for line items an array of the rows.
-- column bronze_id uuid: The (first) bronze row of this version.
-- column file_id bigint: The ledger's number of its file.
-- column source_file text: Key of the object that it came in.
-- column source_row bigint: Number of its (first) record in the file, from 1.
-- column source_modified_at timestamp with time zone: Last-modified time of its object: with source_file and source_row it orders the versions.
-- column silver_run_id uuid: The run that wrote the row.
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
