-- One row: a line of an order at an online shop for bicycles.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("OrderDate", '%Y-%m-%d') as local_time,
        *
    from read_csv(getvariable('retail') || '/ms-dp-data/sales.csv', header = true, all_varchar = true, quote = '"')
)

select
    'bronze/bicycles/sales.csv' as object_key,
    position as record_number,
    "SalesOrderNumber" as transaction_id,
    'online' as store_id,
    "EmailAddress" as customer_id,
    "Item" as product_name,
    "Quantity" as quantity,
    "UnitPrice" as unit_price,
    local_time,
    timezone('Asia/Manila', local_time) as instant
from raw_rows;
