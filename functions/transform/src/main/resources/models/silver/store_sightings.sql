-- One row a valid version of a transaction, or a description of a store, in the files that this run takes.
-- materialized: view
-- key: seq
select
  v.seq,
  v.file_id,
  v.source_row,
  v.store_id,
  v.region,
  v.province,
  v.city,
  v.barangay,
  v.store_type,
  nullif(v.economic_class, 'unknown') as economic_class
from judged_versions as j
inner join staged_versions as v
  on v.seq = j.seq
inner join staged_files as f
  on f.file_id = j.file_id
where j.is_valid
  and f.is_taken
union all
select
  s.seq,
  s.file_id,
  s.source_row,
  s.store_id,
  s.region,
  s.province,
  s.city,
  s.barangay,
  s.store_type,
  nullif(s.economic_class, 'unknown') as economic_class
from staged_stores as s
