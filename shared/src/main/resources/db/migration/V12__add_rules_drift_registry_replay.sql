-- What a record must be like to be loaded, what is known of a source's columns, how good each file is, and how what was refused comes in
-- after all.

-- ---------------------------------------------------------------------------------------------------------------------------- rules --

alter table scout.etl_pipelines
  add column rules            jsonb not null default '[]',
  add column on_schema_change text not null default 'accept',
  add constraint etl_pipelines_on_schema_change_known check (on_schema_change in ('accept', 'rescue', 'refuse'));
comment on column scout.etl_pipelines.rules is 'What a record must meet, an array: {"column","required","type","min","max","pattern","values","unique","name"}. A record that breaks one goes to quarantine.';
comment on column scout.etl_pipelines.on_schema_change is 'What happens to a file whose columns are not those of pipeline_columns. accept: it is loaded, and they are known from then on · rescue: what is new or of another type goes into the record''s _rescued_data · refuse: the file is rejected.';

-- RE2's syntax, told apart far enough to refuse a typo with a sentence; and how large a pattern becomes, so that none can take the memory.
create function scout.text_pattern_error(pattern text) returns text
language plpgsql immutable as $$
declare
  longest     constant int := 1000;
  largest     constant numeric := 5000;
  at          int := 1;
  rest        text;
  found       text[];
  open_sizes  numeric[] := '{}';
  size        numeric := 0;
  operand     numeric;
  repeated    boolean := false;
  low         text;
  high        text;
  class_from  int;
