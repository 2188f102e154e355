-- How far each model has come, what it still owes, and the checks that decide whether its rows are shown.

-- A mark gets the number of the batch that it is taken in, by the run that takes it: its stage runs one at a time, so batches are numbered
-- in the order in which they are committed, and what silver marks meanwhile waits for the next.
alter table scout.gold_changed_days add column batch_no bigint;
alter table scout.gold_changed_products add column batch_no bigint;
alter table scout.gold_changed_stores add column batch_no bigint;
alter table scout.platinum_changed_days add column batch_no bigint;
comment on column scout.gold_changed_days.batch_no is 'The batch that it is taken in; null until a run of gold has seen it.';
comment on column scout.gold_changed_days.silver_run_id is 'The run that changed it, or the run of gold that was told to build the day again.';
comment on column scout.gold_changed_products.batch_no is 'The batch that it is taken in; null until a run of gold has seen it.';
comment on column scout.gold_changed_stores.batch_no is 'The batch that it is taken in; null until a run of gold has seen it.';
comment on column scout.platinum_changed_days.batch_no is 'The batch that it is taken in; null until a run of platinum has seen it.';
comment on column scout.platinum_changed_days.gold_run_id is 'The run that changed it, or the run of platinum that was told to build the day again.';

create table scout.model_progress (
  model       text not null,
  stage       text not null,
  batch_no    bigint not null,
  status      text not null,
  run_id      uuid not null,
  error       text,
  seconds     numeric(12, 3),
  days        bigint,
  current_day date,
  promoted_at timestamptz,
  updated_at  timestamptz not null default clock_timestamp(),
  constraint model_progress_pkey primary key (model),
  constraint model_progress_stage_known check (stage in ('gold', 'platinum')),
  constraint model_progress_status_known check (status in ('promoted', 'refused', 'waiting'))
);
comment on table scout.model_progress is 'One row a model of gold or platinum: up to which batch of marks it has taken them. A model without a row has never been built, and owes every day.';
comment on column scout.model_progress.batch_no is 'The last batch of marks that its rows show; -1 where it still owes every day.';
comment on column scout.model_progress.status is 'promoted; refused: it failed, and its last good rows are in force; waiting: something that it reads was refused or is not built yet.';
comment on column scout.model_progress.run_id is 'The last run that came to it.';
comment on column scout.model_progress.error is 'Why it is refused or waits.';
comment on column scout.model_progress.seconds is 'How long it took when it was last promoted, with its checks.';
comment on column scout.model_progress.days is 'How many days it was built for then.';
comment on column scout.model_progress.current_day is 'The local day on which it was last promoted: windows that end before the current day move on with it.';
comment on column scout.model_progress.promoted_at is 'When its rows were last promoted.';

-- What was built before models had a row each is as far as the marks say.
insert into scout.model_progress (model, stage, batch_no, status, run_id)
select m.model, m.stage, 0, 'promoted', '00000000-0000-0000-0000-000000000000'
from (values
  ('scout_gold_transactions', 'gold'), ('scout_gold_transaction_items', 'gold'), ('scout_gold_transaction_items_names', 'gold'),
  ('gold_store_daily_summary', 'gold'), ('gold_txn_daily', 'gold'), ('gold_product_mix', 'gold'), ('gold_product_mix_names', 'gold'),
  ('platinum_features_sales_7d', 'platinum'), ('platinum_store_perf', 'platinum')) as m (model, stage)
where exists (select from scout.scout_gold_transactions);

-- -------------------------------------------------------------------------------------------------------------------------- checks --

