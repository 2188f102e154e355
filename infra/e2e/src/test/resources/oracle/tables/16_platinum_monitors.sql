-- The values of each numeric feature, in the current period and in the baseline (docs/models.md, Monitors): of the daily
-- tables those of 7 days and of the 28 before, of a table as of one day also those that it would have had a window earlier.
create table monitored_values as
with sales as (
    select
        getvariable('as_of_date') - date_key < 7 as is_current,
        cast(columns(* exclude (date_key, region, category, brand_name)) as decimal(38, 6))
    from platinum_features_sales_7d
    where getvariable('as_of_date') - date_key between 0 and 34
),

stores as (
    select
        getvariable('as_of_date') - transaction_date < 7 as is_current,
        cast(columns(* exclude (store_id, transaction_date)) as decimal(38, 6))
    from platinum_store_features
    where getvariable('as_of_date') - transaction_date between 0 and 34
),

performances as (
    select
        as_of_date = getvariable('as_of_date') as is_current,
        cast(columns(* exclude (as_of_date, store_id, region)) as decimal(38, 6))
    from (
        from store_perf_as_of(getvariable('as_of_date'))
        union all
        from store_perf_as_of(getvariable('as_of_date') - 28)
    )
),

cells as (
    select
        as_of_date = getvariable('as_of_date') as is_current,
        cast(
            columns(* exclude (as_of_date, region, gender, age_bracket, customer_type, economic_class))
            as decimal(38, 6)
        )
    from (
        from customer_segments_as_of(getvariable('as_of_date'))
        union all
        from customer_segments_as_of(getvariable('as_of_date') - 90)
    )
    where gender <> 'suppressed'
)

select 'platinum_features_sales_7d' as table_name, *
from sales unpivot include nulls (value for feature in (columns(* exclude (is_current))))
union all
select 'platinum_store_features', *
from stores unpivot include nulls (value for feature in (columns(* exclude (is_current))))
union all
select 'platinum_store_perf', *
from performances unpivot include nulls (value for feature in (columns(* exclude (is_current))))
union all
select 'platinum_customer_segments', *
from cells unpivot include nulls (value for feature in (columns(* exclude (is_current))));

-- A bin ends at a bound: the least value of the baseline that so many tenths of it do not exceed.
create view monitored_bounds as
with counted as (
    select
        table_name,
        feature,
        value,
        count(*) over (partition by table_name, feature order by value) as not_above,
        count(*) over (partition by table_name, feature) as known
    from monitored_values
    where not is_current and value is not null
),

tenths as (
    select
        counted.table_name,
        counted.feature,
        steps.tenth,
        min(counted.value) as bound
    from counted
    cross join (select unnest(range(1, 10)) as tenth) as steps
    where 10 * counted.not_above >= steps.tenth * counted.known
    group by counted.table_name, counted.feature, steps.tenth
)

select distinct
    table_name,
    feature,
    bound
from tenths;

-- An amount of up to 6 decimals as a whole number of millionths.
create macro millionths(amount) as cast(cast(amount as decimal(38, 6)) * 1000000 as hugeint);

-- One row: a feature. Its PSI is a DOUBLE, exact enough for 6 decimals, since a logarithm is never a rounding tie; what
-- it is judged by is exact again: a / b is above c where a > b * c.
create view feature_drift as
with binned as (
    select
        monitored_values.*,
        case
            when value is not null then (
                select count(*)
                from monitored_bounds
                where monitored_bounds.table_name = monitored_values.table_name
                    and monitored_bounds.feature = monitored_values.feature
                    and monitored_bounds.bound < monitored_values.value
            )
        end as bin
    from monitored_values
),

sides as (
    select
        table_name,
        feature,
        count(*) filter (where is_current) as current_rows,
        count(*) filter (where not is_current) as baseline_rows,
        average(
            sum(millionths(value)) filter (where is_current),
            1000000 * count(value) filter (where is_current)
        ) as current_mean,
        average(
            sum(millionths(value)) filter (where not is_current),
            1000000 * count(value) filter (where not is_current)
        ) as baseline_mean
    from binned
    group by table_name, feature
),

shares as (
    select
        binned.table_name,
        binned.feature,
        binned.bin,
        greatest(count(*) filter (where binned.is_current) / cast(sides.current_rows as double), 0.0001) as current_share,
        greatest(count(*) filter (where not binned.is_current) / cast(sides.baseline_rows as double), 0.0001) as baseline_share
    from binned
    inner join sides
        on binned.table_name = sides.table_name
        and binned.feature = sides.feature
    where sides.current_rows > 0 and sides.baseline_rows > 0
    group by binned.table_name, binned.feature, binned.bin, sides.current_rows, sides.baseline_rows
),

