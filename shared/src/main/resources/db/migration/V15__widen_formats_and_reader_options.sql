-- More formats, and more that a pipeline can fix about how its text is read.
alter table scout.etl_pipelines
  drop constraint etl_pipelines_format_known,
  add constraint etl_pipelines_format_known
    check (format in ('auto', 'json', 'ndjson', 'csv', 'tsv', 'parquet', 'avro', 'orc', 'delta'));

comment on column scout.etl_pipelines.format is 'auto (told by content, then by name), json, ndjson, csv, tsv, parquet, avro, orc or delta.';
comment on column scout.etl_pipelines.reader_options is 'What is not to be told from the file: encoding; of delimited text delimiter, quote, escape, comment (one ASCII character; "" for none), line_end ("auto", "\n", "\r\n", "\r" or a character), header (true, false or an array of column names), skip_rows (lines before the header), null_text (a text or an array of them); for silver decimal.';

create function scout.reader_options_error(options jsonb) returns text
language plpgsql immutable as $$
declare
  known constant text[] := array['delimiter', 'quote', 'escape', 'comment', 'line_end', 'header', 'skip_rows', 'null_text', 'encoding', 'decimal'];
  encodings constant text[] := array['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'us-ascii'];
  one_character constant text := E'^[\\x01-\\x09\\x0B\\x0C\\x0E-\\x7F]$';
  option text;
  value  jsonb;
  chars  text[];
begin
  if jsonb_typeof(options) <> 'object' then
    return 'reader_options must be a JSON object';
  end if;
  for option, value in select o.key, o.value from jsonb_each(options) as o order by o.key loop
    if option <> all (known) then
      return format('reader_options has "%s", which is not one of %s', option, array_to_string(known, ', '));
    end if;
    case
      when option in ('delimiter', 'decimal') then
        if jsonb_typeof(value) <> 'string' or (value #>> '{}') !~ one_character then
          return format('reader_options.%s must be one ASCII character', option);
        end if;
      when option in ('quote', 'escape', 'comment') then
        if jsonb_typeof(value) <> 'string' or ((value #>> '{}') <> '' and (value #>> '{}') !~ one_character) then
          return format('reader_options.%s must be one ASCII character, or "" for none', option);
        end if;
      when option = 'line_end' then
        if jsonb_typeof(value) <> 'string'
            or ((value #>> '{}') not in ('auto', E'\n', E'\r\n', E'\r') and (value #>> '{}') !~ one_character) then
          return 'reader_options.line_end must be "auto", "\n", "\r\n", "\r" or one ASCII character';
        end if;
      when option = 'header' then
        if jsonb_typeof(value) not in ('boolean', 'array') then
          return 'reader_options.header must be true, false or an array of column names';
        end if;
        if jsonb_typeof(value) = 'array' and (jsonb_array_length(value) = 0
            or exists (select from jsonb_array_elements(value) as n where jsonb_typeof(n) <> 'string' or btrim(n #>> '{}') = '')) then
          return 'reader_options.header must name each column with a text';
        end if;
        if jsonb_typeof(value) = 'array'
            and (select count(distinct n) < count(*) from jsonb_array_elements_text(value) as n) then
          return 'reader_options.header names a column twice';
        end if;
      when option = 'skip_rows' then
        if jsonb_typeof(value) <> 'number' or (value #>> '{}') !~ '^[0-9]{1,6}$' then
          return 'reader_options.skip_rows must be a number of lines, 999999 at most';
        end if;
      when option = 'null_text' then
        if jsonb_typeof(value) not in ('string', 'array')
            or exists (
              select from jsonb_array_elements(case jsonb_typeof(value) when 'array' then value else '[]' end) as t
              where jsonb_typeof(t) <> 'string') then
          return 'reader_options.null_text must be a text or an array of texts';
        end if;
      else
        if coalesce(lower(value #>> '{}') <> all (encodings), true) then
          return format('reader_options.encoding is %s, which is not one of %s', value, array_to_string(encodings, ', '));
        end if;
    end case;
  end loop;

  -- An escape that is the quote means that quotes are doubled, which they always may be.
  select array_agg(c) into chars
  from unnest(array[options ->> 'delimiter', options ->> 'quote', nullif(options ->> 'escape', options ->> 'quote'), options ->> 'comment', options ->> 'line_end']) as c
  where c <> '';
  if (select count(distinct c) < count(*) from unnest(chars) as c) then
    return 'reader_options gives the same character two meanings';
  end if;
  return null;
end
$$;
comment on function scout.reader_options_error(jsonb) is 'What is wrong with a pipeline''s reader_options, as a sentence without its end; null where nothing is.';

-- As before, but that the reader options are looked at by a function of their own.
create or replace function scout.check_pipeline() returns trigger
language plpgsql as $$
declare
  known constant text[] := array[
    'transaction_id', 'timestamp', 'store_id', 'device_id', 'customer_id', 'currency', 'payment_method', 'amount',
    'sku', 'product_name', 'brand_name', 'category', 'quantity', 'unit', 'unit_price', 'total_price',
    'region', 'province', 'city', 'barangay', 'store_type', 'gender', 'age_bracket', 'customer_type', 'economic_class',
    'request_mode', 'request_type', 'suggestion_offered', 'suggestion_accepted', 'from_product', 'to_product', 'reason',
    'duration_seconds', 'campaign_influenced', 'handshake_score'];
  parts constant text[] := array['column', 'columns', 'format', 'time_zone', 'default', 'values'];
  field   text;
  spec    jsonb;
  part    text;
  pattern jsonb;
  problem text;
begin
  new.updated_at := now();

  problem := scout.reader_options_error(new.reader_options);
  if problem is not null then
    raise exception 'Pipeline "%": %.', new.pipeline_name, problem using errcode = 'check_violation';
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
