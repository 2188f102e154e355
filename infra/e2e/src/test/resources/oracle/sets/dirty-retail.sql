-- One row: a sale of one line, with blanks in items, prices, quantities and totals.
create table canonical as
with raw_rows as (
    select
        row_number() over () as position,
        try_strptime("Transaction_Date", '%d-%m-%Y') as local_time,
        *
    from
        read_csv(
            getvariable('retail') || '/dirty-retail/retail_store_sales.dd-mm-yyyy.csv', header = true, all_varchar = true
        )
)

select
    'bronze/dirty-retail/retail_store_sales.csv' as object_key,
    position as record_number,
    "Transaction_ID" as transaction_id,
    "Location" as store_id,
    "Customer_ID" as customer_id,
    "Item" as sku,
    "Category" as category,
    "Quantity" as quantity,
    "Price_Per_Unit" as unit_price,
    "Total_Spent" as amount,
    case "Payment_Method" when 'Credit Card' then 'credit' else "Payment_Method" end as payment_method,
    "Discount_Applied" as campaign_influenced,
    local_time,
    timezone('Asia/Manila', local_time) as instant
from raw_rows;
