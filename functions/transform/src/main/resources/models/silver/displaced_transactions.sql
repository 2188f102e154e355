-- One row a transaction whose version in silver loses against one of this run, and stays a version that lost.
-- materialized: view
-- key: transaction_id
select
  c.transaction_id,
  c.previous_bronze_id,
  c.previous_file_id,
  c.previous_source_file,
  c.previous_source_row
from changed_transactions as c
where c.wins
  and c.previous_bronze_id is not null
  and not exists (select from staged_files as f where f.file_id = c.previous_file_id and f.is_taken)
