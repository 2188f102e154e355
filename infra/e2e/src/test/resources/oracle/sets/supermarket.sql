-- One row: an invoice of one line. 587 dates are m/d/yyyy, 413 mm-dd-yyyy.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        coalesce(
            try_strptime("Date" || ' ' || "Time", '%m/%d/%Y %H:%M'),
            try_strptime("Date" || ' ' || "Time", '%m-%d-%Y %H:%M')
        ) as local_time,
        *
    from
        read_csv(
            getvariable('retail') || '/supermarket-sales/supermarket_sales.csv', header = true, all_varchar = true
        )
)

select
    'bronze/supermarket/supermarket_sales.csv' as object_key,
    position as record_number,
    "Invoice ID" as transaction_id,
    "Branch" as store_id,
    'Myanmar' as region,
    "City" as city,
    case "Customer type" when 'Member' then 'regular' when 'Normal' then 'occasional' end as customer_type,
    "Gender" as gender,
    "Product line" as product_name,
    "Product line" as category,
    "Quantity" as quantity,
    "Unit price" as unit_price,
    "Total" as total_price,
    case "Payment" when 'Credit card' then 'credit' when 'Ewallet' then 'gcash' else "Payment" end as payment_method,
    local_time,
    timezone('Asia/Yangon', local_time) as instant
from raw_rows;
