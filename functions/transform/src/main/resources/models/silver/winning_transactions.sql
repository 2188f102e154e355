-- One row a transaction that this run gives a new version.
-- materialized: view
-- key: transaction_id
select
  transaction_id,
  seq,
  file_id,
  version_row,
  bronze_id,
  is_valid,
  date_key,
  previous_date_key
from changed_transactions
where wins
