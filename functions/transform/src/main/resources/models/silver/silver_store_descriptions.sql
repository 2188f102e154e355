-- One row a record of a reference file that describes a store.
-- materialized: replace file_id of staged_files
-- key: bronze_id
-- column bronze_id uuid: The bronze row of the record.
-- column file_id bigint: The ledger's number of its file.
-- column store_id text: The store.
-- column region text: What it says of the store's region; null for nothing.
-- column province text: What it says of the store's province; null for nothing.
-- column city text: What it says of the store's city; null for nothing.
-- column barangay text: What it says of the store's barangay; null for nothing.
-- column store_type text: What it says of the store's type; null for nothing.
-- column economic_class text: What it says of the store's economic class, A to E; null for nothing.
select
  bronze_id,
  file_id,
  store_id,
  region,
  province,
  city,
  barangay,
  store_type,
  nullif(economic_class, 'unknown') as economic_class
from staged_stores
