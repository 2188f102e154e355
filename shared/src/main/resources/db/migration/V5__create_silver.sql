-- Typed, de-duplicated, judged. Money and quantities are unbounded numeric: nothing is rounded on the way.
create table scout.silver_transactions (
  transaction_id        text collate "C" not null,
  is_valid              boolean not null,
  invalid_reasons       text[] not null default '{}',
  transaction_kind      text,
  transaction_timestamp timestamptz,
  date_key              date,
  utc_offset_minutes    integer,
  time_of_day           text,
  store_id              text collate "C",
  device_id             text collate "C",
  customer_id           text collate "C",
  source                text collate "C" not null,
  currency              text collate "C" not null,
  payment_method        text not null,
  stated_amount         numeric,
  total_amount          numeric,
  basket_size           numeric,
  units                 numeric,
  region_id             text collate "C",
  city_id               text collate "C",
  barangay_id           text collate "C",
  region                text collate "C",
  province              text collate "C",
  city                  text collate "C",
  barangay              text collate "C",
  store_type            text,
  economic_class        text not null,
  gender                text not null,
  age_bracket           text not null,
  customer_type         text not null,
  request_mode          text,
  request_type          text,
  suggestion_offered    boolean,
  suggestion_accepted   boolean,
  campaign_influenced   boolean,
  handshake_score       numeric,
  duration_seconds      numeric,
  data_quality_score    numeric(5, 4) not null,
  superseded_count      integer not null default 0,
  full_payload          json not null,
  bronze_id             uuid not null,
  file_id               bigint not null,
  source_file           text collate "C" not null,
  source_row            bigint not null,
  source_modified_at    timestamptz not null,
  silver_run_id         uuid not null,
  constraint silver_transactions_pkey primary key (transaction_id),
  constraint silver_transactions_kind_known check (transaction_kind in ('sale', 'return')),
  constraint silver_transactions_valid_is_complete check (
    not is_valid or (transaction_kind is not null and transaction_timestamp is not null and date_key is not null and store_id is not null and total_amount is not null)),
  constraint silver_transactions_reasons_agree check (is_valid = (cardinality(invalid_reasons) = 0)),
  constraint silver_transactions_quality_range check (data_quality_score between 0 and 1)
);
create index silver_transactions_date_idx on scout.silver_transactions (date_key) where is_valid;
-- The transactions whose place comes from dim_store: their days follow when a store moves.
create index silver_transactions_unplaced_idx on scout.silver_transactions (store_id)
  where is_valid and (region is null or province is null or city is null or barangay is null or store_type is null);

comment on table scout.silver_transactions is 'One row a transaction: its latest version, typed and judged. Rows that are not is_valid count nowhere.';
comment on column scout.silver_transactions.transaction_id is 'Id of the transaction; missing:<bronze id> where the record has none (then it is invalid).';
comment on column scout.silver_transactions.invalid_reasons is 'Why it counts nowhere, in sentences; empty where it is valid.';
comment on column scout.silver_transactions.transaction_kind is 'return where the total is negative, else sale; null without a total.';
comment on column scout.silver_transactions.transaction_timestamp is 'The instant of the transaction.';
comment on column scout.silver_transactions.date_key is 'The local business day.';
comment on column scout.silver_transactions.utc_offset_minutes is 'Offset of the local time that date_key and time_of_day are in.';
comment on column scout.silver_transactions.time_of_day is 'morning 06-11, afternoon 12-17, evening 18-21, night otherwise, by the local hour.';
comment on column scout.silver_transactions.source is 'The pipeline that it came by.';
comment on column scout.silver_transactions.stated_amount is 'The amount that the record itself states, if any.';
comment on column scout.silver_transactions.total_amount is 'The stated amount, else the sum of the valid lines; exact.';
comment on column scout.silver_transactions.basket_size is 'Number of valid lines, or what the record states.';
comment on column scout.silver_transactions.units is 'Sum of the quantities of the valid lines, or what the record states.';
comment on column scout.silver_transactions.data_quality_score is 'Share of the quality rules that the transaction meets, 0 to 1.';
comment on column scout.silver_transactions.superseded_count is 'How many other versions of it came and lost.';
comment on column scout.silver_transactions.full_payload is 'The record as it came; for line items an array of the rows.';
comment on column scout.silver_transactions.bronze_id is 'The (first) bronze row of this version.';
comment on column scout.silver_transactions.source_modified_at is 'Last-modified time of its object: with source_file and source_row it orders the versions.';

create table scout.silver_superseded (
  bronze_id      uuid not null,
  transaction_id text collate "C" not null,
  file_id        bigint not null,
  source_file    text collate "C" not null,
  source_row     bigint not null,
  constraint silver_superseded_pkey primary key (bronze_id)
);
create index silver_superseded_transaction_idx on scout.silver_superseded (transaction_id);
comment on table scout.silver_superseded is 'One row a version of a transaction that lost against a later one, so that no record goes without an explanation.';

