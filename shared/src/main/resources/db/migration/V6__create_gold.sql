create table scout.scout_gold_transactions (
  transaction_id        text collate "C" not null,
  date_key              date not null,
  store_id              text collate "C" not null,
  device_id             text collate "C",
  customer_id           text collate "C",
  transaction_timestamp timestamptz not null,
  time_of_day           text not null,
  transaction_kind      text not null,
  transaction_type      text not null,
  currency              text collate "C" not null,
  payment_method        text not null,
  region                text collate "C",
  province              text collate "C",
  city                  text collate "C",
  barangay              text collate "C",
  store_type            text,
  economic_class        text not null,
  gender                text not null,
  age_bracket           text not null,
  customer_type         text not null,
  request_mode          text,
  request_type          text,
  suggestion_offered    boolean,
  suggestion_accepted   boolean,
  campaign_influenced   boolean,
  total_amount          numeric not null,
  basket_size           numeric,
  units                 numeric,
  handshake_score       numeric,
  duration_seconds      numeric,
  source                text collate "C" not null,
  constraint scout_gold_transactions_pkey primary key (transaction_id),
  constraint scout_gold_transactions_type_known check (transaction_type in ('high_value', 'standard'))
);
create index scout_gold_transactions_date_idx on scout.scout_gold_transactions (date_key);
comment on table scout.scout_gold_transactions is 'One row a valid transaction, with its place resolved.';
comment on column scout.scout_gold_transactions.transaction_type is 'high_value where total_amount > 1000, else standard.';
comment on column scout.scout_gold_transactions.region is 'From the record, else from dim_store, else the region''s id as text.';

create table scout.scout_gold_transaction_items (
  transaction_id   text collate "C" not null,
  line_no          integer not null,
  date_key         date not null,
  store_id         text collate "C" not null,
  transaction_kind text not null,
  sku              text collate "C",
  product_name     text collate "C",
  brand_name       text collate "C",
  category         text collate "C",
  quantity         numeric not null,
  unit             text collate "C",
  unit_price       numeric,
  line_total       numeric,
  constraint scout_gold_transaction_items_pkey primary key (transaction_id, line_no)
);
create index scout_gold_transaction_items_date_idx on scout.scout_gold_transaction_items (date_key);
comment on table scout.scout_gold_transaction_items is 'One row a valid line of a valid transaction; names from the line, else from dim_product.';

create table scout.gold_store_daily_summary (
  store_id               text collate "C" not null,
  transaction_date       date not null,
  transaction_count      bigint not null,
  active_devices         bigint not null,
  total_revenue          numeric not null,
  avg_transaction_value  numeric,
  most_common_payment    text,
  first_transaction_time timestamptz,
  last_transaction_time  timestamptz,
  last_updated           timestamptz not null default now(),
  constraint gold_store_daily_summary_pkey primary key (store_id, transaction_date)
);
comment on table scout.gold_store_daily_summary is 'One row a store and business day.';
comment on column scout.gold_store_daily_summary.transaction_count is 'Sales; returns are not counted.';
comment on column scout.gold_store_daily_summary.active_devices is 'Distinct devices that sent a sale.';
comment on column scout.gold_store_daily_summary.total_revenue is 'Sales and returns, signed; exact.';
comment on column scout.gold_store_daily_summary.avg_transaction_value is 'Mean total of the sales, 4 decimals.';
comment on column scout.gold_store_daily_summary.most_common_payment is 'Payment method of most sales; the first by name among equals.';