begin
  if length(pattern) > longest then
    return format('is longer than %s characters', longest);
  end if;
  while at <= length(pattern) loop
    rest := substr(pattern, at);
    case left(rest, 1)
      when '(' then
        if rest ~ '^\(\?' then
          found := regexp_match(rest, '^\(\?(?:P?<[A-Za-z_][A-Za-z0-9_]*>|[imsU]*(?:-[imsU]+)?:)');
          if found is null then
            if rest ~ '^\(\?[imsU]*(-[imsU]+)?\)' then
              at := at + length((regexp_match(rest, '^\(\?[^)]*\)'))[1]);
              operand := null;
              continue;
            end if;
            return format('has "%s", which is no group that patterns have (nothing looks around or back)', left(rest, 4));
          end if;
          at := at + length(found[1]);
        else
          at := at + 1;
        end if;
        open_sizes := open_sizes || size;
        size := 0;
        operand := null;
        repeated := false;
        continue;
      when ')' then
        if cardinality(open_sizes) = 0 then
          return 'has a ")" without its "("';
        end if;
        operand := size + 2;
        size := open_sizes[cardinality(open_sizes)] + operand;
        open_sizes := trim_array(open_sizes, 1);
        repeated := false;
        at := at + 1;
        continue;
      when '|' then
        size := size + 1;
        operand := null;
        repeated := false;
        at := at + 1;
        continue;
      when '*', '+', '?' then
        if operand is null or repeated then
          return format('repeats nothing, or a repetition, at "%s"', left(rest, 10));
        end if;
        size := size + 1;
        repeated := true;
        at := at + case when substr(rest, 2, 1) = '?' then 2 else 1 end;
        continue;
      when '{' then
        found := regexp_match(rest, '^\{([0-9]+)(?:(,)([0-9]*))?\}\??');
        if found is not null then
          low := found[1];
          high := case when found[2] is null then found[1] when found[3] = '' then null else found[3] end;
          if operand is null or repeated then
            return format('repeats nothing, or a repetition, at "%s"', left(rest, 10));
          end if;
          if low::numeric > 1000 or high::numeric > 1000 or low::numeric > high::numeric then
            return format('has a repetition "%s" that is none: at most 1000 times, the smaller number first', left(rest, 10));
          end if;
          size := size + operand * (greatest(low::numeric, coalesce(high::numeric, low::numeric + 1), 1) - 1);
          repeated := true;
          at := at + length(substring(rest from '^\{[0-9,]+\}\??'));
          if size > largest then
            return format('becomes too large with its repetitions (more than %s steps)', largest);
          end if;
          continue;
        end if;
        at := at + 1;
        size := size + 1;
        operand := 1;
        repeated := true; -- The loader's library takes a brace that is none for the beginning of a repetition.
        continue;
      when '[' then
        class_from := at;
        at := at + 1;
        if substr(pattern, at, 1) = '^' then
          at := at + 1;
        end if;
        if substr(pattern, at, 1) = ']' then
          at := at + 1;
        end if;
        loop
          rest := substr(pattern, at);
          if rest = '' then
            return 'has a "[" that is not closed';
          end if;
          exit when left(rest, 1) = ']';
          found := regexp_match(rest, '^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]');
          if found is null and left(rest, 2) = '[:' and position(':]' in rest) > 0 then
            return format('has "%s", which is no class of characters', left(rest, position(':]' in rest) + 1));
          end if;
          if found is null and left(rest, 1) = E'\\' then
            found := regexp_match(rest, '^\\(?:[dDsSwWafnrtv]|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]{1,6}\}|0[0-7]{0,2}|[^A-Za-z0-9]|[pP](?:[CLMNPSZ]|\{[^}]*\}))');
            if found is null then
              return format('has "%s", which means nothing', left(rest, 2));
            end if;
            if found[1] ~ '^\\[pP]' and not scout.is_unicode_class(found[1]) then
              return format('has "%s", which is no class of characters', found[1]);
            end if;
          end if;
          low := coalesce(found[1], left(rest, 1));
          at := at + length(low);
          if substr(pattern, at, 1) = '-' and substr(pattern, at + 1, 1) not in (']', '') then
            high := substr(pattern, at + 1, 1);
            if low ~ '^(\\[dDsSwWpP]|\[:)' or substr(pattern, at + 1) ~ '^(\\[dDsSwWpP]|\[:)' then
              return format('has a range with a class of characters at "%s"', substr(pattern, at - length(low), 10));
            end if;
            if length(low) = 1 and high <> E'\\' and ascii(low) > ascii(high) then
              return format('has the range "%s-%s", whose ends are the wrong way round', low, high);
            end if;
            at := at + case when high = E'\\' then 0 else 2 end;
            if high = E'\\' then
              at := at + 1;
            end if;
          end if;
        end loop;
        at := at + 1;
      when E'\\' then
        if left(rest, 2) = E'\\Q' then
          low := coalesce(substring(rest from '^\\Q(.*?)\\E'), substr(rest, 3));
          at := at + length(low) + case when position(E'\\E' in rest) > 0 then 4 else 2 end;
          size := size + length(low);
          operand := 1;
          repeated := false;
          continue;
        end if;
        found := regexp_match(rest, '^\\(?:[dDsSwWAzbBafnrtv]|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]{1,6}\}|0[0-7]{0,2}|[^A-Za-z0-9]|[pP](?:[CLMNPSZ]|\{[^}]*\}))');
        if found is null then
          return case when rest ~ '^\\[1-9k]' then format('looks back with "%s", which patterns can not', left(rest, 2))
            when length(rest) = 1 then 'ends with a backslash'
            else format('has "%s", which means nothing', left(rest, 2)) end;
        end if;
        if found[1] ~ '^\\[pP]' and not scout.is_unicode_class(found[1]) then
          return format('has "%s", which is no class of characters', found[1]);
        end if;
        at := at + length(found[1]);
      else
        at := at + 1;
    end case;
    operand := 1;
    size := size + 1;
    repeated := false;
  end loop;
  if cardinality(open_sizes) > 0 then
    return 'has a "(" that is not closed';
  end if;
  if size > largest then
    return format('becomes too large with its repetitions (more than %s steps)', largest);
  end if;
  return null;
end
$$;
comment on function scout.text_pattern_error(text) is 'What is wrong with a pattern of a rule (RE2''s syntax), as the end of a sentence; null where nothing is.';

create function scout.is_unicode_class(class text) returns boolean
language sql immutable as $$
  select class ~ ('^\\[pP](\{\^?)?(C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any|Arabic|Armenian|Bengali|Buginese|Buhid|Common|Cyrillic|'
    'Devanagari|Georgian|Greek|Gujarati|Hangul|Hanunoo|Han|Hebrew|Hiragana|Inherited|Javanese|Kannada|Katakana|Khmer|Lao|Latin|Malayalam|Mongolian|'
    'Myanmar|Sinhala|Tagalog|Tagbanwa|Tamil|Telugu|Thai|Tibetan)\}?$')
$$;
comment on function scout.is_unicode_class(text) is 'Whether \p{…} names a category or script that patterns know.';

-- The moment that text states, for comparing; null where it states none.
create function scout.stated_moment(stated text) returns timestamp
language plpgsql immutable as $$
begin
  if stated !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$' then
    return null;
  end if;
  return replace(stated, 'T', ' ')::timestamp;
