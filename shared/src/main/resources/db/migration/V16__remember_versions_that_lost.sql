-- What silver needs to forget records of a file as if they had never been: which files it knows, and what the versions that lost said of
-- products and stores.
alter table scout.ingest_files add column known_to_silver boolean not null default false;
comment on column scout.ingest_files.known_to_silver is 'Whether silver has versions of its records: then a run that takes it again replaces them.';
update scout.ingest_files set known_to_silver = true where status in ('loaded', 'partial');
grant update (known_to_silver) on scout.ingest_files to scout_transform;

drop index scout.ingest_files_retracted_idx;
create index ingest_files_offered_again_idx on scout.ingest_files (file_id) where known_to_silver and silver_run_id is null;

alter table scout.silver_superseded
  add column store_id       text collate "C",
  add column region         text collate "C",
  add column province       text collate "C",
  add column city           text collate "C",
  add column barangay       text collate "C",
  add column store_type     text,
  add column economic_class text;
create index silver_superseded_store_idx on scout.silver_superseded (store_id) where store_id is not null;
comment on column scout.silver_superseded.store_id is 'The store of a valid version, and what it said of it; null where the version was not valid.';

create table scout.silver_superseded_lines (
  bronze_id    uuid not null,
  item_no      integer not null,
  sku          text collate "C" not null,
  product_name text collate "C",
  brand_name   text collate "C",
  category     text collate "C",
  constraint silver_superseded_lines_pkey primary key (bronze_id, item_no)
);
create index silver_superseded_lines_sku_idx on scout.silver_superseded_lines (sku);
comment on table scout.silver_superseded_lines is 'One row a valid line, of a product, of a version that lost: what it said of the product counts in dim_product as long as its record is there.';
comment on column scout.silver_superseded_lines.bronze_id is 'The bronze row that the line came in.';
comment on column scout.silver_superseded_lines.item_no is 'Number of the line in its record, from 1.';
grant select, insert, update, delete on scout.silver_superseded_lines to scout_transform;

create index silver_transactions_file_idx on scout.silver_transactions (file_id);
create index silver_transactions_store_idx on scout.silver_transactions (store_id) where is_valid;
create index silver_transaction_items_sku_idx on scout.silver_transaction_items (sku) where is_valid;
drop index scout.silver_transaction_items_unnamed_idx;

create function scout.bronze_file(bronze_id uuid) returns bigint
language sql immutable strict parallel safe as $$
  select ('x' || substr(h.hex, 1, 12) || substr(h.hex, 14, 3))::bit(60)::bigint from (values (replace(bronze_id::text, '-', ''))) as h (hex)
$$;
comment on function scout.bronze_file(uuid) is 'The ledger''s file_id in the id of a bronze row.';

create function scout.bronze_row(bronze_id uuid) returns bigint
language sql immutable strict parallel safe as $$
  select ('x' || substr(replace(bronze_id::text, '-', ''), 17))::bit(64)::bigint & ((1::bigint << 62) - 1)
$$;
comment on function scout.bronze_row(uuid) is 'The number of the record in its file, in the id of a bronze row.';
