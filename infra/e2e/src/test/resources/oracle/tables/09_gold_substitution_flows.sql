-- One row: a product that was asked for in a valid transaction, and another one that was taken (none: null). The sets that
-- have any have transactions of one line.
create view scout_gold_substitutions as
select
    transaction_id,
    1 as line_no,
    date_key,
    store_id,
    transaction_kind,
    from_product,
    to_product,
    coalesce(reason, 'unknown') as reason
from scout_gold_transactions
where from_product is not null and from_product is distinct from to_product;

-- One row: a product that was asked for, another one that was taken (none: null) and why, in the sales of the trailing window.
create table gold_substitution_flows as
with flows as (
    select
        from_product,
        to_product,
        reason,
        count(*) as substitution_count,
        count(distinct store_id) as store_count
    from scout_gold_substitutions
    cross join trailing_window
    where transaction_kind = 'sale' and date_key between trailing_window.window_start and trailing_window.window_end
    group by all
)

select
    flows.from_product,
    flows.to_product,
    flows.reason,
    flows.substitution_count,
    flows.store_count,
    ratio(
        flows.substitution_count,
        sum(flows.substitution_count) over (partition by flows.from_product)
    ) as share_of_from,
    trailing_window.window_start,
    trailing_window.window_end
from flows
cross join trailing_window;