exception
  when others then
    return null;
end
$$;
comment on function scout.stated_moment(text) is 'The moment that text states as 2024-01-31 or 2024-01-31T09:30:00; null where it states none.';

-- What is wrong with one rule, as the end of a sentence; null where nothing is.
create function scout.rule_error(rule jsonb) returns text
language plpgsql immutable as $$
declare
  known  constant text[] := array['column', 'required', 'type', 'min', 'max', 'pattern', 'values', 'unique', 'name'];
  types  constant text[] := array['number', 'integer', 'boolean', 'text', 'date', 'timestamp'];
  taken  constant text[] := array['malformed_json', 'not_an_object', 'record_too_large', 'invalid_encoding', 'truncated', 'ragged_row', 'malformed_row',
    'corrupt_file', 'unknown_format', 'unsupported_format', 'bad_option', 'bad_rule', 'schema_drift'];
  part   text;
  moment boolean := rule ->> 'type' in ('date', 'timestamp');
  problem text;
begin
  if jsonb_typeof(rule) <> 'object' then
    return 'is no JSON object';
  end if;
  for part in select jsonb_object_keys(rule) loop
    if part <> all (known) then
      return format('has "%s", which is not one of %s', part, array_to_string(known, ', '));
    end if;
  end loop;
  if coalesce(jsonb_typeof(rule -> 'column'), '') <> 'string' or btrim(rule ->> 'column') = '' then
    return 'needs "column", the name of a column or a path such as "$.store.id"';
  end if;
  if rule ->> 'column' ~ '^\$[.[]' and not scout.is_json_path(rule ->> 'column') then
    return format('has the path "%s", which has an empty step or brackets that do not match', rule ->> 'column');
  end if;
  foreach part in array array['required', 'unique'] loop
    if rule ? part and jsonb_typeof(rule -> part) <> 'boolean' then
      return format('has a "%s" that is neither true nor false', part);
    end if;
  end loop;
  if rule ? 'type' and coalesce(rule ->> 'type' <> all (types), true) then
    return format('has the type %s, which is not one of %s', rule -> 'type', array_to_string(types, ', '));
  end if;
  foreach part in array array['min', 'max'] loop
    continue when not rule ? part;
    if moment then
      if jsonb_typeof(rule -> part) <> 'string' or scout.stated_moment(rule ->> part) is null then
        return format('has a "%s" that is no moment of its type: write "2024-01-31" or "2024-01-31T09:30:00"', part);
      end if;
    elsif jsonb_typeof(rule -> part) <> 'number' then
      return format('has a "%s" that is no number (a moment needs the type date or timestamp)', part);
    elsif coalesce(rule ->> 'type' in ('text', 'boolean'), false) then
      return format('has a "%s", which the type %s does not have', part, rule ->> 'type');
    elsif length(rule ->> part) > 100 then
      return format('has a "%s" of more than 100 digits', part);
    end if;
  end loop;
  if rule ? 'min' and rule ? 'max' then
    if (case when moment then scout.stated_moment(rule ->> 'min') > scout.stated_moment(rule ->> 'max')
        else (rule ->> 'min')::numeric > (rule ->> 'max')::numeric end) then
      return format('has a min of %s above its max of %s', rule -> 'min', rule -> 'max');
    end if;
  end if;
  if rule ? 'pattern' then
    problem := case when jsonb_typeof(rule -> 'pattern') = 'string' then scout.text_pattern_error(rule ->> 'pattern') else 'is no text' end;
    if problem is not null then
      return format('has a pattern that can not work: %s %s', rule -> 'pattern', problem);
    end if;
  end if;
  if rule ? 'values' then
    if jsonb_typeof(rule -> 'values') <> 'array' or jsonb_array_length(rule -> 'values') not between 1 and 10000
        or exists (select from jsonb_array_elements(rule -> 'values') as v where jsonb_typeof(v) not in ('string', 'number', 'boolean')) then
      return 'has "values" that are no array of 1 to 10000 texts, numbers, true or false';
    end if;
  end if;
  if rule ? 'name' and (jsonb_typeof(rule -> 'name') <> 'string' or btrim(rule ->> 'name') = '' or length(rule ->> 'name') > 100) then
    return 'has a name that is no text of 1 to 100 characters';
  end if;
  if rule ->> 'name' = any (taken) then
    return format('has the name "%s", which the loader itself uses', rule ->> 'name');
  end if;
  if not (rule ? 'type' or rule ? 'min' or rule ? 'max' or rule ? 'pattern' or rule ? 'values'
      or coalesce((rule ->> 'required')::boolean, false) or coalesce((rule ->> 'unique')::boolean, false)) then
    return 'checks nothing: it needs one of required, type, min, max, pattern, values, unique';
  end if;
  return null;
