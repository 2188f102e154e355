-- One row: a transaction (of its version that counts): its own fields are the first non-null ones in record order,
-- its total the one it states, else the exact sum of its valid lines. What is said of a person, and is not, is unknown.
create table silver_transactions as
with typed_lines as (
    select
        lines.object_key,
        lines.landing_order,
        lines.record_number,
        lines.transaction_id,
        lines.local_time,
        lines.instant,
        lines.store_id,
        lines.device_id,
        lines.customer_id,
        lines.currency,
        word(lines.payment_method, ['cash', 'gcash', 'maya', 'credit'], 'other') as payment_method,
        number(lines.amount) as amount,
        lines.region,
        lines.province,
        lines.city,
        lines.barangay,
        word(
            lines.store_type, ['urban_high', 'urban_medium', 'residential', 'rural', 'transport'], 'other'
        ) as store_type,
        word(lines.gender, ['male', 'female'], 'unknown') as gender,
        word(lines.age_bracket, ['18-24', '25-34', '35-44', '45-54', '55+'], 'unknown') as age_bracket,
        word(lines.customer_type, ['regular', 'occasional', 'new'], 'unknown') as customer_type,
        word(lines.economic_class, ['A', 'B', 'C', 'D', 'E'], 'unknown') as economic_class,
        word(lines.request_mode, ['verbal', 'pointing', 'indirect'], 'other') as request_mode,
        word(lines.request_type, ['branded', 'unbranded', 'point', 'indirect'], 'other') as request_type,
        yes_no(lines.suggestion_offered) as suggestion_offered,
        yes_no(lines.suggestion_accepted) as suggestion_accepted,
        yes_no(lines.campaign_influenced) as campaign_influenced,
        number(lines.handshake_score) as handshake_score,
        number(lines.duration_seconds) as duration_seconds,
        lines.from_product,
        lines.to_product,
        word(lines.reason, ['stockout', 'suggestion'], 'unknown') as reason
    from lines
    inner join versions
        on lines.object_key = versions.object_key
        and lines.transaction_id = versions.transaction_id
        and versions.version_rank = 1
),

-- arg_min passes over nulls
headers as (
    select
        transaction_id,
        object_key,
        landing_order,
        max(record_number) as last_record,
        arg_min(columns(* exclude (transaction_id, object_key, landing_order, record_number)), record_number)
    from typed_lines
    group by transaction_id, object_key, landing_order
),

totals as (
    select
        transaction_id,
        sum(line_total) filter (where is_valid) as lines_total,
        sum(quantity) filter (where is_valid) as units,
        count(*) filter (where is_valid) as basket_size
    from silver_transaction_items
    group by transaction_id
),

losers as (
    select
        transaction_id,
        count(*) - 1 as superseded_count
    from versions
    group by transaction_id
),

complete as (
    select
        headers.* replace (
            coalesce(headers.payment_method, 'cash') as payment_method,
            coalesce(headers.currency, 'PHP') as currency,
            coalesce(headers.gender, 'unknown') as gender,
            coalesce(headers.age_bracket, 'unknown') as age_bracket,
            coalesce(headers.customer_type, 'unknown') as customer_type,
            coalesce(headers.economic_class, 'unknown') as economic_class,
            -- who says whether a suggestion was accepted says that one was offered
            coalesce(
                headers.suggestion_offered, case when headers.suggestion_accepted is not null then true end
            ) as suggestion_offered
        ),
        cast(headers.local_time as date) as date_key,
        coalesce(headers.amount, totals.lines_total) as total_amount,
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
    *,
    instant as transaction_timestamp,
    case
        when total_amount < 0 then 'return'
        when total_amount >= 0 then 'sale'
    end as transaction_kind,
    coalesce(
        store_id is not null
        and local_time >= timestamp '2000-01-01 00:00:00'
        and date_key <= getvariable('current_day') + 1
        and total_amount is not null,
        false
    ) as is_valid
from complete;