create table scout.data_quality_checks (
  id              uuid not null default gen_random_uuid(),
  check_name      text not null,
  table_name      text not null,
  check_query     text,
  expected_result text,
  actual_result   text,
  passed          boolean,
  executed_at     timestamptz default now(),
  kind            text not null default 'query',
  column_name     text,
  parameters      jsonb not null default '{}',
  severity        text not null default 'error',
  enabled         boolean not null default true,
  constraint data_quality_checks_pkey primary key (id),
  constraint data_quality_checks_name_key unique (table_name, check_name),
  constraint data_quality_checks_kind_known check (kind in
    ('not_null', 'unique', 'accepted_values', 'reference', 'range', 'freshness', 'volume', 'reconciliation', 'condition', 'query')),
  constraint data_quality_checks_severity_known check (severity in ('error', 'warn')),
  constraint data_quality_checks_has_sql check ((kind in ('condition', 'query')) = (check_query is not null)),
  constraint data_quality_checks_has_column check (
    column_name is not null or kind not in ('not_null', 'unique', 'accepted_values', 'reference', 'range', 'freshness', 'reconciliation')),
  constraint data_quality_checks_parameters_object check (jsonb_typeof(parameters) = 'object')
);
comment on table scout.data_quality_checks is 'One row a check of a table that the transformation asks when it has written the table; docs/quality.md says how to add one.';
comment on column scout.data_quality_checks.check_query is 'Kind query: a query whose one value is 0, true or the expected result, or whose rows are the offending ones. Kind condition: what is true for an offending row.';
comment on column scout.data_quality_checks.expected_result is 'Kind query: the value that passes, instead of 0.';
comment on column scout.data_quality_checks.actual_result is 'What it found last: the value, or the number of offending rows.';
comment on column scout.data_quality_checks.passed is 'Whether it held when it was last asked; null before.';
comment on column scout.data_quality_checks.executed_at is 'When it was last asked; before that, when it was added.';
comment on column scout.data_quality_checks.column_name is 'The column that it is about; of unique one or more, separated by commas.';
comment on column scout.data_quality_checks.severity is 'error: the model keeps its last good rows; warn: it is only reported.';

create table scout.data_quality_results (
  result_id    bigint generated always as identity,
  run_id       uuid not null,
  check_id     uuid,
  check_name   text not null,
  table_name   text not null,
  kind         text not null,
  severity     text not null,
  passed       boolean not null,
  failures     bigint,
  rows_checked bigint,
  sample       jsonb,
  message      text,
  seconds      numeric(12, 3),
  executed_at  timestamptz not null default clock_timestamp(),
  constraint data_quality_results_pkey primary key (result_id)
);
create index data_quality_results_check_idx on scout.data_quality_results (table_name, check_name, executed_at desc);
create index data_quality_results_run_idx on scout.data_quality_results (run_id);
comment on table scout.data_quality_results is 'One row a check that a run asked, also where the run or the model was refused.';
comment on column scout.data_quality_results.check_id is 'Its row of data_quality_checks; null where it stands beside the model.';
comment on column scout.data_quality_results.failures is 'Number of offending rows; null where it could not be asked.';
comment on column scout.data_quality_results.rows_checked is 'Number of rows that it looked at, where it looks at rows one by one.';
comment on column scout.data_quality_results.sample is 'Up to ten of the offending rows: scout.trace leads from one to its records.';
comment on column scout.data_quality_results.message is 'What it found, or why it could not be asked.';
comment on column scout.data_quality_results.seconds is 'How long it took; checks that share a scan share its time.';

create view scout.data_quality_latest as
select distinct on (table_name, check_name)
  table_name, check_name, kind, severity, passed, failures, rows_checked, sample, message, executed_at, run_id
from scout.data_quality_results
order by table_name, check_name, executed_at desc, result_id desc;
comment on view scout.data_quality_latest is 'One row a check: what it found last.';

create view scout.data_quality_trend as
select
  (executed_at at time zone 'UTC')::date as day,
  table_name,
  check_name,
  count(*) as runs,
  count(*) filter (where not passed) as failed,
  max(failures) as most_failures
from scout.data_quality_results
group by 1, 2, 3;
comment on view scout.data_quality_trend is 'One row a day (UTC), table and check: how often it was asked, and how often it failed.';

-- What a check's query answers. A cursor takes one query only, so nothing that follows a semicolon is run; the caller has made the
-- transaction read-only.
create function scout.answer_of_check(check_query text, sample_size integer, out rows_found bigint, out first_rows jsonb)
language plpgsql set cursor_tuple_fraction = 1 as $$
declare
  answers refcursor;
  answer  record;
  more    bigint;