end
$$;
comment on function scout.rule_error(jsonb) is 'What is wrong with a rule of a pipeline, as the end of a sentence; null where nothing is.';

create function scout.check_pipeline_rules() returns trigger
language plpgsql as $$
declare
  rule    jsonb;
  number  bigint;
  problem text;
begin
  if jsonb_typeof(new.rules) <> 'array' then
    raise exception 'Pipeline "%": rules must be a JSON array of rules.', new.pipeline_name using errcode = 'check_violation';
  end if;
  if jsonb_array_length(new.rules) > 200 then
    raise exception 'Pipeline "%": it has % rules; 200 are the most.', new.pipeline_name, jsonb_array_length(new.rules) using errcode = 'check_violation';
  end if;
  for rule, number in select r, n from jsonb_array_elements(new.rules) with ordinality as t (r, n) loop
    problem := scout.rule_error(rule);
    if problem is not null then
      raise exception 'Pipeline "%": rule % %.', new.pipeline_name,
        number || coalesce(' ("' || (rule ->> 'column') || '")', ''), problem using errcode = 'check_violation';
    end if;
  end loop;
  if (select count(*) from jsonb_array_elements(new.rules) as r where r -> 'unique' = 'true') > 8 then
    raise exception 'Pipeline "%": more than 8 rules want unique values.', new.pipeline_name using errcode = 'check_violation';
  end if;
  return new;
end
$$;
comment on function scout.check_pipeline_rules() is 'Refuses rules that can not work, with a sentence.';

create trigger etl_pipelines_check_rules before insert or update of rules on scout.etl_pipelines
  for each row execute function scout.check_pipeline_rules();

-- Values of `unique` rules that could not be judged while reading: those of parts, and of files with more values than memory takes.
create table scout.unique_values (
  file_id    bigint not null,
  rule_no    integer not null,
  value_hash uuid not null,
  source_row bigint not null,
  constraint unique_values_file_fkey foreign key (file_id) references scout.ingest_files (file_id) on delete cascade
);
create index unique_values_file_idx on scout.unique_values (file_id);
comment on table scout.unique_values is 'One row a value that the settling of its file has still to compare: empty but for loads under way.';
comment on column scout.unique_values.rule_no is 'Which rule of the pipeline, from 1.';
comment on column scout.unique_values.value_hash is '128 bits of the value''s hash.';

-- ---------------------------------------------------------------------------------------------------------------------------- drift --

create table scout.pipeline_columns (
  pipeline_name text not null,
  column_name   text not null,
  types         text[] not null default '{}',
  is_optional   boolean not null default false,
  is_declared   boolean not null default true,
  first_file_id bigint,
  changed_at    timestamptz not null default now(),
  constraint pipeline_columns_pkey primary key (pipeline_name, column_name),
  constraint pipeline_columns_pipeline_fkey foreign key (pipeline_name) references scout.etl_pipelines (pipeline_name) on update cascade on delete cascade,
  constraint pipeline_columns_name_length check (octet_length(column_name) <= 500),
  constraint pipeline_columns_types_known check (types <@ array['integer', 'decimal', 'boolean', 'date', 'timestamp', 'text', 'object', 'array'])
);
comment on table scout.pipeline_columns is 'One row a column that a pipeline is known to have: from its files, or declared.';
comment on column scout.pipeline_columns.types is 'What its values are known to be; empty while only nulls were seen. decimal holds integer, timestamp holds date, text holds both.';
comment on column scout.pipeline_columns.is_optional is 'Whether a file, or a record, may be without it.';
comment on column scout.pipeline_columns.is_declared is 'Whether a person wrote the row; the loader writes false.';
comment on column scout.pipeline_columns.first_file_id is 'The file in which the loader met it first.';

