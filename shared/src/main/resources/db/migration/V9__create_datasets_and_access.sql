-- Which tables are published: dataset <layer>/<name> is table scout.<layer>_<name>; its columns, their order and their comments are the table's own.
create table scout.datasets (
  dataset_id       text not null,
  update_frequency text not null,
  schema_version   text not null default '1.0.0',
  constraint datasets_pkey primary key (dataset_id),
  constraint datasets_id_form check (dataset_id ~ '^(gold|platinum)/[a-z][a-z0-9_]*$'),
  constraint datasets_frequency_known check (update_frequency in ('daily', 'weekly'))
);
comment on table scout.datasets is 'One row a published dataset.';

insert into scout.datasets (dataset_id, update_frequency) values
  ('gold/txn_daily', 'daily'),
  ('gold/product_mix', 'daily'),
  ('platinum/features_sales_7d', 'daily'),
  ('platinum/store_perf', 'daily');

create table scout.dataset_access_logs (
  access_id      bigint generated always as identity,
  accessed_at    timestamptz not null default clock_timestamp(),
  dataset_id     text,
  user_id        text,
  role           text,
  method         text not null,
  path           text not null,
  status         integer not null,
  success        boolean generated always as (status < 400) stored,
  outcome        text not null,
  ttl_seconds    integer,
  latency_ms     integer not null,
  user_agent     text,
  request_id     text,
  constraint dataset_access_logs_pkey primary key (access_id)
);
create index dataset_access_logs_time_idx on scout.dataset_access_logs (accessed_at);
comment on table scout.dataset_access_logs is 'One row a request to the dataset API, refused ones too.';
comment on column scout.dataset_access_logs.dataset_id is 'The dataset that was asked for, where its id is well-formed.';
comment on column scout.dataset_access_logs.user_id is 'Subject of the token; null where it was not verified.';
comment on column scout.dataset_access_logs.outcome is 'OK, or the code of the problem that was answered.';

create view scout.dataset_access_analytics as
select
  (accessed_at at time zone 'UTC')::date as access_date,
  dataset_id,
  count(*) as total_requests,
  count(*) filter (where success) as successful_requests,
  count(distinct user_id) as unique_users,
  round(100.0 * count(*) filter (where success) / count(*), 2) as success_rate_percent,
  round(avg(latency_ms), 1) as avg_latency_ms
from scout.dataset_access_logs
where dataset_id is not null
group by 1, 2;
comment on view scout.dataset_access_analytics is 'One row a UTC day and dataset: how often it was asked for and how that went.';

create table scout.rate_limit_buckets (
  id         text not null,
  state      bytea,
  expires_at bigint,
  constraint rate_limit_buckets_pkey primary key (id)
);
create index rate_limit_buckets_expiry_idx on scout.rate_limit_buckets (expires_at);
comment on table scout.rate_limit_buckets is 'One row a user of the dataset API: what is left of its minute, for all instances together.';

grant select on scout.datasets to scout_publisher;
grant select, insert on scout.dataset_access_logs to scout_proxy;
grant usage on sequence scout.dataset_access_logs_access_id_seq to scout_proxy;
grant select, insert, update, delete on scout.rate_limit_buckets to scout_proxy;
