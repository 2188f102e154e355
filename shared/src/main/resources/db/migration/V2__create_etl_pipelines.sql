-- Which keys are loaded, and how, is data: a new source is a new row here.
create table scout.etl_pipelines (
  pipeline_name       text not null,
  source_path_pattern text not null,
  target_table        text not null default 'bronze_transactions',
  format              text not null default 'auto',
  reader_options      jsonb not null default '{}',
  mapping             jsonb,
  schedule_cron       text,
  enabled             boolean not null default true,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  constraint etl_pipelines_pkey primary key (pipeline_name),
  constraint etl_pipelines_pattern_not_blank check (btrim(source_path_pattern) <> ''),
  constraint etl_pipelines_target_known check (target_table in ('bronze_edge_raw', 'bronze_transactions')),
  constraint etl_pipelines_format_known check (format in ('auto', 'json', 'ndjson', 'csv', 'tsv', 'parquet'))
);

comment on table scout.etl_pipelines is 'One row a source: the keys it claims, the bronze table they go to, how they are read and what their fields mean.';
comment on column scout.etl_pipelines.pipeline_name is 'Name of the source; becomes `source` in silver.';
comment on column scout.etl_pipelines.source_path_pattern is 'Glob over the object key: * within a path part, ** across parts, ?, {a,b} alternatives, {date} a yyyy-MM-dd date, {name} one path part. Where several pipelines claim a key, the longest literal beginning wins, then the name.';
comment on column scout.etl_pipelines.target_table is 'bronze_edge_raw or bronze_transactions.';
comment on column scout.etl_pipelines.format is 'auto (told by content, then by name), json, ndjson, csv, tsv or parquet.';
comment on column scout.etl_pipelines.reader_options is 'What can not be told from the file: delimiter, quote, encoding, decimal, header (true, false or an array of column names).';
comment on column scout.etl_pipelines.mapping is 'Canonical field -> source column, JSON path or column specification; null where the record shape is one that Scout knows.';
comment on column scout.etl_pipelines.schedule_cron is 'When the source is expected to deliver (cron); informative.';
comment on column scout.etl_pipelines.enabled is 'A disabled pipeline claims no key.';

-- A java.time pattern, told apart far enough to refuse a typo with a sentence. Returns null where it is good.
create function scout.date_pattern_error(pattern text) returns text
language plpgsql immutable as $$
declare
  bare text;
  run  text;
  most int;
