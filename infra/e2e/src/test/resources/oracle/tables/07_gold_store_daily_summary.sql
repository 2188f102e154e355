-- One row: a store and day with a valid transaction. `last_updated` is the run's time, which no other engine knows.
-- Of payment methods that are equally common the first by name counts.
create table gold_store_daily_summary as
with payments as (
    select
        store_id,
        date_key,
        payment_method,
        row_number() over (
            partition by store_id, date_key
            order by count(*) desc, payment_method
        ) as place
    from scout_gold_transactions
    where transaction_kind = 'sale'
    group by store_id, date_key, payment_method
),

days as (
    select
        store_id,
        date_key,
        count(*) filter (where transaction_kind = 'sale') as transaction_count,
        count(distinct device_id) filter (where transaction_kind = 'sale') as active_devices,
        sum(total_amount) as total_revenue,
        sum(total_amount) filter (where transaction_kind = 'sale') as sale_revenue,
        min(instant) as first_transaction_time,
        max(instant) as last_transaction_time
    from scout_gold_transactions
    group by store_id, date_key
)

select
    days.store_id,
    days.date_key as transaction_date,
    days.transaction_count,
    days.active_devices,
    days.total_revenue,
    average_amount(days.sale_revenue, days.transaction_count) as avg_transaction_value,
    payments.payment_method as most_common_payment,
    days.first_transaction_time,
    days.last_transaction_time
from days
left join payments
    on days.store_id = payments.store_id
    and days.date_key = payments.date_key
    and payments.place = 1;
