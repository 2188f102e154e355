-- One row: a line of a raw file, as text, with the object key under which the file is landed and its record number.
-- Everything is read as text by an explicit schema; text is trimmed, and an empty field, quoted or not, is null.
-- One thread and the insertion order keep the lines in the order of their file.
set threads = 1;
set preserve_insertion_order = true;

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
        getvariable('raw_files'),
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

create macro blank_as_null(value) as nullif(trim(value, ' ' || chr(9) || chr(10) || chr(13)), '');

create table lines as
select
    'bronze/online-retail/' || file_name as object_key,
    dense_rank() over (order by file_name) as landing_order,
    row_number() over (partition by file_name order by position) as record_number,
    blank_as_null(invoice_no) as transaction_id,
    blank_as_null(stock_code) as sku,
    blank_as_null(description) as product_name,
    blank_as_null(quantity) as quantity_text,
    blank_as_null(unit_price) as unit_price_text,
    blank_as_null(customer_id) as customer_id,
    blank_as_null(country) as region,
    blank_as_null(country) as store_id,
    blank_as_null(invoice_date) as timestamp_text
from raw_rows;
