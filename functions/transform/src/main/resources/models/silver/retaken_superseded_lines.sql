-- One row a record with lines of superseded versions that this run replaces.
-- materialized: temporary
-- key: bronze_id
-- reads before it changes: silver_superseded_lines
select l.bronze_id
from staged_files as f
inner join scout.silver_superseded_lines as l
  on l.bronze_id between f.first_bronze_id and f.last_bronze_id
where f.was_known
union
select i.bronze_id
from staged_items as i
inner join staged_files as f
  on f.file_id = i.file_id
where not f.is_taken
