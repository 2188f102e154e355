-- One row a store and business day with a valid transaction.
-- materialized: replace transaction_date of changed_days.date_key
-- key: store_id, transaction_date
-- column store_id text: The store.
-- column transaction_date date: The local business day.
-- column transaction_count bigint: Sales; returns are not counted.
-- column active_devices bigint: Distinct devices that sent a sale.
-- column total_revenue numeric: Sales and returns, signed; exact.
-- column avg_transaction_value numeric: Mean total of the sales, 4 decimals; null where there is none.
-- column most_common_payment text: Payment method of most sales; the first by name among equals; null where there is no sale.
-- column first_transaction_time timestamp with time zone: The instant of the day's first transaction, sale or return.
-- column last_transaction_time timestamp with time zone: The instant of the day's last transaction, sale or return.
-- column last_updated timestamp with time zone: When the run began that wrote the row.
-- lake: transaction_date
with transactions as (
  select
    t.store_id,
    t.date_key,
    t.transaction_kind = 'sale' as is_sale,
    t.device_id,
    t.total_amount,
    t.payment_method,
    t.transaction_timestamp
  from changed_days as d
  inner join scout.scout_gold_transactions as t
    on t.date_key = d.date_key
),

payments as (
  select distinct on (store_id, date_key)
    store_id,
    date_key,
    payment_method
  from transactions
  where is_sale
  group by store_id, date_key, payment_method
  order by store_id, date_key, count(*) desc, payment_method collate "C"
),

days as (
  select
    store_id,
    date_key,
    count(*) filter (where is_sale) as transaction_count,
    count(distinct device_id) filter (where is_sale) as active_devices,
    sum(total_amount) as total_revenue,
    round(avg(total_amount) filter (where is_sale), 4) as avg_transaction_value,
    min(transaction_timestamp) as first_transaction_time,
    max(transaction_timestamp) as last_transaction_time
  from transactions
  group by store_id, date_key
)

select
  days.store_id,
  days.date_key as transaction_date,
  days.transaction_count,
  days.active_devices,
  days.total_revenue,
  days.avg_transaction_value,
  payments.payment_method as most_common_payment,
  days.first_transaction_time,
  days.last_transaction_time,
  r.started_at as last_updated
from days
left join payments
  on payments.store_id = days.store_id
  and payments.date_key = days.date_key
cross join stage_run as r
