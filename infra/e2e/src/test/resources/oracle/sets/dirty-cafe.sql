-- One row: a sale of one line, with ERROR, UNKNOWN and blanks in every column but the first; two rows come twice.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("Transaction Date", '%Y-%m-%d') as local_time,
        *
    from
        read_csv(
            getvariable('retail') || '/dirty-cafe/dirty_cafe_sales.iso-with-dups.csv', header = true, all_varchar = true
        )
)

select
    'bronze/dirty-cafe/dirty_cafe_sales.csv' as object_key,
    position as record_number,
    "Transaction ID" as transaction_id,
    coalesce("Location", 'elsewhere') as store_id,
    "Item" as product_name,
    "Quantity" as quantity,
    "Price Per Unit" as unit_price,
    "Total Spent" as total_price,
    case "Payment Method" when 'Credit Card' then 'credit' else "Payment Method" end as payment_method,
    local_time,
    timezone('Asia/Manila', local_time) as instant
from raw_rows;
