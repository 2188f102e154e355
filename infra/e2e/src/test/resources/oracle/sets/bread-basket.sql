-- The bakery once more, in another form and without its lines of NONE. One row: one piece of a product without a price.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime(date_time, '%d-%m-%Y %H:%M') as local_time,
        *
    from read_csv(getvariable('retail') || '/bakery/bread basket.csv', header = true, all_varchar = true)
)

select
    'bronze/bread-basket/bread basket.csv' as object_key,
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