begin
  rows_found := 0;
  first_rows := '[]';
  open answers no scroll for execute check_query;
  loop
    fetch answers into answer;
    exit when not found;
    rows_found := rows_found + 1;
    first_rows := first_rows || jsonb_build_array(to_jsonb(answer) - 'full_payload');
    exit when rows_found = sample_size;
  end loop;
  if rows_found = sample_size then
    move forward all from answers;
    get diagnostics more = row_count;
    rows_found := rows_found + more;
  end if;
  close answers;
end
$$;
comment on function scout.answer_of_check(text, integer) is 'How many rows a query returns, and the first of them as JSON.';

-- A check is looked at when it is saved: what can't work is refused with a sentence.
create function scout.validate_quality_check() returns trigger
language plpgsql set search_path = scout, pg_temp as $$
declare
  kind_needs  jsonb := '{"accepted_values":["values"],"reference":["table","column"],"freshness":["max_age"],"reconciliation":["with","by"]}';
  kind_allows jsonb := '{"not_null":[],"unique":[],"accepted_values":["values"],"reference":["table","column"],"range":["min","max"],
    "freshness":["max_age"],"volume":["min","max","days","min_ratio","max_ratio"],"reconciliation":["with","by","with_by","with_column","with_where"],
    "condition":[],"query":[]}';
  relation    regclass := to_regclass(format('scout.%I', new.table_name));
  other       regclass;
  name        text;
  broken      text;
begin
  if relation is null then
    raise exception 'There is no table "%" in the schema scout.', new.table_name using errcode = 'check_violation';
  end if;
  foreach name in array case
      when new.kind = 'unique' and new.column_name is not null then regexp_split_to_array(new.column_name, '\s*,\s*')
      else array[new.column_name]
    end loop
    if name is not null and not exists (
      select from pg_attribute where attrelid = relation and attname = name and attnum > 0 and not attisdropped) then
      raise exception 'The table "%" has no column "%".', new.table_name, name using errcode = 'check_violation';
    end if;
  end loop;
  for name in select k from jsonb_object_keys(new.parameters) as k where k <> 'where' and not (kind_allows -> new.kind) ? k loop
    raise exception 'A check of the kind % has no parameter "%".', new.kind, name using errcode = 'check_violation';
  end loop;
  for name in select n from jsonb_array_elements_text(kind_needs -> new.kind) as n where not new.parameters ? n loop
    raise exception 'A check of the kind % needs the parameter "%".', new.kind, name using errcode = 'check_violation';
  end loop;
  if new.kind = 'range' and not new.parameters ?| array['min', 'max'] then
    raise exception 'A check of the kind range needs "min" or "max".' using errcode = 'check_violation';
  end if;
  if new.kind = 'volume' and not new.parameters ?| array['min', 'max', 'min_ratio', 'max_ratio'] then
    raise exception 'A check of the kind volume needs "min" or "max", or a column and "min_ratio" or "max_ratio".' using errcode = 'check_violation';
  end if;
  if new.kind = 'volume' and (new.column_name is not null) <> (new.parameters ?| array['min_ratio', 'max_ratio']) then
    raise exception 'A check of the kind volume compares days by "min_ratio" and "max_ratio" where it names their column, else the number of rows by "min" and "max".'
      using errcode = 'check_violation';
  end if;
  if new.kind = 'accepted_values' and jsonb_typeof(new.parameters -> 'values') <> 'array' then
    raise exception '"values" must be an array.' using errcode = 'check_violation';
  end if;
  if new.kind in ('reference', 'reconciliation') then
    name := new.parameters ->> case new.kind when 'reference' then 'table' else 'with' end;
    other := to_regclass(format('scout.%I', name));
    if other is null then
      raise exception 'There is no table "%" in the schema scout.', name using errcode = 'check_violation';
    end if;
    for name in
      select n from unnest(case new.kind
        when 'reference' then array[new.parameters ->> 'column']
        else array[coalesce(new.parameters ->> 'with_by', new.parameters ->> 'by'), coalesce(new.parameters ->> 'with_column', new.column_name)]
      end) as n
      where not exists (select from pg_attribute where attrelid = other and attname = n and attnum > 0 and not attisdropped) loop
      raise exception 'The table "%" has no column "%".', other, name using errcode = 'check_violation';
    end loop;
  end if;
  if new.kind = 'freshness' then
    begin
      perform (new.parameters ->> 'max_age')::interval;
    exception when others then
      raise exception '"max_age" must be an interval such as "36 hours".' using errcode = 'check_violation';
    end;
  end if;
  -- What the writer may not read, or what only exists inside a run, is left to the run to find out.
  begin
    if new.kind = 'query' then
      perform scout.parse_check(new.check_query);
    end if;
    if new.kind = 'condition' then
      perform scout.parse_check(format(E'select 1 from scout.%I where (%s\n)', new.table_name, new.check_query));
    end if;
    if new.parameters ? 'where' then
      perform scout.parse_check(format(E'select 1 from scout.%I where (%s\n)', new.table_name, new.parameters ->> 'where'));
    end if;
  exception
    when insufficient_privilege or undefined_table then
      null;
    when others then
      get stacked diagnostics broken = message_text;
      raise exception 'The check "%" can''t be asked: %.', new.check_name, broken using errcode = 'check_violation';
  end;
  return new;
