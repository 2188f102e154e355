-- One row: a line of a sale in one of 48 stores of 18 regions.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("Date" || ' ' || "Time", '%Y-%m-%d %H:%M:%S') as local_time,
        *
    from
        read_csv(
            getvariable('retail') || '/scout-domain-simulated/bolt-app-hack/jti-transactions-sample.csv',
            header = true, all_varchar = true
        )
)

select
    'bronze/tobacco/jti-transactions-sample.csv' as object_key,
    position as record_number,
    "Transaction ID" as transaction_id,
    "Store Name" as store_id,
    "Region" as region,
    case "Store Type" when 'sari-sari' then 'residential' else "Store Type" end as store_type,
    "Brand" as brand_name,
    "Product" as product_name,
    "Quantity" as quantity,
    "Unit Price" as unit_price,
    "Total" as total_price,
    "Payment Method" as payment_method,
    local_time,
    timezone('Asia/Manila', local_time) as instant
from raw_rows;