create table scout.schema_drift (
  drift_id      bigint generated always as identity,
  file_id       bigint not null,
  pipeline_name text not null,
  column_name   text not null,
  change        text not null,
  was           text[],
  "is"          text[],
  action        text not null,
  records       bigint not null,
  noticed_at    timestamptz not null default now(),
  accepted_at   timestamptz,
  constraint schema_drift_pkey primary key (drift_id),
  constraint schema_drift_file_fkey foreign key (file_id) references scout.ingest_files (file_id) on delete cascade,
  constraint schema_drift_change_known check (change in ('new', 'missing', 'retyped')),
  constraint schema_drift_action_known check (action in ('accepted', 'rescued', 'refused'))
);
create index schema_drift_file_idx on scout.schema_drift (file_id);
create index schema_drift_pipeline_idx on scout.schema_drift (pipeline_name, noticed_at);
comment on table scout.schema_drift is 'One row a column of a file that was not as the pipeline knew it.';
comment on column scout.schema_drift.change is 'new: the pipeline did not know it · missing: no record has it · retyped: it has values of another type.';
comment on column scout.schema_drift.was is 'The types that were known; null where the column is new.';
comment on column scout.schema_drift."is" is 'The types in the file; null where the column is missing.';
comment on column scout.schema_drift.action is 'accepted: loaded, and known from then on · rescued: moved into _rescued_data · refused: the file was rejected.';
comment on column scout.schema_drift.records is 'How many records of the file it is about.';
comment on column scout.schema_drift.accepted_at is 'When accept_schema_drift() made it known.';

create function scout.accept_schema_drift(p_pipeline_name text, p_file_id bigint default null) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  changed integer;
begin
  perform pg_advisory_xact_lock(hashtext('scout.pipeline_columns'), hashtext(p_pipeline_name));
  with taken as (
    update scout.schema_drift d set accepted_at = now()
    where d.pipeline_name = p_pipeline_name and d.action <> 'accepted' and d.accepted_at is null and (p_file_id is null or d.file_id = p_file_id)
    returning d.column_name, d.change, d."is"
  ), merged as (
    select t.column_name, bool_or(t.change in ('new', 'missing')) as is_optional,
      coalesce(array_agg(distinct type order by type) filter (where type is not null), '{}') as types
    from taken t left join lateral unnest(t."is") as type on true
    group by t.column_name
  )
  insert into scout.pipeline_columns as c (pipeline_name, column_name, types, is_optional, is_declared)
  select p_pipeline_name, column_name, types, is_optional, true from merged
  on conflict (pipeline_name, column_name) do update set
    types = (select coalesce(array_agg(distinct type order by type), '{}') from unnest(c.types || excluded.types) as type),
    is_optional = c.is_optional or excluded.is_optional,
    changed_at = now();
  get diagnostics changed = row_count;
  return changed;
end
$$;
comment on function scout.accept_schema_drift(text, bigint) is 'Makes known to a pipeline the columns that it refused or rescued (of one file, or of all); returns how many. Replay then loads what was refused.';

-- ------------------------------------------------------------------------------------------------------------------------- registry --

create table scout.data_lake_registry (
  registry_id        bigint generated always as identity,
  layer              text not null,
  table_name         text not null,
  partition_name     text not null,
  location           text not null,
  record_count       bigint not null,
  data_quality_score numeric(7, 6),
  completeness       numeric(7, 6),
  duplicate_rate     numeric(7, 6),
  checksum           text,
  pipeline_name      text,
  file_id            bigint,
  partition_values   jsonb,
  profile            jsonb,
  registered_at      timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint data_lake_registry_pkey primary key (registry_id),
  constraint data_lake_registry_partition_key unique (layer, table_name, partition_name),
  constraint data_lake_registry_file_fkey foreign key (file_id) references scout.ingest_files (file_id) on delete cascade,
  constraint data_lake_registry_layer_known check (layer in ('bronze', 'silver', 'gold', 'platinum', 'datasets')),
  constraint data_lake_registry_score_range check (data_quality_score between 0 and 1),
  constraint data_lake_registry_completeness_range check (completeness between 0 and 1),
  constraint data_lake_registry_duplicate_range check (duplicate_rate between 0 and 1)
);
create index data_lake_registry_file_idx on scout.data_lake_registry (file_id);
comment on table scout.data_lake_registry is 'One row a layer, table and partition written; in bronze a file is the partition.';
comment on column scout.data_lake_registry.partition_name is 'In bronze file_id=<id>.';
comment on column scout.data_lake_registry.location is 'The object that the rows came from.';
comment on column scout.data_lake_registry.record_count is 'Rows of it in the table.';
comment on column scout.data_lake_registry.data_quality_score is '0 to 1, see quality_score(); null where there are no records.';
comment on column scout.data_lake_registry.completeness is 'Share of the cells (records x columns) that have a value, 0 to 1.';
comment on column scout.data_lake_registry.duplicate_rate is 'Share of the records that repeat an earlier one of the file exactly, 0 to 1.';
comment on column scout.data_lake_registry.checksum is 'SHA-256 of the object.';
comment on column scout.data_lake_registry.profile is 'Of each column: in how many records it is present and null, and its types.';