begin
  if btrim(pattern) = '' then
    return 'is empty';
  end if;
  bare := regexp_replace(pattern, '''''', '', 'g');
  bare := regexp_replace(bare, '''[^'']*''', '', 'g');
  if position('''' in bare) > 0 then
    return 'has a quote that is not closed';
  end if;
  if bare ~ '[{}#]' then
    return 'has one of the reserved characters { } #';
  end if;
  if length(regexp_replace(bare, '[^\[]', '', 'g')) <> length(regexp_replace(bare, '[^\]]', '', 'g')) then
    return 'has square brackets that do not match';
  end if;
  for run in select m[1] from regexp_matches(bare, '(([A-Za-z])\2*)', 'g') as m loop
    most := case left(run, 1)
      when 'G' then 5 when 'u' then 19 when 'y' then 19 when 'D' then 3 when 'M' then 5 when 'L' then 5
      when 'd' then 2 when 'Q' then 5 when 'q' then 5 when 'Y' then 19 when 'w' then 2 when 'W' then 1
      when 'E' then 5 when 'e' then 5 when 'c' then 5 when 'F' then 1 when 'a' then 1 when 'B' then 5
      when 'h' then 2 when 'K' then 2 when 'k' then 2 when 'H' then 2 when 'm' then 2 when 's' then 2
      when 'S' then 9 when 'A' then 19 when 'n' then 19 when 'N' then 19 when 'V' then 2 when 'v' then 4
      when 'z' then 4 when 'O' then 4 when 'X' then 5 when 'x' then 5 when 'Z' then 5
      else 0 end;
    if most = 0 then
      return format('has the letter "%s", which means nothing in a date pattern', left(run, 1));
    end if;
    if length(run) > most or (left(run, 1) = 'V' and length(run) <> 2) then
      return format('has "%s", which is not a length that this letter can have', run);
    end if;
  end loop;
  if bare !~ '[uyYADdMLHhnNSs]' then
    return 'names no part of a date or time';
  end if;
  return null;
end
$$;
comment on function scout.date_pattern_error(text) is 'What is wrong with a java.time pattern, as the end of a sentence; null where nothing is.';

-- Whether text is a path that the reader of mappings can follow: $.a.b, @.a, $['a b'][0].
create function scout.is_json_path(path text) returns boolean
language sql immutable as $$
  select path ~ '^[$@](\.[^.[]+|\[''[^'']+''\]|\[[0-9]+\])*$'
$$;
comment on function scout.is_json_path(text) is 'Whether a JSON path of a mapping has steps of which none is empty.';

-- Whether each brace of a glob has its partner.
create function scout.has_balanced_braces(glob text) returns boolean
language sql immutable as $$
  select coalesce(min(depth) >= 0 and (array_agg(depth order by place desc))[1] = 0, true)
  from (
    select place, sum(case c when '{' then 1 when '}' then -1 else 0 end) over (order by place) as depth
    from regexp_split_to_table(glob, '') with ordinality as t (c, place)
  ) as depths
$$;
comment on function scout.has_balanced_braces(text) is 'Whether each brace of a glob has its partner.';

create function scout.check_pipeline() returns trigger
language plpgsql as $$
declare
  known constant text[] := array[
    'transaction_id', 'timestamp', 'store_id', 'device_id', 'customer_id', 'currency', 'payment_method', 'amount',
    'sku', 'product_name', 'brand_name', 'category', 'quantity', 'unit', 'unit_price', 'total_price',
    'region', 'province', 'city', 'barangay', 'store_type', 'gender', 'age_bracket', 'customer_type', 'economic_class',
    'request_mode', 'request_type', 'suggestion_offered', 'suggestion_accepted', 'from_product', 'to_product', 'reason',
    'duration_seconds', 'campaign_influenced', 'handshake_score'];
  parts constant text[] := array['column', 'columns', 'format', 'time_zone', 'default', 'values'];
  options constant text[] := array['delimiter', 'quote', 'encoding', 'decimal', 'header'];
  encodings constant text[] := array['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'us-ascii'];
  field   text;
  spec    jsonb;
  part    text;
  pattern jsonb;
  problem text;
begin
  new.updated_at := now();

  if jsonb_typeof(new.reader_options) <> 'object' then
    raise exception 'Pipeline "%": reader_options must be a JSON object.', new.pipeline_name using errcode = 'check_violation';
  end if;
  for part in select jsonb_object_keys(new.reader_options) loop
    if part <> all (options) then
      raise exception 'Pipeline "%": reader_options has "%", which is not one of %.', new.pipeline_name, part, array_to_string(options, ', ')
        using errcode = 'check_violation';
    end if;
  end loop;
  foreach part in array array['delimiter', 'quote', 'decimal'] loop
    if new.reader_options ? part and (jsonb_typeof(new.reader_options -> part) <> 'string' or length(new.reader_options ->> part) <> 1) then
      raise exception 'Pipeline "%": reader_options.% must be one character.', new.pipeline_name, part using errcode = 'check_violation';
    end if;
  end loop;

  if new.reader_options ? 'encoding' and coalesce(lower(new.reader_options ->> 'encoding') <> all (encodings), true) then
    raise exception 'Pipeline "%": reader_options.encoding is %, which is not one of %.', new.pipeline_name, new.reader_options -> 'encoding',
      array_to_string(encodings, ', ') using errcode = 'check_violation';
  end if;
  if not scout.has_balanced_braces(new.source_path_pattern) then
    raise exception 'Pipeline "%": source_path_pattern "%" has braces that do not match.', new.pipeline_name, new.source_path_pattern
      using errcode = 'check_violation';
  end if;

  if new.mapping is null then
    return new;
  end if;
  if jsonb_typeof(new.mapping) <> 'object' then
    raise exception 'Pipeline "%": the mapping must be a JSON object of canonical field to source column.', new.pipeline_name
      using errcode = 'check_violation';
  end if;

  for field, spec in select key, value from jsonb_each(new.mapping) loop
    for part in
      select spec #>> '{}' where jsonb_typeof(spec) = 'string'
      union all select spec ->> 'column' where jsonb_typeof(spec -> 'column') = 'string'
      union all select c #>> '{}' from jsonb_array_elements(case jsonb_typeof(spec -> 'columns') when 'array' then spec -> 'columns' else '[]' end) as c
    loop
      if part ~ '^[$@][.[]' and not scout.is_json_path(part) then
        raise exception 'Pipeline "%": the JSON path "%" of mapping.% has an empty step or brackets that do not match.', new.pipeline_name, part, field
          using errcode = 'check_violation';
      end if;
    end loop;
    if field = 'items' then
      if jsonb_typeof(spec) <> 'string' or (spec #>> '{}') !~ '^\$\.' then
        raise exception 'Pipeline "%": mapping.items must be a JSON path such as "$.lines".', new.pipeline_name using errcode = 'check_violation';
      end if;
      continue;
    end if;
    if field <> all (known) then
      raise exception 'Pipeline "%": the mapping names the field "%", which is not a canonical field. Known are: %.',
        new.pipeline_name, field, array_to_string(known, ', ') using errcode = 'check_violation';
    end if;
    if jsonb_typeof(spec) = 'string' then
      if btrim(spec #>> '{}') = '' then
        raise exception 'Pipeline "%": mapping.% names an empty column.', new.pipeline_name, field using errcode = 'check_violation';
      end if;
      continue;
    end if;
    if jsonb_typeof(spec) <> 'object' then
      raise exception 'Pipeline "%": mapping.% must be a column name or an object with "column" or "columns".', new.pipeline_name, field
        using errcode = 'check_violation';
    end if;
    for part in select jsonb_object_keys(spec) loop
      if part <> all (parts) then
        raise exception 'Pipeline "%": mapping.% has "%", which is not one of %.', new.pipeline_name, field, part, array_to_string(parts, ', ')
          using errcode = 'check_violation';
      end if;
    end loop;
    if (spec ? 'column') and (spec ? 'columns') or not (spec ? 'column' or spec ? 'columns' or spec ? 'default') then
      raise exception 'Pipeline "%": mapping.% needs either "column" or "columns" (or a "default" alone).', new.pipeline_name, field
        using errcode = 'check_violation';
    end if;
    if spec ? 'column' and (jsonb_typeof(spec -> 'column') <> 'string' or btrim(spec ->> 'column') = '') then
      raise exception 'Pipeline "%": mapping.%.column must be the name of a column.', new.pipeline_name, field using errcode = 'check_violation';
    end if;
    if spec ? 'columns' and (jsonb_typeof(spec -> 'columns') <> 'array' or jsonb_array_length(spec -> 'columns') = 0
        or exists (select from jsonb_array_elements(spec -> 'columns') as c where jsonb_typeof(c) <> 'string')) then
      raise exception 'Pipeline "%": mapping.%.columns must be an array of column names.', new.pipeline_name, field using errcode = 'check_violation';
    end if;
    if spec ? 'values' and jsonb_typeof(spec -> 'values') <> 'object' then
      raise exception 'Pipeline "%": mapping.%.values must be an object of source value to canonical value.', new.pipeline_name, field
        using errcode = 'check_violation';
    end if;
    if (spec ? 'format' or spec ? 'time_zone') and field <> 'timestamp' then
      raise exception 'Pipeline "%": mapping.% has a format or a time_zone, which only "timestamp" can have.', new.pipeline_name, field
        using errcode = 'check_violation';
    end if;
    if spec ? 'time_zone' and not exists (select from pg_timezone_names where name = spec ->> 'time_zone') then
      raise exception 'Pipeline "%": mapping.%.time_zone "%" is not a time zone of the IANA database.', new.pipeline_name, field, spec ->> 'time_zone'
        using errcode = 'check_violation';
    end if;
    if spec ? 'format' then
      for pattern in
        select p from jsonb_array_elements(case jsonb_typeof(spec -> 'format') when 'array' then spec -> 'format' else jsonb_build_array(spec -> 'format') end) as p
      loop
        problem := case when jsonb_typeof(pattern) = 'string' then scout.date_pattern_error(pattern #>> '{}') else 'is not a text' end;
        if problem is not null then
          raise exception 'Pipeline "%": the pattern % of mapping.% %.', new.pipeline_name, pattern, field, problem using errcode = 'check_violation';
        end if;
      end loop;
    end if;
  end loop;

  return new;
end
$$;
comment on function scout.check_pipeline() is 'Refuses a pipeline whose mapping or reader options can not work, with a sentence.';

create trigger etl_pipelines_check before insert or update on scout.etl_pipelines
  for each row execute function scout.check_pipeline();

insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, schedule_cron) values
  ('edge_device_uploads', '{bronze/edge,scout/v1/bronze}/**', 'bronze_edge_raw', null),
  ('daily_transaction_load', '{bronze/transactions,transactions/dt={date},prod/transactions,samples/transactions}/**', 'bronze_transactions', '0 2 * * *');

grant select on scout.etl_pipelines to scout_loader, scout_transform;
