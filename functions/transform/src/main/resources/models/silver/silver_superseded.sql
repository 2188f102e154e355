-- One row a version of a transaction that lost against a later one.
-- materialized: replace bronze_id of replaced_superseded
-- key: bronze_id
-- reads before it changes: silver_transactions
-- column bronze_id uuid: The (first) bronze row of the version.
-- column transaction_id text: The transaction.
-- column file_id bigint: The ledger's number of its file.
-- column source_file text: Key of the object that it came in.
-- column source_row bigint: Number of its (first) record in the file, from 1.
-- column store_id text: The store of a valid version; null where the version was not valid, as in the columns that follow.
-- column region text: What it says of the store's region; null for nothing.
-- column province text: What it says of the store's province; null for nothing.
-- column city text: What it says of the store's city; null for nothing.
-- column barangay text: What it says of the store's barangay; null for nothing.
-- column store_type text: What it says of the store's type; null for nothing.
-- column economic_class text: What it says of the store's economic class, A to E; null for nothing.
-- check: a version that won is not superseded: exists (select from winning_transactions as w where w.bronze_id = silver_superseded.bronze_id)
select
  l.bronze_id,
  l.transaction_id,
  l.file_id,
  l.source_file,
  l.source_row,
  case when l.is_valid then v.store_id end as store_id,
  case when l.is_valid then v.region end as region,
  case when l.is_valid then v.province end as province,
  case when l.is_valid then v.city end as city,
  case when l.is_valid then v.barangay end as barangay,
  case when l.is_valid then v.store_type end as store_type,
  case when l.is_valid then nullif(v.economic_class, 'unknown') end as economic_class
from lost_versions as l
inner join staged_versions as v
  on v.seq = l.seq
union all
select
  d.previous_bronze_id,
  d.transaction_id,
  d.previous_file_id,
  d.previous_source_file,
  d.previous_source_row,
  case when t.is_valid then t.store_id end,
  case when t.is_valid then t.region end,
  case when t.is_valid then t.province end,
  case when t.is_valid then t.city end,
  case when t.is_valid then t.barangay end,
  case when t.is_valid then t.store_type end,
  case when t.is_valid then nullif(t.economic_class, 'unknown') end
from displaced_transactions as d
inner join scout.silver_transactions as t
  on t.transaction_id = d.transaction_id
