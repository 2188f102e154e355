-- Reference files: a pipeline whose mapping says that its records describe products or stores. They are no transactions; what they say counts
-- in dim_product and dim_store as what transactions say does, by the version of its record.
create table scout.silver_product_descriptions (
  bronze_id    uuid not null,
  file_id      bigint not null,
  sku          text collate "C" not null,
  product_name text collate "C",
  brand_name   text collate "C",
  category     text collate "C",
  constraint silver_product_descriptions_pkey primary key (bronze_id)
);
create index silver_product_descriptions_file_idx on scout.silver_product_descriptions (file_id);
create index silver_product_descriptions_sku_idx on scout.silver_product_descriptions (sku);
comment on table scout.silver_product_descriptions is 'One row a record of a reference file that describes a product.';

create table scout.silver_store_descriptions (
  bronze_id      uuid not null,
  file_id        bigint not null,
  store_id       text collate "C" not null,
  region         text collate "C",
  province       text collate "C",
  city           text collate "C",
  barangay       text collate "C",
  store_type     text collate "C",
  economic_class text collate "C",
  constraint silver_store_descriptions_pkey primary key (bronze_id)
);
create index silver_store_descriptions_file_idx on scout.silver_store_descriptions (file_id);
create index silver_store_descriptions_store_idx on scout.silver_store_descriptions (store_id);
comment on table scout.silver_store_descriptions is 'One row a record of a reference file that describes a store.';

grant select, insert, update, delete on scout.silver_product_descriptions, scout.silver_store_descriptions to scout_transform;

create function scout.description_error(mapping jsonb) returns text
language plpgsql immutable as $$
declare
  subject text := mapping ->> 'describes';
  known   text[];
  unknown text;
begin
  if not mapping ? 'describes' then
    return null;
  end if;
  case subject
    when 'product' then
      known := array['sku', 'product_name', 'brand_name', 'category'];
    when 'store' then
      known := array['store_id', 'region', 'province', 'city', 'barangay', 'store_type', 'economic_class'];
    else
      return format('mapping.describes is %s, which is neither "product" nor "store"', mapping -> 'describes');
  end case;
  select k into unknown from jsonb_object_keys(mapping - 'describes') as k where k <> all (known) order by k limit 1;
  if unknown is not null then
    return format('a mapping that describes a %s names "%s", which is not one of %s', subject, unknown, array_to_string(known, ', '));
  end if;
  if subject = 'store' and not mapping ? 'store_id' then
    return 'a mapping that describes a store has to name "store_id"';
  end if;
  if subject = 'product' and not mapping ?| array['sku', 'product_name', 'brand_name'] then
    return 'a mapping that describes a product has to name "sku", or what one is made of: "brand_name", "product_name"';
  end if;
  return null;
end
$$;
comment on function scout.description_error(jsonb) is 'What is wrong with a mapping that describes products or stores, as a sentence without its end; null where nothing is, and for other mappings.';

comment on column scout.etl_pipelines.mapping is 'Canonical field -> source column, JSON path or column specification; null where the record shape is one that Scout knows. With "describes": "product" or "store" the records are no transactions, but say what is known of a product or a store.';

-- As before, but for mappings that describe.
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

  problem := scout.description_error(new.mapping);
  if problem is not null then
    raise exception 'Pipeline "%": %.', new.pipeline_name, problem using errcode = 'check_violation';
  end if;

  for field, spec in select key, value from jsonb_each(new.mapping - 'describes') loop
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

-- Reference files beside the sample transactions; their columns are named as the fields are. A pipeline that is there by that name stays as it is.
insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, mapping) values
  ('product_reference', 'samples/items/**', 'bronze_transactions', '{
    "describes": "product", "sku": "sku", "product_name": "product_name", "brand_name": "brand_name", "category": "category"}'),
  ('store_reference', 'samples/customers/**', 'bronze_transactions', '{
    "describes": "store", "store_id": "store_id", "region": "region", "province": "province", "city": "city", "barangay": "barangay",
    "store_type": "store_type", "economic_class": "economic_class"}')
on conflict do nothing;
