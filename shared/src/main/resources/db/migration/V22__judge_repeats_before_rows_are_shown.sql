-- To show the rows of a file in parts takes a lock that the next such file waits for. So what can take long comes first: the values of the file are
-- compared with each other where its rows wait.
create or replace function scout.refuse_repeats(p_file_id bigint, p_rule_names text[], p_columns text[])
returns table (refused bigint, first_row bigint, first_line bigint, first_rule text, first_message text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  target     text;
  rows_in    text;
  refused_in text := 'quarantine';
  split      scout.ingest_splits%rowtype;
  high       text := lpad(to_hex(p_file_id >> 12), 12, '0') || '8' || lpad(to_hex(p_file_id & 4095), 3, '0');
begin
  if not exists (select from scout.unique_values where file_id = p_file_id) then
    return query select 0::bigint, null::bigint, null::bigint, null::text, null::text;
    return;
  end if;
  select f.target_table into target from scout.ingest_files f where f.file_id = p_file_id;
  rows_in := target;
  select * into split from scout.ingest_splits where file_id = p_file_id and settled_at is null;
  if found then
    target := split.target_table;
    rows_in := split.target_table || '_split_' || split.split_id;
    refused_in := 'quarantine_split_' || split.split_id;
  end if;
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
      insert into scout.%8$I (file_id, bucket, key, source_row, source_line, source_column, rule, message, raw_text, raw_is_json)
      select f.file_id, f.bucket, f.key, g.source_row, g.source_line, $2[g.rule_no], $1[g.rule_no],
        format('The value of "%%s" stands in record %%s already.', $2[g.rule_no], g.earlier), g.record, true
      from gone g join scout.ingest_files f on f.file_id = $3
      order by g.source_row
      returning source_row, source_line, rule, message
    )
    select count(*) over (), k.source_row, k.source_line, k.rule, k.message from kept k order by k.source_row limit 1$sql$,
    rows_in,
    case target when 'bronze_edge_raw' then 'id' else '_raw_id' end,
    (high || to_hex(1::bigint << 63))::uuid, (high || 'bfffffffffffffff')::uuid,
    case target when 'bronze_edge_raw' then 'source_row' else '_source_row' end,
    case target when 'bronze_edge_raw' then 'source_line' else '_source_line' end,
    case target when 'bronze_edge_raw' then 'coalesce(b.raw_text, b.raw_data::text)' else 'b._raw_data::text' end,
    refused_in)
  using p_rule_names, p_columns, p_file_id;
end
$$;
comment on function scout.refuse_repeats(bigint, text[], text[]) is 'Moves records that repeat a value of an earlier one into quarantine, from bronze or from where the rows of a file in parts wait; returns how many, and the first.';
