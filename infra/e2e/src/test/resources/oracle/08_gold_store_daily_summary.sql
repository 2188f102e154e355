-- One row: a store and day with a valid transaction. `last_updated` is the run's time, which no other engine knows.
-- The source names no devices and no payments: every payment is the default, cash.
create table gold_store_daily_summary as
select
    store_id,
    date_key as transaction_date,
    count(*) filter (where transaction_kind = 'sale') as transaction_count,
    0 as active_devices,
    sum(total_amount) as total_revenue,
    average_amount(
        sum(total_amount) filter (where transaction_kind = 'sale'),
        count(*) filter (where transaction_kind = 'sale')
    ) as avg_transaction_value,
    max(payment_method) filter (where transaction_kind = 'sale') as most_common_payment,
    min(instant) as first_transaction_time,
    max(instant) as last_transaction_time
from silver_transactions
where is_valid
group by store_id, date_key
order by store_id, transaction_date;