create function scout.quality_score(completeness numeric, duplicate_rate numeric, rows_loaded bigint, rows_read bigint) returns numeric
language sql immutable as $$
  select round(0.5 * rows_loaded / nullif(rows_read, 0) + 0.3 * completeness + 0.2 * (1 - duplicate_rate), 6)
$$;
comment on function scout.quality_score(numeric, numeric, bigint, bigint) is 'How good a file is: 0.5 x validity (loaded / read) + 0.3 x completeness + 0.2 x uniqueness (1 - duplicate rate).';

-- Who takes a file's rows away, or brings some in later, says so in the ledger; the registry follows.
create function scout.follow_ledger() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.status in ('loaded', 'partial') then
    update scout.data_lake_registry
    set record_count = new.rows_loaded - new.rows_retracted,
      data_quality_score = scout.quality_score(completeness, duplicate_rate, new.rows_loaded, new.rows_read),
      updated_at = now()
    where file_id = new.file_id;
  else
    delete from scout.data_lake_registry where file_id = new.file_id;
  end if;
  return null;
end
$$;
comment on function scout.follow_ledger() is 'Keeps the registry''s counts those of the ledger.';

create trigger ingest_files_follow after update of status, rows_loaded, rows_read, rows_retracted on scout.ingest_files
  for each row when (old.status in ('loaded', 'partial')
    and (old.status, old.rows_loaded, old.rows_read, old.rows_retracted)
      is distinct from (new.status, new.rows_loaded, new.rows_read, new.rows_retracted))
  execute function scout.follow_ledger();

-- --------------------------------------------------------------------------------------------------------------------------- replay --

alter table scout.quarantine
  add column corrected_text   text,
  add column raw_is_json      boolean not null default false,
  add column replays          integer not null default 0,
  add column last_replayed_at timestamptz;
create index quarantine_open_idx on scout.quarantine (rule, quarantine_id) where replayed_at is null;
comment on column scout.quarantine.corrected_text is 'The record as it should have been, written by a person: a JSON object, or as the file''s format has it. Replay takes it in place of raw_text.';
comment on column scout.quarantine.raw_is_json is 'Whether raw_text is the record as JSON although its file is of another text format.';
comment on column scout.quarantine.replays is 'How often replay tried it.';
comment on column scout.quarantine.last_replayed_at is 'When replay tried it last.';
comment on column scout.quarantine.replayed_at is 'When its record came into bronze after all, or its whole file was taken up again (what is refused then has rows of its own); null while it is open.';

