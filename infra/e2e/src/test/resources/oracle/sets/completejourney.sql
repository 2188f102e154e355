-- The last quarter, with the end of daylight saving time on 5 November, as the retailer's export would say it: lines
-- joined with what is known of the product and the household.
create table export_rows as
select
    row_number() over () as position,
    lines.household_id,
    lines.store_id,
    lines.basket_id,
    lines.product_id,
    lines.quantity,
    lines.sales_value,
    lines.transaction_timestamp,
    products.product_type,
    products.brand,
    products.department,
    households.age,
    households.income
from
    read_csv(
        getvariable('retail') || '/completejourney/csv/transactions_sample.csv.gz', header = true, all_varchar = true
    ) as lines
left join
    read_csv(
        getvariable('retail') || '/completejourney/csv/products.csv.gz', header = true, all_varchar = true
    ) as products
    on lines.product_id = products.product_id
left join
    read_csv(
        getvariable('retail') || '/completejourney/csv/demographics.csv', header = true, all_varchar = true
    ) as households
    on lines.household_id = households.household_id
where lines.transaction_timestamp >= '2017-10-01'
order by lines.basket_id, lines.product_id, lines.quantity, lines.sales_value;

-- The local day is that of the time's own offset.
create table canonical as
select
    'bronze/completejourney/export.csv' as object_key,
    position as record_number,
    basket_id as transaction_id,
    store_id,
    household_id as customer_id,
    'USD' as currency,
    product_id as sku,
    product_type as product_name,
    brand as brand_name,
    department as category,
    quantity,
    sales_value as total_price,
    case age when '19-24' then '18-24' when '55-64' then '55+' when '65+' then '55+' else age end as age_bracket,
    case
        when income in ('Under 15K', '15-24K') then 'E'
        when income in ('25-34K', '35-49K') then 'D'
        when income in ('50-74K', '75-99K') then 'C'
        when income in ('100-124K', '125-149K', '150-174K') then 'B'
        when income in ('175-199K', '200-249K', '250K+') then 'A'
    end as economic_class,
    cast(substr(transaction_timestamp, 1, 19) as timestamp) as local_time,
    cast(transaction_timestamp as timestamptz) as instant
from export_rows;
