-- One row a version of a transaction that this run stages and that loses.
-- materialized: temporary
-- key: seq
select
  v.seq,
  v.transaction_id,
  v.file_id,
  v.version_row,
  v.bronze_id,
  v.source_file,
  v.source_row,
  v.is_valid
from judged_versions as v
inner join changed_transactions as c
  on c.transaction_id = v.transaction_id
where not (c.wins and v.seq = c.seq)