-- Judges the values that were left for the end: of records of one file with the same value, all but the first leave bronze for quarantine.
create function scout.refuse_repeats(p_file_id bigint, p_rule_names text[], p_columns text[])
returns table (refused bigint, first_row bigint, first_line bigint, first_rule text, first_message text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  target text;
  high   text := lpad(to_hex(p_file_id >> 12), 12, '0') || '8' || lpad(to_hex(p_file_id & 4095), 3, '0');
begin
  if not exists (select from scout.unique_values where file_id = p_file_id) then
    return query select 0::bigint, null::bigint, null::bigint, null::text, null::text;
    return;
  end if;
  select f.target_table into target from scout.ingest_files f where f.file_id = p_file_id;
  create temporary table if not exists repeated (row_id uuid, rule_no integer, earlier bigint) on commit drop;
  truncate pg_temp.repeated;
  insert into pg_temp.repeated
  select distinct on (v.source_row) (high || to_hex((1::bigint << 63) | v.source_row))::uuid, v.rule_no, v.earlier
  from (
    select u.rule_no, u.source_row, min(u.source_row) over (partition by u.rule_no, u.value_hash) as earlier
    from scout.unique_values u where u.file_id = p_file_id
  ) v
  where v.source_row > v.earlier
  order by v.source_row, v.rule_no;
  delete from scout.unique_values where file_id = p_file_id;
  analyze pg_temp.repeated;

  return query execute format($sql$
    with gone as (
      delete from scout.%1$I b using pg_temp.repeated r
      where b.%2$I = r.row_id and b.%2$I between %3$L and %4$L
      returning b.%5$I as source_row, b.%6$I as source_line, %7$s as record, r.rule_no, r.earlier
    ), kept as (
      insert into scout.quarantine (file_id, bucket, key, source_row, source_line, source_column, rule, message, raw_text, raw_is_json)
      select f.file_id, f.bucket, f.key, g.source_row, g.source_line, $2[g.rule_no], $1[g.rule_no],
        format('The value of "%%s" stands in record %%s already.', $2[g.rule_no], g.earlier), g.record, true
      from gone g join scout.ingest_files f on f.file_id = $3
      order by g.source_row
      returning source_row, source_line, rule, message
    )
    select count(*) over (), k.source_row, k.source_line, k.rule, k.message from kept k order by k.source_row limit 1$sql$,
    target,
    case target when 'bronze_edge_raw' then 'id' else '_raw_id' end,
    (high || to_hex(1::bigint << 63))::uuid, (high || 'bfffffffffffffff')::uuid,
    case target when 'bronze_edge_raw' then 'source_row' else '_source_row' end,
    case target when 'bronze_edge_raw' then 'source_line' else '_source_line' end,
    case target when 'bronze_edge_raw' then 'coalesce(b.raw_text, b.raw_data::text)' else 'b._raw_data::text' end)
  using p_rule_names, p_columns, p_file_id;
end
$$;
comment on function scout.refuse_repeats(bigint, text[], text[]) is 'Moves records that repeat a value of an earlier one from bronze into quarantine; returns how many, and the first.';
revoke all on function scout.refuse_repeats(bigint, text[], text[]) from public;
grant execute on function scout.refuse_repeats(bigint, text[], text[]) to scout_loader;

-- Records that come in later bear the time of their file's others, so that who reads the file finds them where those are.
create function scout.join_late_rows(p_file_id bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  file scout.ingest_files%rowtype;
  high text := lpad(to_hex(p_file_id >> 12), 12, '0') || '8' || lpad(to_hex(p_file_id & 4095), 3, '0');
begin
  select * into file from scout.ingest_files where file_id = p_file_id;
  if file.loaded_at is null then
    return;
  end if;
  if file.target_table = 'bronze_edge_raw' then
    update scout.bronze_edge_raw
    set created_at = coalesce(file.ingested_at, file.loaded_at), ingested_at = coalesce(file.ingested_at, file.loaded_at)
    where id between (high || '8000000000000000')::uuid and (high || 'bfffffffffffffff')::uuid and created_at = now();
  else
    update scout.bronze_transactions
    set _ingested_at = coalesce(file.ingested_at, file.loaded_at)
    where _raw_id between (high || '8000000000000000')::uuid and (high || 'bfffffffffffffff')::uuid and _ingested_at = now();
  end if;
end
$$;
comment on function scout.join_late_rows(bigint) is 'Gives the rows of a file that came in this transaction the time that the file''s others bear.';
revoke all on function scout.join_late_rows(bigint) from public;
grant execute on function scout.join_late_rows(bigint) to scout_loader;

-- ---------------------------------------------------------------------------------------------------------------------------- roles --

-- People who look after the data: they read what was refused and why, and may write how it should have been; nothing else of it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'scout_steward') then
    create role scout_steward nologin;
  end if;
end
$$;
grant usage on schema scout to scout_steward;
grant select on scout.etl_pipelines, scout.ingest_files, scout.quarantine, scout.schema_drift, scout.pipeline_columns, scout.data_lake_registry to scout_steward;
grant update (corrected_text) on scout.quarantine to scout_steward;

grant select, insert, delete on scout.unique_values to scout_loader;
grant select, insert, update on scout.pipeline_columns to scout_loader;
grant select, insert on scout.schema_drift to scout_loader;
grant select, insert, update on scout.data_lake_registry to scout_loader;
grant update (source_column, rule, message, corrected_text, replayed_at, replays, last_replayed_at) on scout.quarantine to scout_loader;
-- A record that comes later must not repeat a unique value of its file.
grant select on scout.bronze_edge_raw, scout.bronze_transactions to scout_loader;
grant select on scout.data_lake_registry to scout_transform, scout_publisher;
