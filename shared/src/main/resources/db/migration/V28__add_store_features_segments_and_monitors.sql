-- What platinum was missing: features of stores over 90 days, segments of customers, and whether any of it drifts.

create table scout.platinum_store_features (
  store_id                  text collate "C" not null,
  transaction_date          date not null,
  avg_daily_transactions    numeric not null,
  stddev_daily_transactions numeric not null,
  avg_daily_revenue         numeric not null,
  ma7_transactions          numeric not null,
  day_of_week               integer not null,
  weekend_avg               numeric not null,
  weekday_avg               numeric not null,
  constraint platinum_store_features_pkey primary key (store_id, transaction_date)
);
create index platinum_store_features_date_idx on scout.platinum_store_features (transaction_date);
comment on table scout.platinum_store_features is 'Features of a store for ML, over the 90 days that end on the day: one row a store and business day with a sale.';

-- The windows are read by day, and gold replaces days.
create index gold_store_daily_summary_date_idx on scout.gold_store_daily_summary (transaction_date);

create table scout.platinum_customer_segments (
  as_of_date              date not null,
  region                  text collate "C",
  gender                  text collate "C" not null,
  age_bracket             text collate "C" not null,
  customer_type           text collate "C" not null,
  economic_class          text collate "C" not null,
  transaction_count       bigint not null,
  avg_spend               numeric not null,
  median_spend            numeric not null,
  avg_basket_size         numeric,
  campaign_responsiveness numeric,
  avg_handshake_score     numeric,
  value_decile            integer,
  segment                 text collate "C",
  constraint platinum_customer_segments_key
    unique nulls not distinct (as_of_date, region, gender, age_bracket, customer_type, economic_class)
);
comment on table scout.platinum_customer_segments is 'Customer segments of the 90 days up to the latest complete business day with sales: one row a demographic cell.';

create table scout.platinum_monitors (
  as_of_date     date not null,
  table_name     text collate "C" not null,
  feature        text collate "C" not null,
  metric         text collate "C" not null,
  status         text collate "C" not null,
  current_start  date not null,
  baseline_start date not null,
  baseline_end   date not null,
  current_rows   bigint not null,
  baseline_rows  bigint not null,
  current_mean   numeric,
  baseline_mean  numeric,
  value          numeric,
  constraint platinum_monitors_pkey primary key (as_of_date, table_name, feature, metric),
  constraint platinum_monitors_metric_known check (metric in ('psi', 'volume')),
  constraint platinum_monitors_status_known check (status in ('ok', 'warn', 'alert'))
);
comment on table scout.platinum_monitors is 'Drift of features and of volume: one row a feature and metric, as of the latest complete business day with sales.';

insert into scout.datasets (dataset_id, update_frequency) values
  ('platinum/customer_segments', 'daily');

grant select, insert, update, delete on scout.platinum_store_features, scout.platinum_customer_segments, scout.platinum_monitors to scout_transform;
grant select on scout.platinum_customer_segments to scout_publisher;
