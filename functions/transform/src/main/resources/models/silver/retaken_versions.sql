-- One row a version that silver knew of a file that this run takes again.
-- materialized: temporary
-- key: bronze_id
-- reads before it changes: silver_transactions, silver_superseded
select
  t.bronze_id,
  t.transaction_id,
  true as had_won,
  case when t.is_valid then t.store_id end as store_id
from staged_files as f
inner join scout.silver_transactions as t
  on t.file_id = f.file_id
where f.was_known
union all
select
  s.bronze_id,
  s.transaction_id,
  false as had_won,
  s.store_id
from staged_files as f
inner join scout.silver_superseded as s
  on s.bronze_id between f.first_bronze_id and f.last_bronze_id
where f.was_known
