-- One row a transaction that kept its version, while others of it came, or went with their file: how many versions have lost by now.
-- materialized: update silver_transactions
-- key: transaction_id
with kept as (
  select transaction_id
  from changed_transactions
  where not wins
  union
  select transaction_id
  from retaken_versions
  where not had_won
  except
  select transaction_id
  from winning_transactions
)

select
  t.transaction_id,
  count(s.bronze_id)::integer as superseded_count
from kept
inner join scout.silver_transactions as t
  on t.transaction_id = kept.transaction_id
left join scout.silver_superseded as s
  on s.transaction_id = kept.transaction_id
group by t.transaction_id
