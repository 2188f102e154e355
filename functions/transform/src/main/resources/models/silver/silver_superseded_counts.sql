-- One row a transaction that kept its version against those of this run: how many versions have lost by now.
-- materialized: update silver_transactions
-- key: transaction_id
select
  s.transaction_id,
  count(*)::integer as superseded_count
from changed_transactions as c
inner join scout.silver_superseded as s
  on s.transaction_id = c.transaction_id
inner join scout.silver_transactions as t
  on t.transaction_id = c.transaction_id
where not c.wins
group by s.transaction_id
