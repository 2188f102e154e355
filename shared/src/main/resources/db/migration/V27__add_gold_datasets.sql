-- What stands beside the daily tables of gold: trailing windows, requests, weeks of shoppers. Columns are described beside their models.
create table scout.scout_gold_substitutions (
  transaction_id   text collate "C" not null,
  line_no          integer not null,
  date_key         date not null,
  store_id         text collate "C" not null,
  transaction_kind text not null,
  from_product     text collate "C" not null,
  to_product       text collate "C",
  reason           text not null,
  constraint scout_gold_substitutions_pkey primary key (transaction_id, line_no)
);
create index scout_gold_substitutions_date_idx on scout.scout_gold_substitutions (date_key);
comment on table scout.scout_gold_substitutions is 'One row a substitution in a valid transaction.';

create table scout.gold_substitution_flows (
  from_product       text collate "C" not null,
  to_product         text collate "C",
  reason             text collate "C" not null,
  substitution_count bigint not null,
  store_count        bigint not null,
  share_of_from      numeric not null,
  window_start       date not null,
  window_end         date not null,
  constraint gold_substitution_flows_key unique nulls not distinct (from_product, to_product, reason)
);
comment on table scout.gold_substitution_flows is 'Product substitution patterns: one row a product asked for, another taken instead and the reason, in sales of the trailing 90 days.';

create table scout.gold_basket_patterns (
  sku_a             text collate "C" not null,
  sku_b             text collate "C" not null,
  product_a         text collate "C",
  product_b         text collate "C",
  baskets_a         bigint not null,
  baskets_b         bigint not null,
  baskets_together  bigint not null,
  baskets_total     bigint not null,
  support           numeric not null,
  confidence_a_to_b numeric not null,
  confidence_b_to_a numeric not null,
  lift              numeric not null,
  window_start      date not null,
  window_end        date not null,
  constraint gold_basket_patterns_pkey primary key (sku_a, sku_b)
);
comment on table scout.gold_basket_patterns is 'Market basket analysis: one row a pair of products that were bought together often enough in the trailing 90 days.';

-- An array of arrays of different lengths can only be made of a type of its own.
create type scout.basket_rest as (products integer[]);
comment on type scout.basket_rest is 'The products of a basket behind one of them, by their numbers in a run.';

create table scout.gold_request_behavior (
  date_key             date not null,
  region               text collate "C",
  category             text collate "C",
  request_mode         text collate "C",
  request_type         text collate "C",
  request_count        bigint not null,
  suggestions_offered  bigint not null,
  suggestions_accepted bigint not null,
  acceptance_rate      numeric,
  avg_handshake_score  numeric,
  avg_duration_seconds numeric,
  constraint gold_request_behavior_key unique nulls not distinct (date_key, region, category, request_mode, request_type)
);
comment on table scout.gold_request_behavior is 'Customer request and interaction patterns: one row a business day, region, category and way of asking.';

create table scout.gold_demographics (
  week_start            date not null,
  region                text collate "C",
  gender                text collate "C" not null,
  age_bracket           text collate "C" not null,
  customer_type         text collate "C" not null,
  economic_class        text collate "C" not null,
  transaction_count     bigint not null,
  store_count           bigint not null,
  total_spend           numeric not null,
  avg_transaction_value numeric not null,
  avg_basket_size       numeric,
  constraint gold_demographics_key unique nulls not distinct (week_start, region, gender, age_bracket, customer_type, economic_class)
);
comment on table scout.gold_demographics is 'Anonymized customer demographic segments: one row an ISO week, region and group of shoppers; small groups are folded into one.';

grant select, insert, update, delete on scout.scout_gold_substitutions, scout.gold_substitution_flows, scout.gold_basket_patterns,
  scout.gold_request_behavior, scout.gold_demographics to scout_transform;
grant select on scout.gold_substitution_flows, scout.gold_basket_patterns, scout.gold_request_behavior, scout.gold_demographics to scout_publisher;

insert into scout.datasets (dataset_id, update_frequency) values
  ('gold/basket_patterns', 'weekly'),
  ('gold/substitution_flows', 'weekly'),
  ('gold/request_behavior', 'daily'),
  ('gold/demographics', 'weekly');

-- Edge transactions as those know them who read the layers by the edge pipeline's first names. A row stands here if its version came in by
-- bronze_edge_raw: full_payload then is the device's record. What counts nowhere is left out, as nothing here would tell it apart.
create view scout.silver_edge_transactions as
select
  t.bronze_id,
  coalesce(t.device_id, 'unknown') as device_id,
  split_part(t.source_file, '/', -1) as file_name,
  t.transaction_id,
  t.store_id,
  t.transaction_timestamp,
  t.total_amount as amount,
  t.currency,
  t.payment_method,
  t.full_payload,
  coalesce(f.ingested_at, f.loaded_at) as ingested_at,
  coalesce(f.ingested_at, f.loaded_at) as created_at
from scout.silver_transactions as t
inner join scout.ingest_files as f
  on f.file_id = t.file_id
where t.is_valid
  and f.target_table = 'bronze_edge_raw';
comment on view scout.silver_edge_transactions is 'One row a valid transaction whose version came from an edge device: silver_transactions under the columns of the edge pipeline.';
comment on column scout.silver_edge_transactions.bronze_id is 'The row of bronze_edge_raw (id).';
comment on column scout.silver_edge_transactions.device_id is 'The device that sent it; unknown where the record names none.';
comment on column scout.silver_edge_transactions.file_name is 'Last part of the object''s key.';
comment on column scout.silver_edge_transactions.transaction_id is 'Id of the transaction.';
comment on column scout.silver_edge_transactions.store_id is 'The store.';
comment on column scout.silver_edge_transactions.transaction_timestamp is 'The instant of the transaction.';
comment on column scout.silver_edge_transactions.amount is 'The total: the amount that the record states, else the sum of its lines; negative for a return; exact.';
comment on column scout.silver_edge_transactions.currency is 'PHP where the record names none.';
comment on column scout.silver_edge_transactions.payment_method is 'cash where the record names none.';
comment on column scout.silver_edge_transactions.full_payload is 'The record as it came.';
comment on column scout.silver_edge_transactions.ingested_at is 'When its record came into bronze.';
comment on column scout.silver_edge_transactions.created_at is 'The same: bronze rows are made when they come in.';
grant select on scout.silver_edge_transactions to scout_transform;
