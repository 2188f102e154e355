-- What is known of stores and products: of each attribute the latest non-null value seen.
create table dim_store as
select
    store_id,
    arg_max(
        columns(['region', 'province', 'city', 'barangay', 'store_type']),
        (landing_order, object_key, last_record)
    )
from silver_transactions
where is_valid
group by store_id;

create table dim_product as
select
    sku,
    arg_max(columns(['product_name', 'brand_name', 'category']), (landing_order, object_key, record_number))
from silver_transaction_items
where is_valid and sku is not null
group by sku;

-- One row: a valid transaction, with its place resolved: its own, else its store's.
create table scout_gold_transactions as
select
    silver_transactions.* replace (
        coalesce(silver_transactions.region, dim_store.region) as region,
        coalesce(silver_transactions.province, dim_store.province) as province,
        coalesce(silver_transactions.city, dim_store.city) as city,
        coalesce(silver_transactions.barangay, dim_store.barangay) as barangay,
        coalesce(silver_transactions.store_type, dim_store.store_type) as store_type
    ),
    case when silver_transactions.total_amount > 1000 then 'high_value' else 'standard' end as transaction_type,
    case
        when hour(silver_transactions.local_time) between 6 and 11 then 'morning'
        when hour(silver_transactions.local_time) between 12 and 17 then 'afternoon'
        when hour(silver_transactions.local_time) between 18 and 21 then 'evening'
        else 'night'
    end as time_of_day
from silver_transactions
inner join dim_store
    on silver_transactions.store_id = dim_store.store_id
where silver_transactions.is_valid;

-- One row: a valid line of a valid transaction, with what it takes over from the transaction and the product.
create table scout_gold_transaction_items as
select
    silver_transaction_items.transaction_id,
    silver_transaction_items.line_no,
    scout_gold_transactions.date_key,
    scout_gold_transactions.store_id,
    scout_gold_transactions.region,
    scout_gold_transactions.transaction_kind,
    silver_transaction_items.sku,
    coalesce(silver_transaction_items.product_name, dim_product.product_name) as product_name,
    coalesce(silver_transaction_items.brand_name, dim_product.brand_name) as brand_name,
    coalesce(silver_transaction_items.category, dim_product.category) as category,
    silver_transaction_items.quantity,
    silver_transaction_items.unit_price,
    silver_transaction_items.line_total
from silver_transaction_items
inner join scout_gold_transactions
    on silver_transaction_items.transaction_id = scout_gold_transactions.transaction_id
left join dim_product
    on silver_transaction_items.sku = dim_product.sku
where silver_transaction_items.is_valid;

-- The trailing window: the latest day with a valid sale before the current local day, and the 89 days before it.
create table trailing_window as
select
    max(date_key) as as_of_date,
    max(date_key) - 89 as window_start,
    max(date_key) as window_end
from scout_gold_transactions
where transaction_kind = 'sale' and date_key < getvariable('current_day');

create view window_sales as
select scout_gold_transactions.*
from scout_gold_transactions
cross join trailing_window
where scout_gold_transactions.transaction_kind = 'sale'
    and scout_gold_transactions.date_key between trailing_window.window_start and trailing_window.window_end;

set variable as_of_date = (select as_of_date from trailing_window);
