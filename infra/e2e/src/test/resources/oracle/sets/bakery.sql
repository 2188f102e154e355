-- One row: one piece of a product without a price.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("Date" || ' ' || "Time", '%Y-%m-%d %H:%M:%S') as local_time,
        *
    from read_csv(getvariable('retail') || '/bakery/BreadBasket_DMS.csv', header = true, all_varchar = true)
)

select
    'bronze/bakery/BreadBasket_DMS.csv' as object_key,
    position as record_number,
    "Transaction" as transaction_id,
    'edinburgh' as store_id,
    "Item" as sku,
    "Item" as product_name,
    '1' as quantity,
    '0' as unit_price,
    local_time,
    timezone('Europe/London', local_time) as instant
from raw_rows;
