-- One row a product that was asked for and another taken instead, with the line it belongs to, else counted from 1.
-- materialized: replace transaction_id of winning_transactions
-- key: transaction_id, line_no
-- column transaction_id text: The transaction.
-- column line_no integer: The line it belongs to; counted from 1 where the record names it for the whole transaction.
-- column from_product text: What was asked for.
-- column to_product text: What was taken instead; null where nothing was.
-- column reason text: stockout, suggestion or unknown.
-- check: every substitution has its transaction: not exists (select from scout.silver_transactions as t where t.transaction_id = silver_substitutions.transaction_id)
-- lake: date_key of silver_transactions by transaction_id
with substitutions as (
  select
    s.seq,
    s.transaction_id,
    s.file_id,
    s.version_row,
    s.item_seq,
    s.from_product,
    s.to_product,
    coalesce(s.reason, 'unknown') as reason
  from winning_transactions as w
  inner join staged_item_substitutions as s
    on s.transaction_id = w.transaction_id
    and s.file_id = w.file_id
    and s.version_row = w.version_row
),

numbered_lines as (
  select
    i.seq,
    row_number() over (partition by i.transaction_id order by i.seq)::integer as line_no
  from staged_items as i
  where (i.transaction_id, i.file_id, i.version_row) in (
    select
      s.transaction_id,
      s.file_id,
      s.version_row
    from substitutions as s
    where s.item_seq is not null
  )
)

select
  s.transaction_id,
  coalesce(l.line_no, row_number() over (partition by s.transaction_id order by s.seq)::integer) as line_no,
  s.from_product,
  s.to_product,
  s.reason
from substitutions as s
left join numbered_lines as l
  on l.seq = s.item_seq
