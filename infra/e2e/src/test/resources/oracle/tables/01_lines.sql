-- One row: a record as the set's mapping reads it, a line of a till's export. The set's script names the canonical
-- fields that it has; the others are null. Text is trimmed, and an empty field is null.
create table no_lines (
    object_key varchar,
    record_number bigint,
    local_time timestamp,
    instant timestamptz,
    transaction_id varchar,
    store_id varchar,
    device_id varchar,
    customer_id varchar,
    currency varchar,
    payment_method varchar,
    amount varchar,
    region varchar,
    province varchar,
    city varchar,
    barangay varchar,
    store_type varchar,
    gender varchar,
    age_bracket varchar,
    customer_type varchar,
    economic_class varchar,
    request_mode varchar,
    request_type varchar,
    suggestion_offered varchar,
    suggestion_accepted varchar,
    campaign_influenced varchar,
    handshake_score varchar,
    duration_seconds varchar,
    from_product varchar,
    to_product varchar,
    reason varchar,
    sku varchar,
    product_name varchar,
    brand_name varchar,
    category varchar,
    quantity varchar,
    unit_price varchar,
    total_price varchar
);

create table lines as
with every_field as (
    select * from no_lines
    union all by name
    select * from canonical
)

select
    object_key,
    dense_rank() over (order by object_key) as landing_order,
    record_number,
    coalesce(cast(getvariable('one_day') as timestamp), local_time) as local_time,
    coalesce(timezone('Asia/Manila', cast(getvariable('one_day') as timestamp)), instant) as instant,
    blank_as_null(
        columns(* exclude (object_key, record_number, local_time, instant))
    )
from every_field;
