create table scout.etl_monitoring (
  run_id            uuid not null,
  pipeline_name     text not null,
  layer             text not null,
  status            text not null,
  records_processed bigint,
  records_rejected  bigint,
  started_at        timestamptz not null default clock_timestamp(),
  finished_at       timestamptz,
  duration_seconds  numeric(12, 3),
  error_message     text,
  details           jsonb,
  constraint etl_monitoring_pkey primary key (run_id),
  constraint etl_monitoring_layer_known check (layer in ('bronze', 'silver', 'gold', 'platinum', 'datasets', 'api')),
  constraint etl_monitoring_status_known check (status in ('running', 'succeeded', 'failed'))
);
create index etl_monitoring_started_idx on scout.etl_monitoring (started_at);
comment on table scout.etl_monitoring is 'One row an invocation of a function (for transform: a stage).';
comment on column scout.etl_monitoring.pipeline_name is 'The pipeline, stage or function that ran.';
comment on column scout.etl_monitoring.status is 'running (or died, if it stays), succeeded or failed.';
comment on column scout.etl_monitoring.details is 'What the invocation answered.';

grant select, insert on scout.etl_monitoring to scout_loader, scout_transform, scout_publisher, scout_proxy;
grant update (status, records_processed, records_rejected, finished_at, duration_seconds, error_message, details)
  on scout.etl_monitoring to scout_loader, scout_transform, scout_publisher, scout_proxy;
