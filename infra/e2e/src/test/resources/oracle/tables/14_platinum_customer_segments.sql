-- One row: a demographic cell of the trailing window, by the k rule of gold_demographics. `segment` is k-means and
-- `value_decile` of Scout's own definition: not computed here.
create table platinum_customer_segments as
with sales as (
    select
        region,
        gender,
        age_bracket,
        customer_type,
        economic_class,
        count(*) over (partition by region, gender, age_bracket, customer_type, economic_class) >= 5 as is_shown,
        total_amount,
        basket_size,
        campaign_influenced,
        handshake_score
    from window_sales
),

published as (
    select * replace (
        case when is_shown then gender else 'suppressed' end as gender,
        case when is_shown then age_bracket else 'suppressed' end as age_bracket,
        case when is_shown then customer_type else 'suppressed' end as customer_type,
        case when is_shown then economic_class else 'suppressed' end as economic_class
    )
    from sales
),

cells as (
    select
        region,
        gender,
        age_bracket,
        customer_type,
        economic_class,
        count(*) as transaction_count,
        sum(total_amount) as total_spend,
        list_sort(list(whole(total_amount))) as amounts,
        sum(basket_size) as lines,
        count(*) filter (where campaign_influenced) as influenced,
        count(campaign_influenced) as known_influences,
        sum(handshake_score) as handshake_score,
        count(handshake_score) as handshake_scores
    from published
    group by region, gender, age_bracket, customer_type, economic_class
    having count(*) >= 5
)

select
    trailing_window.as_of_date,
    cells.region,
    cells.gender,
    cells.age_bracket,
    cells.customer_type,
    cells.economic_class,
    cells.transaction_count,
    average_amount(cells.total_spend, cells.transaction_count) as avg_spend,
    -- the middle amount, or the mean of the two
    cast(
        rounded_quotient(
            cells.amounts[(cells.transaction_count + 1) // 2] + cells.amounts[cells.transaction_count // 2 + 1],
            2,
            1::hugeint
        ) as decimal(38, 0)
    ) * 0.0001::decimal(4, 4) as median_spend,
    average(cells.lines, cells.transaction_count) as avg_basket_size,
    ratio(cells.influenced, cells.known_influences) as campaign_responsiveness,
    average_amount(cells.handshake_score, cells.handshake_scores) as avg_handshake_score
from cells
cross join trailing_window;