end
$$;
comment on function scout.validate_quality_check() is 'Refuses a check that can not work, with a sentence.';

create function scout.parse_check(check_query text) returns void
language plpgsql set search_path = scout, pg_temp as $$
declare
  answers refcursor;
begin
  open answers no scroll for execute check_query;
  close answers;
end
$$;
comment on function scout.parse_check(text) is 'Fails where the text is not one query that could be run; runs nothing.';

create trigger data_quality_checks_validate
  before insert or update of check_name, table_name, check_query, kind, column_name, parameters on scout.data_quality_checks
  for each row execute function scout.validate_quality_check();

insert into scout.data_quality_checks (check_name, table_name, kind, column_name, parameters, severity) values
  ('silver_freshness', 'silver_transactions', 'freshness', 'date_key', '{"max_age":"2 days","where":"is_valid"}', 'warn'),
  ('txn_daily_volume', 'gold_txn_daily', 'volume', 'date_key', '{"days":28,"min_ratio":0.5,"max_ratio":2}', 'warn'),
  ('txn_daily_revenue_is_silvers', 'gold_txn_daily', 'reconciliation', 'revenue',
    '{"by":"date_key","with":"silver_transactions","with_column":"total_amount","with_where":"is_valid"}', 'error'),
  ('product_mix_revenue_is_its_lines', 'gold_product_mix', 'reconciliation', 'revenue',
    '{"by":"date_key","with":"scout_gold_transaction_items","with_column":"line_total"}', 'error'),
  ('store_summary_revenue_is_its_transactions', 'gold_store_daily_summary', 'reconciliation', 'total_revenue',
    '{"by":"transaction_date","with":"scout_gold_transactions","with_by":"date_key","with_column":"total_amount"}', 'error'),
  ('revenue_is_known', 'gold_txn_daily', 'not_null', 'revenue', '{}', 'error'),
  ('revenue_is_known', 'gold_product_mix', 'not_null', 'revenue', '{}', 'error');

-- ----------------------------------------------------------------------------------------------------------------------------- trace --

-- From a row of silver, gold or platinum to the records that it stands on: by its bronze id, its transaction, or the values of its key.
create function scout.trace(table_name text, "row" jsonb, most integer default 100)
returns table (bronze_id uuid, pipeline text, source_file text, source_row bigint, transaction_id text)
language plpgsql stable security definer set search_path = scout, pg_temp as $$
#variable_conflict use_column
declare
  relation   regclass := to_regclass(format('scout.%I', trace.table_name));
  key_name   text;
  value      text;
  of_sale    text := '';
  of_line    text := '';
  statement  text;
