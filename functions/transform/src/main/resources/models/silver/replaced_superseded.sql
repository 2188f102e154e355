-- One row a version that this run says anew whether it lost: those it stages, and those that silver knew of a file that it takes again.
-- materialized: view
-- key: bronze_id
select bronze_id
from judged_versions
union all
select bronze_id
from retaken_versions
