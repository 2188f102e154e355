-- One row: a line of the version of a transaction that counts, valid or not, numbered in record order.
-- A version is all lines of a file with one transaction id; the latest (landing order, key, record number) wins whole.
create table versions as
select
    object_key,
    transaction_id,
    landing_order,
    max(record_number) as last_record,
    row_number() over (
        partition by transaction_id
        order by landing_order desc, object_key desc, max(record_number) desc
    ) as version_rank
from lines
where transaction_id is not null
group by object_key, transaction_id, landing_order;

create table silver_items as
with winning as (
    select
        lines.object_key,
        lines.landing_order,
        lines.record_number,
        lines.transaction_id,
        row_number() over (
            partition by lines.transaction_id
            order by lines.record_number
        ) as line_no,
        lines.sku,
        lines.product_name,
        lines.quantity_text,
        lines.unit_price_text,
        regexp_full_match(lines.quantity_text, '[+-]?[0-9]{1,14}') as quantity_readable,
        regexp_full_match(lines.unit_price_text, '[+-]?[0-9]{1,14}([.][0-9]{1,4})?') as unit_price_readable
    from lines
    inner join versions
        on lines.object_key = versions.object_key
        and lines.transaction_id = versions.transaction_id
        and versions.version_rank = 1
),

typed as (
    select
        *,
        case when quantity_readable then cast(quantity_text as decimal(14, 0)) end as quantity,
        case when unit_price_readable then cast(unit_price_text as decimal(18, 4)) end as unit_price
    from winning
)

select
    object_key,
    landing_order,
    record_number,
    transaction_id,
    line_no,
    coalesce(
        sku,
        nullif(trim(regexp_replace(lower(product_name), '[^a-z0-9]+', '-', 'g'), '-'), '')
    ) as sku,
    product_name,
    quantity,
    unit_price,
    cast(quantity * unit_price as decimal(38, 4)) as total_price,
    coalesce(quantity_readable, false) and coalesce(unit_price_readable, true) as is_valid
from typed;
