-- One row: a request at a sari-sari store, of one line. Times end in Z: the local day is Manila's.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        *
    from
        read_csv(
            getvariable('retail') || '/scout-domain-simulated/bolt-app-hack/scout_transactions_sample.csv',
            header = true, all_varchar = true, quote = '"', escape = '"'
        )
)

select
    'bronze/sari-sari/scout_transactions_sample.csv' as object_key,
    position as record_number,
    id as transaction_id,
    store_id,
    region,
    province,
    city,
    barangay,
    store_type,
    product_category as category,
    brand_name,
    sku,
    units_per_transaction as quantity,
    peso_value as total_price,
    request_mode,
    request_type,
    suggestion_accepted,
    gender,
    age_bracket,
    customer_type,
    economic_class,
    substitution_from as from_product,
    substitution_to as to_product,
    case when substitution_reason = 'out_of_stock' then 'stockout' else substitution_reason end as reason,
    duration_seconds,
    campaign_influenced,
    handshake_score,
    payment_method,
    timezone('Asia/Manila', cast("timestamp" as timestamptz)) as local_time,
    cast("timestamp" as timestamptz) as instant
from raw_rows;