create table scout.gold_txn_daily (
  date_key                   date not null,
  store_id                   text collate "C" not null,
  region                     text collate "C",
  province                   text collate "C",
  city                       text collate "C",
  barangay                   text collate "C",
  store_type                 text collate "C",
  transaction_count          bigint not null,
  revenue                    numeric not null,
  units                      numeric,
  avg_transaction_value      numeric,
  avg_basket_size            numeric,
  avg_duration_seconds       numeric,
  suggestion_acceptance_rate numeric,
  constraint gold_txn_daily_pkey primary key (date_key, store_id)
);
create index gold_txn_daily_store_idx on scout.gold_txn_daily (store_id, date_key);
comment on table scout.gold_txn_daily is 'Daily transaction aggregates: one row a business day and store.';
comment on column scout.gold_txn_daily.date_key is 'Local business day.';
comment on column scout.gold_txn_daily.store_id is 'Id of the store.';
comment on column scout.gold_txn_daily.region is 'Region of the store.';
comment on column scout.gold_txn_daily.province is 'Province of the store.';
comment on column scout.gold_txn_daily.city is 'City or municipality of the store.';
comment on column scout.gold_txn_daily.barangay is 'Barangay of the store.';
comment on column scout.gold_txn_daily.store_type is 'urban_high, urban_medium, residential, rural, transport or other.';
comment on column scout.gold_txn_daily.transaction_count is 'Number of sales.';
comment on column scout.gold_txn_daily.revenue is 'Sum of the totals of sales and returns, signed, exact.';
comment on column scout.gold_txn_daily.units is 'Sum of the quantities of sales and returns, signed, exact.';
comment on column scout.gold_txn_daily.avg_transaction_value is 'Mean total of a sale, 4 decimals.';
comment on column scout.gold_txn_daily.avg_basket_size is 'Mean number of lines of a sale, 4 decimals.';
comment on column scout.gold_txn_daily.avg_duration_seconds is 'Mean duration of the sales that state one, seconds, 4 decimals.';
comment on column scout.gold_txn_daily.suggestion_acceptance_rate is 'Accepted suggestions / offered ones, 0 to 1, 6 decimals; null where none was offered.';

create table scout.gold_product_mix (
  date_key                 date not null,
  sku                      text collate "C",
  product_name             text collate "C",
  brand_name               text collate "C",
  category                 text collate "C",
  transaction_count        bigint not null,
  units                    numeric not null,
  revenue                  numeric not null,
  avg_unit_price           numeric,
  store_count              bigint not null,
  rank_in_category         bigint not null,
  category_revenue_share   numeric,
  cumulative_revenue_share numeric,
  is_pareto_80             boolean,
  constraint gold_product_mix_key unique nulls not distinct (date_key, sku)
);
create index gold_product_mix_sku_idx on scout.gold_product_mix (sku);
comment on table scout.gold_product_mix is 'Product performance and mix: one row a business day and product.';
comment on column scout.gold_product_mix.date_key is 'Local business day.';
comment on column scout.gold_product_mix.sku is 'Product; null where the line names none.';
comment on column scout.gold_product_mix.product_name is 'Latest name seen of the product.';
comment on column scout.gold_product_mix.brand_name is 'Latest brand seen of the product.';
comment on column scout.gold_product_mix.category is 'Latest category seen of the product.';
comment on column scout.gold_product_mix.transaction_count is 'Number of sales with the product.';
comment on column scout.gold_product_mix.units is 'Sum of the quantities of sales and returns, signed, exact.';
comment on column scout.gold_product_mix.revenue is 'Sum of the line totals of sales and returns, signed, exact.';
comment on column scout.gold_product_mix.avg_unit_price is 'revenue / units, 4 decimals; null where units are 0.';
comment on column scout.gold_product_mix.store_count is 'Number of stores that sold the product.';
comment on column scout.gold_product_mix.rank_in_category is 'Place by revenue within day and category, 1 is the highest; ties by sku.';
comment on column scout.gold_product_mix.category_revenue_share is 'revenue / revenue of the day''s category, 6 decimals.';
comment on column scout.gold_product_mix.cumulative_revenue_share is 'Share of the products up to this rank together, 6 decimals.';
comment on column scout.gold_product_mix.is_pareto_80 is 'Whether the (unrounded) cumulative share is at most 0.8.';

create table scout.platinum_changed_days (
  date_key    date not null,
  gold_run_id uuid not null,
  constraint platinum_changed_days_pkey primary key (date_key, gold_run_id)
);
comment on table scout.platinum_changed_days is 'One row a business day that a run of gold changed and platinum has still to rebuild.';

grant select, insert, update, delete on scout.scout_gold_transactions, scout.scout_gold_transaction_items, scout.gold_store_daily_summary,
  scout.gold_txn_daily, scout.gold_product_mix, scout.platinum_changed_days to scout_transform;
grant select on scout.gold_txn_daily, scout.gold_product_mix to scout_publisher;
