-- One row: a day and store with a valid transaction.
create table gold_txn_daily as
with days as (
    select
        date_key,
        store_id,
        arg_max(region, (object_key, transaction_id)) filter (where region is not null) as region,
        count(*) filter (where transaction_kind = 'sale') as transaction_count,
        sum(total_amount) as revenue,
        sum(units) as units,
        sum(total_amount) filter (where transaction_kind = 'sale') as sale_revenue,
        sum(basket_size) filter (where transaction_kind = 'sale') as sale_lines
    from silver_transactions
    where is_valid
    group by date_key, store_id
)

select
    date_key,
    store_id,
    region,
    cast(null as varchar) as province,
    cast(null as varchar) as city,
    cast(null as varchar) as barangay,
    cast(null as varchar) as store_type,
    transaction_count,
    revenue,
    units,
    average_amount(sale_revenue, transaction_count) as avg_transaction_value,
    average(sale_lines, transaction_count) as avg_basket_size,
    cast(null as decimal(18, 4)) as avg_duration_seconds,
    cast(null as decimal(18, 6)) as suggestion_acceptance_rate
from days
order by date_key, store_id;
