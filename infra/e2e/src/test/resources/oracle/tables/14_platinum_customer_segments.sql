-- One row: a demographic cell of the 90 days up to the day, by the k rule of gold_demographics.
create macro customer_segments_as_of(day) as table
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
    from scout_gold_transactions
    where transaction_kind = 'sale' and date_key between day - 89 and day
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
),

measures as (
    select
        region,
        gender,
        age_bracket,
        customer_type,
        economic_class,
        transaction_count,
        average_amount(total_spend, transaction_count) as avg_spend,
        -- the middle amount, or the mean of the two
        cast(
            rounded_quotient(
                amounts[(transaction_count + 1) // 2] + amounts[transaction_count // 2 + 1],
                2,
                1::hugeint
            ) as decimal(38, 0)
        ) * 0.0001::decimal(4, 4) as median_spend,
        average(lines, transaction_count) as avg_basket_size,
        ratio(influenced, known_influences) as campaign_responsiveness,
        average_amount(handshake_score, handshake_scores) as avg_handshake_score,
        row_number() over (
            partition by gender = 'suppressed'
            order by avg_spend, region nulls last, gender, age_bracket, customer_type, economic_class
        ) as place,
        count(*) over (partition by gender = 'suppressed') as cell_count
    from cells
)

-- The tenths are of cell_count // 10 cells, the first cell_count % 10 of them of one more.
select
    day as as_of_date,
    * exclude (place, cell_count),
    case
        when gender = 'suppressed' then null
        when place <= cell_count % 10 * (cell_count // 10 + 1) then (place - 1) // (cell_count // 10 + 1) + 1
        else (place - 1 - cell_count % 10) // (cell_count // 10) + 1
    end as value_decile
from measures;

-- `segment` is filled in by code, from the cells below.
create table platinum_customer_segments as
select
    *,
    cast(null as varchar) as segment
from customer_segments_as_of(getvariable('as_of_date'));

-- A feature less its mean, in population deviations; 0 where it is missing, or the same in all. A DOUBLE is exact enough
-- for distances: 12 decimals of it are kept.
create macro standardised(feature) as
    cast(
        coalesce((feature - avg(feature) over ()) / nullif(stddev_pop(feature) over (), 0), 0) as decimal(18, 12)
    );

-- One row: a cell that is shown by itself, by its row, as k-means is to see it.
create table standardised_cells as
select
    rowid as cell,
    standardised(avg_spend) as avg_spend,
    standardised(median_spend) as median_spend,
    standardised(avg_basket_size) as avg_basket_size,
    standardised(campaign_responsiveness) as campaign_responsiveness,
    standardised(avg_handshake_score) as avg_handshake_score
from platinum_customer_segments
where gender <> 'suppressed';
