-- One row a version of a transaction that lost against a later one.
-- materialized: replace bronze_id of judged_versions
-- key: bronze_id
-- check: a version that won is not superseded: exists (select from winning_transactions as w where w.bronze_id = silver_superseded.bronze_id)
select
  v.bronze_id,
  v.transaction_id,
  v.file_id,
  v.source_file,
  v.source_row
from judged_versions as v
inner join changed_transactions as c
  on c.transaction_id = v.transaction_id
where not (c.wins and v.seq = c.seq)
union all
select
  c.previous_bronze_id,
  c.transaction_id,
  c.previous_file_id,
  c.previous_source_file,
  c.previous_source_row
from changed_transactions as c
where c.wins
  and c.previous_bronze_id is not null
  and not exists (select from staged_files as f where f.file_id = c.previous_file_id)
