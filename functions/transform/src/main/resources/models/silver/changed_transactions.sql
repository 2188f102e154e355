-- One row a transaction that this run has a version of, or that silver has by a file that this run takes again: its latest version, and whether it takes the place of the one that silver has. Without a version it is gone.
-- materialized: temporary
-- key: transaction_id
-- reads before it changes: silver_transactions
with latest as (
  select distinct on (transaction_id)
    transaction_id,
    seq,
    file_id,
    version_row,
    source_row,
    bronze_id,
    source_file,
    source_modified_at,
    is_valid,
    date_key
  from judged_versions
  order by transaction_id, source_modified_at desc, source_file desc, source_row desc, file_id desc
),

affected as (
  select latest.transaction_id
  from latest
  union
  select transaction_id
  from retaken_versions
  where had_won
)

select
  affected.transaction_id,
  latest.seq,
  latest.file_id,
  latest.version_row,
  latest.bronze_id,
  latest.is_valid,
  latest.date_key,
  previous.transaction_id is null
    or exists (select from staged_files as f where f.file_id = previous.file_id and f.is_taken)
    or (latest.source_modified_at, latest.source_file, latest.source_row, latest.file_id)
      > (previous.source_modified_at, previous.source_file, previous.source_row, previous.file_id) as wins,
  previous.bronze_id as previous_bronze_id,
  previous.file_id as previous_file_id,
  previous.source_file as previous_source_file,
  previous.source_row as previous_source_row,
  case when previous.is_valid then previous.date_key end as previous_date_key
from affected
left join latest
  on latest.transaction_id = affected.transaction_id
left join scout.silver_transactions as previous
  on previous.transaction_id = affected.transaction_id
