-- One row: a transaction (of its version that counts): its own fields are the first non-null ones in record order,
-- its total the exact sum of its valid lines.
create macro readable_time(value) as
    case
        when regexp_full_match(value, '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}')
            then try_cast(value as timestamp)
    end;

create table silver_transactions as
with headers as (
    select
        lines.transaction_id,
        arg_min(lines.object_key, lines.record_number) as object_key,
        arg_min(lines.timestamp_text, lines.record_number)
            filter (where lines.timestamp_text is not null) as timestamp_text,
        arg_min(lines.store_id, lines.record_number) filter (where lines.store_id is not null) as store_id,
        arg_min(lines.region, lines.record_number) filter (where lines.region is not null) as region,
        arg_min(lines.customer_id, lines.record_number) filter (where lines.customer_id is not null) as customer_id
    from lines
    inner join versions
        on lines.object_key = versions.object_key
        and lines.transaction_id = versions.transaction_id
        and versions.version_rank = 1
    group by lines.transaction_id
),

totals as (
    select
        transaction_id,
        sum(total_price) filter (where is_valid) as total_amount,
        sum(quantity) filter (where is_valid) as units,
        count(*) filter (where is_valid) as basket_size
    from silver_items
    group by transaction_id
),

losers as (
    select
        transaction_id,
        count(*) - 1 as superseded_count
    from versions
    group by transaction_id
),

typed as (
    select
        headers.transaction_id,
        headers.object_key,
        readable_time(headers.timestamp_text) as local_time,
        headers.store_id,
        headers.region,
        headers.customer_id,
        totals.total_amount,
        coalesce(totals.units, 0) as units,
        coalesce(totals.basket_size, 0) as basket_size,
        losers.superseded_count
    from headers
    inner join totals
        on headers.transaction_id = totals.transaction_id
    inner join losers
        on headers.transaction_id = losers.transaction_id
)

select
    transaction_id,
    object_key,
    cast(local_time as date) as date_key,
    local_time,
    timezone(getvariable('time_zone'), local_time) as instant,
    store_id,
    coalesce(
        region,
        last_value(region ignore nulls) over (
            partition by store_id
            order by object_key, transaction_id
            rows between unbounded preceding and unbounded following
        )
    ) as region,
    customer_id,
    'cash' as payment_method,
    total_amount,
    units,
    basket_size,
    case when total_amount < 0 then 'return' else 'sale' end as transaction_kind,
    superseded_count,
    coalesce(
        store_id is not null
        and local_time >= timestamp '2000-01-01 00:00:00'
        and cast(local_time as date) <= getvariable('current_day') + 1
        and total_amount is not null,
        false
    ) as is_valid
from typed;

-- One row: a valid line of a valid transaction, with what it takes over from the transaction.
-- A category and a brand are not in the source: null is a group of its own.
create view counted_items as
select
    silver_transactions.date_key,
    silver_transactions.store_id,
    silver_transactions.region,
    silver_transactions.transaction_kind,
    silver_items.transaction_id,
    silver_items.line_no,
    silver_items.sku,
    silver_items.product_name,
    cast(null as varchar) as brand_name,
    cast(null as varchar) as category,
    silver_items.quantity,
    silver_items.total_price
from silver_items
inner join silver_transactions
    on silver_items.transaction_id = silver_transactions.transaction_id
where silver_items.is_valid and silver_transactions.is_valid;

-- One row: a product with the latest non-null name seen.
create table dim_product as
select
    sku,
    arg_max(product_name, (landing_order, object_key, record_number, line_no))
        filter (where product_name is not null) as product_name
from silver_items
where is_valid
group by sku;