indexes as (
    select
        table_name,
        feature,
        count(*) as bins,
        cast(
            round(sum((current_share - baseline_share) * ln(current_share / baseline_share)), 6) as decimal(18, 6)
        ) as psi
    from shares
    group by table_name, feature
)

select
    sides.*,
    indexes.psi,
    -- times both numbers of rows, and a million
    millionths(indexes.psi) * sides.current_rows * sides.baseline_rows
        - 1000000 * (indexes.bins - 1) * (sides.current_rows + sides.baseline_rows) as above_chance,
    case
        when above_chance >= 250000 * sides.current_rows * sides.baseline_rows then 'alert'
        when above_chance >= 100000 * sides.current_rows * sides.baseline_rows then 'warn'
        else 'ok'
    end as status
from sides
left join indexes
    on sides.table_name = indexes.table_name
    and sides.feature = indexes.feature;

-- One row: what comes in a day, against the 28 calendar days before; none before the first of all.
create view volume_drift as
with counted as (
    select
        'gold_txn_daily' as table_name,
        date_key,
        sum(transaction_count) as volume,
        count(*) as table_rows
    from gold_txn_daily
    group by date_key
    union all
    select
        'platinum_features_sales_7d',
        date_key,
        count(*),
        count(*)
    from platinum_features_sales_7d
    group by date_key
    union all
    select
        'platinum_store_features',
        transaction_date,
        count(*),
        count(*)
    from platinum_store_features
    group by transaction_date
),

calendar as (
    select
        names.table_name,
        names.feature,
        steps.days_back,
        cast(coalesce(counted.volume, 0) as hugeint) as volume,
        coalesce(counted.table_rows, 0) as table_rows
    from (
        values
            ('gold_txn_daily', 'transactions'),
            ('platinum_features_sales_7d', 'rows'),
            ('platinum_store_features', 'rows')
    ) as names (table_name, feature)
    cross join (select unnest(range(0, 29)) as days_back) as steps
    left join counted
        on names.table_name = counted.table_name
        and counted.date_key = getvariable('as_of_date') - cast(steps.days_back as integer)
    where getvariable('as_of_date') - cast(steps.days_back as integer) >= (select min(date_key) from gold_txn_daily)
),

sums as (
    select
        table_name,
        feature,
        max(days_back) as days,
        coalesce(sum(table_rows) filter (where days_back = 0), 0) as current_rows,
        coalesce(sum(table_rows) filter (where days_back > 0), 0) as baseline_rows,
        sum(volume) filter (where days_back = 0) as current_volume,
        sum(volume) filter (where days_back > 0) as total,
        sum(volume * volume) filter (where days_back > 0) as sum_of_squares,
        days * current_volume - total as distance,
        days * sum_of_squares - total * total as variation
    from calendar
    group by table_name, feature
),

-- distance / days over the root of variation / (days * (days - 1)), as the root of the quotient of their squares
scored as (
    select
        *,
        case
            when days >= 7 and variation > 0
                then sign(distance) * cast(
                    rounded_root(distance * distance * (days - 1) * 1000000000000, days * variation) as decimal(38, 0)
                ) * 0.000001::decimal(6, 6)
        end as score
    from sums
)

select
    table_name,
    feature,
    days,
    current_rows,
    baseline_rows,
    current_volume as current_mean,
    average(total, days) as baseline_mean,
    score,
    case
        when days < 7 or distance = 0 then 'ok'
        when abs(score) < 2 then 'ok'
        when abs(score) < 3 then 'warn'
        else 'alert'
    end as status
from scored;

-- One row: a feature and metric.
create view platinum_monitors as
with periods as (
    select *
    from (
        values
            ('platinum_features_sales_7d', 7, 28),
            ('platinum_store_features', 7, 28),
            ('platinum_store_perf', 28, 28),
            ('platinum_customer_segments', 90, 90)
    ) as lengths (table_name, current_days, baseline_days)
)

select
    getvariable('as_of_date') as as_of_date,
    feature_drift.table_name,
    feature_drift.feature,
    'psi' as metric,
    feature_drift.status,
    as_of_date - periods.current_days + 1 as current_start,
    as_of_date - periods.current_days - periods.baseline_days + 1 as baseline_start,
    as_of_date - periods.current_days as baseline_end,
    feature_drift.current_rows,
    feature_drift.baseline_rows,
    feature_drift.current_mean,
    feature_drift.baseline_mean,
    feature_drift.psi as value
from feature_drift
inner join periods
    on feature_drift.table_name = periods.table_name
union all
select
    getvariable('as_of_date'),
    table_name,
    feature,
    'volume',
    status,
    getvariable('as_of_date'),
    getvariable('as_of_date') - cast(days as integer),
    getvariable('as_of_date') - 1,
    current_rows,
    baseline_rows,
    current_mean,
    baseline_mean,
    score
from volume_drift;
