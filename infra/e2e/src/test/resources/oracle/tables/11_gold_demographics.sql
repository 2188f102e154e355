-- One row: an ISO week and segment of at least 5 sales; the smaller ones of a week and region are one row `suppressed`,
-- which is left out while it stays under 5 itself.
create table gold_demographics as
with sales as (
    select
        cast(date_trunc('week', date_key) as date) as week_start,
        region,
        gender,
        age_bracket,
        customer_type,
        economic_class,
        count(*) over (
            partition by date_trunc('week', date_key), region, gender, age_bracket, customer_type, economic_class
        ) >= 5 as is_shown,
        store_id,
        total_amount,
        basket_size
    from scout_gold_transactions
    where transaction_kind = 'sale'
),

published as (
    select * replace (
        case when is_shown then gender else 'suppressed' end as gender,
        case when is_shown then age_bracket else 'suppressed' end as age_bracket,
        case when is_shown then customer_type else 'suppressed' end as customer_type,
        case when is_shown then economic_class else 'suppressed' end as economic_class
    )
    from sales
)

select
    week_start,
    region,
    gender,
    age_bracket,
    customer_type,
    economic_class,
    count(*) as transaction_count,
    count(distinct store_id) as store_count,
    sum(total_amount) as total_spend,
    average_amount(sum(total_amount), count(*)) as avg_transaction_value,
    average(sum(basket_size), count(*)) as avg_basket_size
from published
group by week_start, region, gender, age_bracket, customer_type, economic_class
having count(*) >= 5;
