-- One row: a day and store with a valid transaction. Its place is the latest that the day's transactions state,
-- else the store's.
create table gold_txn_daily as
with days as (
    select
        scout_gold_transactions.date_key,
        scout_gold_transactions.store_id,
        arg_max(
            columns(['region', 'province', 'city', 'barangay', 'store_type']),
            (landing_order, object_key, last_record)
        ),
        count(*) filter (where transaction_kind = 'sale') as transaction_count,
        sum(total_amount) as revenue,
        sum(units) as units,
        sum(total_amount) filter (where transaction_kind = 'sale') as sale_revenue,
        sum(basket_size) filter (where transaction_kind = 'sale') as sale_lines,
        sum(duration_seconds) filter (where transaction_kind = 'sale') as duration,
        count(duration_seconds) filter (where transaction_kind = 'sale') as durations,
        count(*) filter (where transaction_kind = 'sale' and suggestion_offered) as offered,
        count(*) filter (where transaction_kind = 'sale' and suggestion_offered and suggestion_accepted) as accepted
    from scout_gold_transactions
    group by scout_gold_transactions.date_key, scout_gold_transactions.store_id
)

select
    date_key,
    store_id,
    region,
    province,
    city,
    barangay,
    store_type,
    transaction_count,
    revenue,
    units,
    average_amount(sale_revenue, transaction_count) as avg_transaction_value,
    average(sale_lines, transaction_count) as avg_basket_size,
    average_amount(duration, durations) as avg_duration_seconds,
    ratio(accepted, offered) as suggestion_acceptance_rate
from days;
