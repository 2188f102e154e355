-- One row: the sales of a day with the same region, category, way and kind of asking; null is a group of its own.
-- The category is that of the sale's line of the highest value, the first among equals.
create table gold_request_behavior as
with top_lines as (
    select
        transaction_id,
        category,
        row_number() over (
            partition by transaction_id
            order by line_total desc nulls last, line_no
        ) as place
    from scout_gold_transaction_items
),

requests as (
    select
        sales.date_key,
        sales.region,
        top_lines.category,
        sales.request_mode,
        sales.request_type,
        count(*) as request_count,
        count(*) filter (where sales.suggestion_offered) as suggestions_offered,
        count(*) filter (where sales.suggestion_offered and sales.suggestion_accepted) as suggestions_accepted,
        sum(sales.handshake_score) as handshake_score,
        count(sales.handshake_score) as handshake_scores,
        sum(sales.duration_seconds) as duration,
        count(sales.duration_seconds) as durations
    from scout_gold_transactions as sales
    left join top_lines
        on sales.transaction_id = top_lines.transaction_id
        and top_lines.place = 1
    where sales.transaction_kind = 'sale'
    group by all
)

select
    date_key,
    region,
    category,
    request_mode,
    request_type,
    request_count,
    suggestions_offered,
    suggestions_accepted,
    ratio(suggestions_accepted, suggestions_offered) as acceptance_rate,
    average_amount(handshake_score, handshake_scores) as avg_handshake_score,
    average_amount(duration, durations) as avg_duration_seconds
from requests;
