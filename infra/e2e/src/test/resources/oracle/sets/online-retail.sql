-- The main set. One row of raw_rows: a line of a raw file, as text.
create table raw_rows as
select
    row_number() over () as position,
    parse_filename(filename) as file_name,
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    customer_id,
    country
from
    read_csv(
        getvariable('retail') || '/online-retail-by-day/*.csv*',
        filename = true,
        header = true,
        auto_detect = false,
        all_varchar = true,
        delim = ',',
        quote = '"',
        escape = '"',
        encoding = 'utf-8',
        strict_mode = true,
        null_padding = false,
        columns = {
            'invoice_no': 'varchar',
            'stock_code': 'varchar',
            'description': 'varchar',
            'quantity': 'varchar',
            'invoice_date': 'varchar',
            'unit_price': 'varchar',
            'customer_id': 'varchar',
            'country': 'varchar'
        }
    );

create table canonical as
select
    'bronze/online-retail/' || file_name as object_key,
    row_number() over (partition by file_name order by position) as record_number,
    invoice_no as transaction_id,
    stock_code as sku,
    description as product_name,
    quantity,
    unit_price,
    customer_id,
    country as region,
    country as store_id,
    local_time,
    timezone('Europe/London', local_time) as instant
from (
    select
        *,
        try_strptime(blank_as_null(invoice_date), '%Y-%m-%d %H:%M:%S') as local_time
    from raw_rows
);
