-- One row: one piece of a product without a price; a basket is what a member bought on a day.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("Date", '%d-%m-%Y') as local_time,
        *
    from
        read_csv(
            getvariable('retail') || '/groceries-38765/Groceries_dataset.csv', header = true, all_varchar = true
        )
)

select
    'bronze/groceries/Groceries_dataset.csv' as object_key,
    position as record_number,
    "Member_number" || '|' || "Date" as transaction_id,
    'grocery' as store_id,
    "Member_number" as customer_id,
    "itemDescription" as product_name,
    '1' as quantity,
    '0' as unit_price,
    local_time,
    timezone('Asia/Manila', local_time) as instant
from raw_rows;