create table scout.silver_transaction_items (
  transaction_id  text collate "C" not null,
  line_no         integer not null,
  is_valid        boolean not null,
  invalid_reasons text[] not null default '{}',
  sku             text collate "C",
  product_name    text collate "C",
  brand_name      text collate "C",
  category        text collate "C",
  quantity        numeric,
  unit            text collate "C",
  unit_price      numeric,
  total_price     numeric,
  line_total      numeric,
  bronze_id       uuid not null,
  constraint silver_transaction_items_pkey primary key (transaction_id, line_no),
  constraint silver_transaction_items_reasons_agree check (is_valid = (cardinality(invalid_reasons) = 0))
);
-- The lines whose name comes from dim_product: they follow when a product gets another name.
create index silver_transaction_items_unnamed_idx on scout.silver_transaction_items (sku) where is_valid and product_name is null;
comment on table scout.silver_transaction_items is 'One row a line of a transaction, in the record''s order. Lines that are not is_valid count nowhere. They are replaced with their transaction, in one database transaction; a check of the model, not a foreign key (a look-up for every line), sees to it that each has one.';
comment on column scout.silver_transaction_items.sku is 'The line''s sku, else made of brand and product name (coca-cola-coke-1-5l).';
comment on column scout.silver_transaction_items.total_price is 'The line''s total as the record states it.';
comment on column scout.silver_transaction_items.line_total is 'total_price, else quantity x unit_price; exact.';
comment on column scout.silver_transaction_items.bronze_id is 'The bronze row that the line came in.';

create table scout.silver_substitutions (
  transaction_id text collate "C" not null,
  line_no        integer not null,
  from_product   text collate "C" not null,
  to_product     text collate "C",
  reason         text not null,
  constraint silver_substitutions_pkey primary key (transaction_id, line_no)
);
comment on table scout.silver_substitutions is 'One row a product that was asked for and another taken instead (or none).';
comment on column scout.silver_substitutions.line_no is 'The line it belongs to; counted from 1 where the record names it for the whole transaction.';

-- What is known of products and stores: for each attribute the latest non-null value seen, with the version that it was seen in.
create type scout.record_version as (modified_at timestamptz, source_file text collate "C", file_id bigint, source_row bigint, line_no integer);
comment on type scout.record_version is 'Where a value was seen; ordered as the versions of a transaction are.';

create table scout.dim_product (
  sku                  text collate "C" not null,
  product_name         text collate "C",
  product_name_version scout.record_version,
  brand_name           text collate "C",
  brand_name_version   scout.record_version,
  category             text collate "C",
  category_version     scout.record_version,
  constraint dim_product_pkey primary key (sku)
);
comment on table scout.dim_product is 'One row a product: its latest names.';

create table scout.dim_store (
  store_id               text collate "C" not null,
  region                 text collate "C",
  region_version         scout.record_version,
  province               text collate "C",
  province_version       scout.record_version,
  city                   text collate "C",
  city_version           scout.record_version,
  barangay               text collate "C",
  barangay_version       scout.record_version,
  store_type             text,
  store_type_version     scout.record_version,
  economic_class         text,
  economic_class_version scout.record_version,
  constraint dim_store_pkey primary key (store_id)
);
comment on table scout.dim_store is 'One row a store: its latest place, type and class.';

-- What silver changed and gold has still to take: one row a run, so that a run of gold which is under way never takes away
-- what a later run of silver marks.
create table scout.gold_changed_days (
  date_key      date not null,
  silver_run_id uuid not null,
  constraint gold_changed_days_pkey primary key (date_key, silver_run_id)
);
comment on table scout.gold_changed_days is 'One row a business day that a run of silver changed and gold has still to rebuild.';

create table scout.gold_changed_products (
  sku           text collate "C" not null,
  attribute     text not null,
  silver_run_id uuid not null,
  constraint gold_changed_products_pkey primary key (sku, attribute, silver_run_id),
  constraint gold_changed_products_attribute_known check (attribute in ('product_name', 'brand_name', 'category'))
);
comment on table scout.gold_changed_products is 'One row an attribute of a product that a run of silver changed and gold has still to follow.';

create table scout.gold_changed_stores (
  store_id      text collate "C" not null,
  attribute     text not null,
  silver_run_id uuid not null,
  constraint gold_changed_stores_pkey primary key (store_id, attribute, silver_run_id),
  constraint gold_changed_stores_attribute_known check (attribute in ('region', 'province', 'city', 'barangay', 'store_type'))
);
comment on table scout.gold_changed_stores is 'One row an attribute of a store that a run of silver changed and gold has still to follow.';

grant select, insert, update, delete on scout.silver_transactions, scout.silver_superseded, scout.silver_transaction_items, scout.silver_substitutions,
  scout.dim_product, scout.dim_store, scout.gold_changed_days, scout.gold_changed_products, scout.gold_changed_stores to scout_transform;
