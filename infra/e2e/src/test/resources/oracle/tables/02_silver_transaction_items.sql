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

create table silver_transaction_items as
with winning as (
    select
        lines.*,
        versions.last_record,
        row_number() over (
            partition by lines.transaction_id
            order by lines.record_number
        ) as line_no
    from lines
    inner join versions
        on lines.object_key = versions.object_key
        and lines.transaction_id = versions.transaction_id
        and versions.version_rank = 1
)

select
    object_key,
    landing_order,
    record_number,
    transaction_id,
    line_no,
    coalesce(sku, slug(brand_name, product_name)) as sku,
    product_name,
    brand_name,
    category,
    whole_number(quantity) as quantity,
    number(unit_price) as unit_price,
    cast(
        coalesce(number(total_price), whole_number(quantity) * number(unit_price)) as decimal(38, 4)
    ) as line_total,
    whole_number(quantity) is not null
        and (unit_price is null or number(unit_price) is not null)
        and (total_price is null or number(total_price) is not null) as is_valid
from winning;
