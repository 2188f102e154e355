create table scout.platinum_features_sales_7d (
  date_key            date not null,
  region              text collate "C",
  category            text collate "C",
  brand_name          text collate "C",
  revenue             numeric not null,
  transaction_count   bigint not null,
  units               numeric not null,
  revenue_7d_sum      numeric not null,
  revenue_7d_avg      numeric not null,
  revenue_7d_stddev   numeric not null,
  revenue_7d_min      numeric not null,
  revenue_7d_max      numeric not null,
  transactions_7d_avg numeric not null,
  revenue_wow_growth  numeric,
  rank_in_region      bigint not null,
  constraint platinum_features_sales_7d_key unique nulls not distinct (date_key, region, category, brand_name)
);
comment on table scout.platinum_features_sales_7d is '7-day rolling sales features for ML: one row a business day with sales, region, category and brand.';
comment on column scout.platinum_features_sales_7d.date_key is 'Local business day.';
comment on column scout.platinum_features_sales_7d.region is 'Region of the store; null where unknown.';
comment on column scout.platinum_features_sales_7d.category is 'Category of the product; null where unknown.';
comment on column scout.platinum_features_sales_7d.brand_name is 'Brand of the product; null where unknown.';
comment on column scout.platinum_features_sales_7d.revenue is 'Sum of the line totals of the day, signed, exact.';
comment on column scout.platinum_features_sales_7d.transaction_count is 'Sales of the day with at least one such line.';
comment on column scout.platinum_features_sales_7d.units is 'Sum of the quantities of the day, signed, exact.';
comment on column scout.platinum_features_sales_7d.revenue_7d_sum is 'Revenue of the day and the six calendar days before it, exact.';
comment on column scout.platinum_features_sales_7d.revenue_7d_avg is 'revenue_7d_sum / 7, 4 decimals.';
comment on column scout.platinum_features_sales_7d.revenue_7d_stddev is 'Sample deviation of the seven daily revenues, 4 decimals.';
comment on column scout.platinum_features_sales_7d.revenue_7d_min is 'Lowest of the seven daily revenues; a day without sales is 0.';
comment on column scout.platinum_features_sales_7d.revenue_7d_max is 'Highest of the seven daily revenues.';
comment on column scout.platinum_features_sales_7d.transactions_7d_avg is 'Sales in the seven days / 7, 4 decimals.';
comment on column scout.platinum_features_sales_7d.revenue_wow_growth is 'revenue / revenue of the day seven days before - 1, 6 decimals; null where that is 0.';
comment on column scout.platinum_features_sales_7d.rank_in_region is 'Place by revenue within day and region; equal values share a place and leave a gap.';

create table scout.platinum_store_perf (
  as_of_date             date not null,
  store_id               text collate "C" not null,
  region                 text collate "C",
  revenue_7d             numeric not null,
  revenue_28d            numeric not null,
  transactions_28d       bigint not null,
  avg_basket_size_28d    numeric,
  revenue_volatility_28d numeric not null,
  revenue_wow_growth     numeric,
  acceptance_rate_28d    numeric,
  unique_products_28d    bigint not null,
  rank_in_region         bigint not null,
  rank_overall           bigint not null,
  performance_score      numeric not null,
  constraint platinum_store_perf_pkey primary key (store_id),
  constraint platinum_store_perf_score_range check (performance_score between 0 and 100)
);
comment on table scout.platinum_store_perf is 'Store performance features and rankings: one row a store as of the latest complete business day with sales.';
comment on column scout.platinum_store_perf.as_of_date is 'Latest business day with a valid sale before the current local day; the windows end on it.';
comment on column scout.platinum_store_perf.store_id is 'Id of the store.';
comment on column scout.platinum_store_perf.region is 'Latest known region of the store.';
comment on column scout.platinum_store_perf.revenue_7d is 'Revenue of the 7 days up to as_of_date, exact.';
comment on column scout.platinum_store_perf.revenue_28d is 'Revenue of the 28 days up to as_of_date, exact.';
comment on column scout.platinum_store_perf.transactions_28d is 'Sales in the 28 days.';
comment on column scout.platinum_store_perf.avg_basket_size_28d is 'Mean number of lines of a sale in the 28 days, 4 decimals.';
comment on column scout.platinum_store_perf.revenue_volatility_28d is 'Sample deviation of the 28 daily revenues, 4 decimals.';
comment on column scout.platinum_store_perf.revenue_wow_growth is 'revenue_7d / revenue of the 7 days before - 1, 6 decimals; null where that is 0.';
comment on column scout.platinum_store_perf.acceptance_rate_28d is 'Accepted suggestions / offered ones in the 28 days, 6 decimals.';
comment on column scout.platinum_store_perf.unique_products_28d is 'Distinct products sold in the 28 days.';
comment on column scout.platinum_store_perf.rank_in_region is 'Place by revenue_28d within the region; equal values share a place and leave a gap.';
comment on column scout.platinum_store_perf.rank_overall is 'Place by revenue_28d among all stores.';
comment on column scout.platinum_store_perf.performance_score is '0 to 100, 6 decimals; the formula stands in docs/models.md.';

grant select, insert, update, delete on scout.platinum_features_sales_7d, scout.platinum_store_perf to scout_transform;
grant select on scout.platinum_features_sales_7d, scout.platinum_store_perf to scout_publisher;