begin
  if relation is null or trace.table_name !~ '^(silver|scout_gold|gold|platinum)_' then
    raise exception 'There is no table "%" in silver, gold or platinum.', trace.table_name using errcode = 'invalid_parameter_value';
  end if;
  if trace."row" ? 'bronze_id' then
    return query
    select b.id, f.pipeline_name, f.key, scout.bronze_row(b.id), trace."row" ->> 'transaction_id'
    from (values ((trace."row" ->> 'bronze_id')::uuid)) as b (id)
    inner join scout.ingest_files as f
      on f.file_id = scout.bronze_file(b.id);
    return;
  end if;
  for key_name in
    select a.attname
    from pg_attribute as a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
      and (a.attname in ('as_of_date', 'window_start', 'window_end', 'transaction_id') or exists (
        select from pg_index as i where i.indrelid = relation and i.indisunique and a.attnum = any (i.indkey)))
  loop
    if not trace."row" ? key_name then
      continue;
    end if;
    value := trace."row" ->> key_name;
    if value = 'suppressed' then
      continue;
    end if;
    case
      when key_name in ('date_key', 'transaction_date') then
        of_sale := of_sale || format(' and t.date_key = %L', value);
      when key_name = 'week_start' then
        of_sale := of_sale || format(' and t.date_key between %L::date and %1$L::date + 6', value);
      when key_name = 'window_start' then
        of_sale := of_sale || format(' and t.date_key >= %L', value);
      when key_name = 'window_end' then
        of_sale := of_sale || format(' and t.date_key <= %L', value);
      when key_name = 'as_of_date' then
        of_sale := of_sale || format(' and t.date_key between %L::date - 89 and %1$L::date', value);
      when key_name in ('sku_a', 'sku_b') then
        of_sale := of_sale || format(
          ' and exists (select from scout_gold_transaction_items as b where b.transaction_id = t.transaction_id and b.sku = %L)', value);
      when key_name in ('from_product', 'to_product', 'reason') then
        of_sale := of_sale || format(
          ' and exists (select from silver_substitutions as s where s.transaction_id = t.transaction_id and s.%I is not distinct from %L)',
          key_name, value);
      when key_name in ('sku', 'category', 'brand_name', 'line_no') then
        of_line := of_line || format(' and i.%I is not distinct from %L', key_name, value);
      when key_name in ('transaction_id', 'store_id', 'region', 'gender', 'age_bracket', 'customer_type', 'economic_class', 'request_mode', 'request_type') then
        of_sale := of_sale || format(' and t.%I is not distinct from %L', key_name, value);
      else
        null;
    end case;
  end loop;
  if trace.table_name like 'silver%' then
    of_line := '';
  end if;
  if of_sale = '' and of_line = '' then
    raise exception 'The row has none of the columns that tell rows of "%" apart.', trace.table_name using errcode = 'invalid_parameter_value';
  end if;
  statement := case
    when of_line = '' then
      'select s.bronze_id, t.transaction_id from %I as t inner join silver_transactions as s on s.transaction_id = t.transaction_id where true'
    else
      'select l.bronze_id, t.transaction_id from %I as t inner join scout_gold_transaction_items as i on i.transaction_id = t.transaction_id
       inner join silver_transaction_items as l on l.transaction_id = i.transaction_id and l.line_no = i.line_no where true'
  end;
  -- What silver has and gold has not is found by its own row.
  statement := format(statement, case when trace.table_name like 'silver%' then 'silver_transactions' else 'scout_gold_transactions' end)
    || of_sale || of_line;
  return query execute format(
    'select distinct x.bronze_id, f.pipeline_name, f.key, bronze_row(x.bronze_id), x.transaction_id
     from (%s) as x inner join ingest_files as f on f.file_id = bronze_file(x.bronze_id)
     order by f.key, bronze_row(x.bronze_id), x.transaction_id limit %s', statement, greatest(coalesce(most, 100), 0));
end
$$;
comment on function scout.trace(text, jsonb, integer) is 'The records that a row of silver, gold or platinum stands on, given as JSON: file, row in it, bronze id, transaction.';
revoke all on function scout.trace(text, jsonb, integer) from public;
grant execute on function scout.trace(text, jsonb, integer) to scout_transform, scout_steward;

grant select, insert, update, delete on scout.model_progress to scout_transform;
grant select, update (actual_result, passed, executed_at) on scout.data_quality_checks to scout_transform;
grant select, insert on scout.data_quality_results to scout_transform;
grant select, insert, update, delete on scout.data_quality_checks to scout_steward;
grant select on scout.model_progress, scout.data_quality_results, scout.data_quality_latest, scout.data_quality_trend to scout_steward;
