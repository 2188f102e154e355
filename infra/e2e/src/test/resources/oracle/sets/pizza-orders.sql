-- What the till's export says, joined from its tables: lines with their order's time and their pizza's price and kind.
create table export_rows as
select
    row_number() over () as position,
    details.order_id,
    details.pizza_id,
    details.quantity,
    orders."date",
    orders."time",
    pizzas.price,
    pizzas.pizza_type_id,
    pizzas.size
from
    read_csv(getvariable('retail') || '/pizza-orders/order_details.csv', header = true, all_varchar = true) as details
inner join
    read_csv(getvariable('retail') || '/pizza-orders/orders.csv', header = true, all_varchar = true) as orders
    on details.order_id = orders.order_id
inner join
    read_csv(getvariable('retail') || '/pizza-orders/pizzas.csv', header = true, all_varchar = true) as pizzas
    on details.pizza_id = pizzas.pizza_id
order by cast(details.order_details_id as integer);

create table canonical as
select
    'bronze/pizza-orders/export.csv' as object_key,
    position as record_number,
    order_id as transaction_id,
    'pizzeria' as store_id,
    pizza_id as sku,
    pizza_type_id as product_name,
    size as category,
    quantity,
    price as unit_price,
    local_time,
    timezone('America/New_York', local_time) as instant
from (
    select
        *,
        try_strptime("date" || ' ' || "time", '%Y-%m-%d %H:%M:%S') as local_time
    from export_rows
);
