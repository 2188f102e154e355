-- One row a demographic cell of the sales of the 90 days up to the latest business day with a valid sale before the current local day.
-- materialized: all
-- key: as_of_date, region, gender, age_bracket, customer_type, economic_class
-- column as_of_date date: Latest business day with a valid sale before the current local day; the 90 days end on it.
-- column region text: Region of the stores; null where unknown.
-- column gender text: Gender of the customers; suppressed in the row of a region's cells that have too few sales each.
-- column age_bracket text: Age bracket of the customers, or suppressed.
-- column customer_type text: regular, occasional, new, unknown or suppressed.
-- column economic_class text: Economic class of the customers, A to E, unknown or suppressed.
-- column transaction_count bigint: Number of sales.
-- column avg_spend numeric: Mean total of a sale, 4 decimals.
-- column median_spend numeric: Median total of a sale, 4 decimals; the mean of the two in the middle of an even number.
-- column avg_basket_size numeric: Mean number of lines of a sale, 4 decimals; null where no sale has one.
-- column campaign_responsiveness numeric: Share of the sales under a campaign's influence, of those that state it, 0 to 1, 6 decimals; null where none does.
-- column avg_handshake_score numeric: Mean handshake score of the sales that state one, 4 decimals; null where none does.
-- column value_decile integer: Tenth of the cells by avg_spend that the cell is in, 1 the lowest to 10; null in a suppressed row.
-- column segment text: Cluster of the cells that buy alike, segment_1 (lowest average spend) to segment_5; null in a suppressed row.
-- check: a cell that is shown by itself has a segment: (segment is null) <> (gender = 'suppressed')
-- check: shares lie between 0 and 1: campaign_responsiveness not between 0 and 1
-- lake: as_of_date
select
  c.as_of_date,
  c.region,
  c.gender,
  c.age_bracket,
  c.customer_type,
  c.economic_class,
  c.transaction_count,
  c.avg_spend,
  c.median_spend,
  c.avg_basket_size,
  c.campaign_responsiveness,
  c.avg_handshake_score,
  c.value_decile,
  'segment_' || k.cluster as segment
from as_of_day as a
inner join customer_cells as c
  on c.as_of_date = a.as_of_date
left join customer_clusters as k
  on k.cell = c.cell
