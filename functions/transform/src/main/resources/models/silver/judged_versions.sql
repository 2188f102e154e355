-- One row a version of a transaction in the files that this run takes, with its total, and why it does not count if it does not.
-- materialized: temporary
-- key: seq
with line_totals as (
  select
    file_id,
    transaction_id,
    version_row,
    count(*) filter (where is_valid) as valid_lines,
    count(*) filter (where not is_valid) as invalid_lines,
    sum(quantity) filter (where is_valid) as units,
    sum(line_total) filter (where is_valid) as lines_total
  from staged_lines
  group by file_id, transaction_id, version_row
),

totals as (
  select
    v.seq,
    v.transaction_id,
    v.file_id,
    v.version_row,
    v.source_row,
    v.bronze_id,
    f.source_file,
    f.source_modified_at,
    v.store_id,
    v.date_key,
    v.transaction_timestamp,
    v.problems,
    v.amount,
    l.lines_total,
    coalesce(v.amount, l.lines_total) as total_amount,
    coalesce(v.basket_size, l.valid_lines, 0) as basket_size,
    coalesce(v.units, l.units, 0) as units,
    coalesce(l.valid_lines, 0) as valid_lines,
    coalesce(l.invalid_lines, 0) as invalid_lines,
    v.transaction_id = 'missing:' || v.bronze_id as has_no_id,
    v.date_key < date '2000-01-01' as is_too_early,
    v.transaction_timestamp > f.source_modified_at + interval '24 hours' as is_too_late
  from staged_versions as v
  inner join staged_files as f
    on f.file_id = v.file_id
  left join line_totals as l
    on l.file_id = v.file_id
    and l.transaction_id = v.transaction_id
    and l.version_row = v.version_row
),

judged as (
  select
    seq,
    transaction_id,
    file_id,
    version_row,
    source_row,
    bronze_id,
    source_file,
    source_modified_at,
    store_id,
    date_key,
    total_amount,
    basket_size,
    units,
    array_remove(
      array[
        case when has_no_id then
          coalesce(
            (select p.problem from unnest(problems) as p (problem) where p.problem like 'transaction_id: %' limit 1),
            'The record has no transaction id.')
        end,
        case when store_id is null then
          coalesce(
            (select p.problem from unnest(problems) as p (problem) where p.problem like 'store_id: %' limit 1),
            'The record names no store.')
        end,
        case when transaction_timestamp is null then
          coalesce(
            (select p.problem from unnest(problems) as p (problem) where p.problem like 'timestamp: %' limit 1),
            'The record has no timestamp.')
        end,
        case when is_too_early then 'The timestamp is before the year 2000.' end,
        case when is_too_late then 'The timestamp is more than a day after the file landed.' end,
        case when total_amount is null then
          coalesce(
            (select p.problem from unnest(problems) as p (problem) where p.problem like 'amount: %' limit 1),
            'There is no total: neither the record nor a line that counts states an amount.')
        end
      ],
      null
    ) as invalid_reasons,
    (
      (not has_no_id)::integer
      + (store_id is not null)::integer
      + coalesce(not is_too_early and not is_too_late, false)::integer
      + (total_amount is not null)::integer
      + (cardinality(problems) = 0)::integer
      + (valid_lines > 0)::integer
      + (invalid_lines = 0)::integer
      + coalesce(amount = lines_total, true)::integer
    ) / 8.0 as data_quality_score
  from totals
)

select
  seq,
  transaction_id,
  file_id,
  version_row,
  source_row,
  bronze_id,
  source_file,
  source_modified_at,
  store_id,
  date_key,
  total_amount,
  basket_size,
  units,
  cardinality(invalid_reasons) = 0 as is_valid,
  invalid_reasons,
  data_quality_score
from judged
