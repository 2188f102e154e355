-- One row a demographic cell that is shown by itself, with its cluster by how its customers buy: 1 has the lowest average spend.
-- materialized: 5 clusters
-- key: cell
select
  c.cell,
  c.avg_spend,
  c.median_spend,
  c.avg_basket_size,
  c.campaign_responsiveness,
  c.avg_handshake_score
from as_of_day as a
inner join customer_cells as c
  on c.as_of_date = a.as_of_date
where not c.is_suppressed
