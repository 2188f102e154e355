-- Where files come from besides the lake, and what has been copied from there. A secret stands here as a reference or encrypted, never in clear.
create table scout.external_storage_config (
  environment          text not null,
  storage_type         text not null,
  s3_bucket            text,
  s3_endpoint          text,
  s3_region            text,
  s3_access_key_id     text,
  s3_secret_access_key text,
  adls_account         text,
  adls_container       text,
  adls_endpoint        text,
  adls_account_key     text,
  adls_sas_token       text,
  adls_tenant_id       text,
  adls_client_id       text,
  adls_client_secret   text,
  adls_authority       text,
  source_prefix        text not null default '',
  target_prefix        text,
  verify_md5           boolean not null default true,
  enabled              boolean not null default true,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint external_storage_config_pkey primary key (environment)
);

comment on table scout.external_storage_config is 'One row a storage from which files are copied into bronze/ of the lake.';
comment on column scout.external_storage_config.environment is 'Name of the storage, such as production: letters, digits, _ . and -.';
comment on column scout.external_storage_config.storage_type is 's3 (any S3-compatible one, by s3_endpoint), supabase (Supabase Storage, by its S3 endpoint) or adls2 (Azure Data Lake Storage Gen2 or Blob Storage).';
comment on column scout.external_storage_config.s3_endpoint is 'Such as https://<project>.supabase.co/storage/v1/s3; null for S3 itself. With it buckets stand in the path.';
comment on column scout.external_storage_config.s3_region is 'Region of the bucket; null: of S3 it is found out, of others it is us-east-1.';
comment on column scout.external_storage_config.s3_access_key_id is 'Reference or encrypted; null with s3_secret_access_key: the function''s own role.';
comment on column scout.external_storage_config.s3_secret_access_key is 'env:NAME, secretsmanager:NAME or secretsmanager:NAME#json-key, or what ./scout encrypt prints.';
comment on column scout.external_storage_config.adls_account is 'Storage account. Its endpoint is https://<account>.blob.core.windows.net, unless adls_endpoint names another.';
comment on column scout.external_storage_config.adls_account_key is 'Reference or encrypted. A row of adls2 has one of: this, adls_sas_token, or adls_tenant_id with adls_client_id and adls_client_secret.';
comment on column scout.external_storage_config.adls_sas_token is 'Shared access signature with read and list rights; reference or encrypted.';
comment on column scout.external_storage_config.adls_client_secret is 'Of an Entra application that may read the container''s blobs; reference or encrypted.';
comment on column scout.external_storage_config.adls_authority is 'Where Entra gives out tokens; null is https://login.microsoftonline.com.';
comment on column scout.external_storage_config.source_prefix is 'Only keys that begin with it are copied. It is left out of their keys in the lake.';
comment on column scout.external_storage_config.target_prefix is 'Where they go: always under bronze/; null becomes bronze/<environment>/.';
comment on column scout.external_storage_config.verify_md5 is 'Whether what the source tells as MD5 must be the content''s: of S3 an eTag of 32 hexadecimal digits (but of objects under KMS), of Azure a block blob''s Content-MD5. False for a storage where they are something else.';
comment on column scout.external_storage_config.enabled is 'A disabled storage is left alone.';

-- What is wrong with a secret as it is stored, as the end of a sentence; null where nothing is. Never repeats it.
create function scout.stored_secret_error(value text) returns text
language sql immutable as $$
  select case
    when value is null then null
    when value ~ '^env:' then case
      when value !~ '^env:[A-Za-z_][A-Za-z0-9_]*$' then 'is no reference: an environment variable is named like env:SCOUT_EXTERNAL_KEY.'
      when value ~ '^env:(AWS_|SCOUT_)' and value !~ '^env:SCOUT_EXTERNAL_' then
        'names a variable of the function itself; of those that begin with AWS_ or SCOUT_ only SCOUT_EXTERNAL_… can be used.'
      end
    when value ~ '^secretsmanager:' then case
      when value !~ '^secretsmanager:[A-Za-z0-9/_+=.@!:-]+(#.+)?$' then
        'is no reference: a secret is named like secretsmanager:scout/external/production#secret_access_key.'
      end
    when value ~ '^enc:' then case
      when value !~ '^enc:v1:[A-Za-z0-9_-]{39,}$' then 'is not what ./scout encrypt prints.'
      end
    else 'is a secret in clear, which is not stored. Name it (env:NAME, secretsmanager:NAME#json-key), or encrypt it: ./scout encrypt.'
  end
$$;
comment on function scout.stored_secret_error(text) is 'What is wrong with a secret as it is stored, as the end of a sentence; null where nothing is.';

-- The older way, encrypt('…') in the INSERT, would bring the secret in clear to the database and its logs.
create function scout.encrypt(secret text) returns text
language plpgsql immutable as $$
begin
  raise exception 'A secret is not encrypted by the database, which would see it in clear: run ./scout encrypt, and store what it prints.'
    using errcode = 'feature_not_supported';
end
$$;
comment on function scout.encrypt(text) is 'Refuses, and says how a secret is encrypted.';

-- A trigger and not CHECK constraints: what those say repeats the whole row.
create function scout.check_external_storage() returns trigger
language plpgsql as $$
declare
  column_name text;
  problem     text;
  entra       int;
begin
  new.updated_at := now();

  if new.environment is null or new.environment !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$' then
    raise exception 'An external storage''s environment must be a name of letters, digits, _ . and -, 63 at most, such as production.'
      using errcode = 'check_violation';
  end if;
  foreach column_name in array array['s3_access_key_id', 's3_secret_access_key', 'adls_account_key', 'adls_sas_token', 'adls_client_secret'] loop
    problem := scout.stored_secret_error(to_jsonb(new) ->> column_name);
    if problem is not null then
      raise exception 'External storage "%": % %', new.environment, column_name, problem using errcode = 'check_violation';
    end if;
  end loop;

  if new.storage_type is null or new.storage_type not in ('s3', 'supabase', 'adls2') then
    raise exception 'External storage "%": storage_type must be s3, supabase or adls2.', new.environment using errcode = 'check_violation';
  end if;
  foreach column_name in array array['s3_endpoint', 'adls_endpoint', 'adls_authority'] loop
    if to_jsonb(new) ->> column_name !~ '^https?://[^/?#@]+(/[^?#]*)?$' then
      raise exception 'External storage "%": % must be an address such as https://host/path, without user, query and fragment.', new.environment, column_name
        using errcode = 'check_violation';
    end if;
    if column_name <> 's3_endpoint' and to_jsonb(new) ->> column_name !~ '^(https://|http://(127\.0\.0\.1|localhost)([:/]|$))' then
      raise exception 'External storage "%": % must be https, or the credential would travel in clear.', new.environment, column_name
        using errcode = 'check_violation';
    end if;
  end loop;

  if new.storage_type in ('s3', 'supabase') then
    if coalesce(btrim(new.s3_bucket), '') = '' then
      raise exception 'External storage "%": % needs s3_bucket.', new.environment, new.storage_type using errcode = 'check_violation';
    end if;
    if (new.s3_access_key_id is null) <> (new.s3_secret_access_key is null) then
      raise exception 'External storage "%": s3_access_key_id and s3_secret_access_key go together.', new.environment using errcode = 'check_violation';
    end if;
    if new.storage_type = 'supabase' and (new.s3_endpoint is null or new.s3_access_key_id is null) then
      raise exception 'External storage "%": supabase needs s3_endpoint (https://<project>.supabase.co/storage/v1/s3) and the two s3 keys.', new.environment
        using errcode = 'check_violation';
    end if;
  else
    if coalesce(new.adls_account, '') !~ '^[a-z0-9]{3,24}$' then
      raise exception 'External storage "%": adls2 needs adls_account, the storage account''s name (3 to 24 small letters and digits).', new.environment
        using errcode = 'check_violation';
    end if;
    if coalesce(new.adls_container, '') !~ '^(\$root|\$web|[a-z0-9]([a-z0-9-]{1,61}[a-z0-9]))$' then
      raise exception 'External storage "%": adls2 needs adls_container, a container''s (file system''s) name.', new.environment using errcode = 'check_violation';
    end if;
    entra := num_nonnulls(new.adls_tenant_id, new.adls_client_id, new.adls_client_secret);
    if entra not in (0, 3) or num_nonnulls(new.adls_account_key, new.adls_sas_token) + entra / 3 <> 1 then
      raise exception 'External storage "%": adls2 needs one credential: adls_account_key, adls_sas_token, or adls_tenant_id with adls_client_id and adls_client_secret.', new.environment
        using errcode = 'check_violation';
    end if;
    if new.adls_tenant_id !~ '^[A-Za-z0-9.-]+$' then
      raise exception 'External storage "%": adls_tenant_id must be the id or the domain of a tenant.', new.environment using errcode = 'check_violation';
    end if;
  end if;

  new.source_prefix := coalesce(new.source_prefix, '');
  -- Wherever it points, it points under bronze/: rtrim and ltrim leave no empty part that would make another key of it.
  new.target_prefix := 'bronze/' || regexp_replace(
    coalesce(nullif(btrim(new.target_prefix, '/ '), ''), new.environment), '^bronze(/|$)', '') || '/';
  new.target_prefix := regexp_replace(new.target_prefix, '/+', '/', 'g');
  if octet_length(new.target_prefix) > 512 or exists (
      select from regexp_split_to_table(new.target_prefix, '/') as part where part ~ '^[._]' and part !~ '=') then
    raise exception 'External storage "%": target_prefix must have at most 512 bytes and no part that begins with "." or "_", which would hide the files.', new.environment
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
comment on function scout.check_external_storage() is 'Refuses a storage that can not work, and every secret in clear, with a sentence that does not repeat it.';

create trigger external_storage_config_check before insert or update on scout.external_storage_config
  for each row execute function scout.check_external_storage();

create table scout.external_objects (
  environment      text not null,
  source_key       text not null,
  version_no       integer not null,
  source_etag      text not null,
  source_version   text,
  source_md5       text,
  source_modified  timestamptz,
  size_bytes       bigint not null,
  checksum         text,
  target_key       text not null,
  status           text not null,
  upload_id        text,
  attempts         integer not null default 1,
  error            text,
  first_seen_at    timestamptz not null default now(),
  attempted_at     timestamptz not null default now(),
  copied_at        timestamptz,
  run_id           uuid,
  constraint external_objects_pkey primary key (environment, source_key, version_no),
  constraint external_objects_target_key unique (target_key),
  constraint external_objects_status_known check (status in ('copying', 'copied', 'unchanged', 'failed', 'gone'))
);
create index external_objects_open_idx on scout.external_objects (environment, attempted_at) where status in ('copying', 'failed');

comment on table scout.external_objects is 'One row a content that a key of an external storage had: what became of it. Decides what is copied.';
comment on column scout.external_objects.version_no is 'Which content of that key: 1, 2, …; also the number in target_key (1 has none). A number whose target was taken is left out.';
comment on column scout.external_objects.source_etag is 'eTag at the source, without quotes.';
comment on column scout.external_objects.source_md5 is 'MD5 of the content, where the source tells it, hexadecimal.';
comment on column scout.external_objects.checksum is 'SHA-256 of the content, hexadecimal; null where it is not copied yet, or was copied over several invocations (then it was verified part by part).';
comment on column scout.external_objects.target_key is 'Key in the lake. Fixed before the first byte is copied, so that whoever comes later finds what was done.';
comment on column scout.external_objects.status is 'copying: an attempt has begun (or died, if it stays) · copied: it lies in the lake, verified · unchanged: another eTag, but the content of the version before, so nothing was copied · failed: see error; the next sync tries again · gone: it was replaced or removed at the source before it could be copied.';
comment on column scout.external_objects.upload_id is 'Multipart upload under way, which a later invocation goes on with.';
comment on column scout.external_objects.attempts is 'Attempts that have begun.';

create table scout.external_syncs (
  environment     text not null,
  source          text not null,
  cursor          text,
  pass_started_at timestamptz,
  finished_at     timestamptz,
  run_id          uuid,
  leased_until    timestamptz,
  error           text,
  constraint external_syncs_pkey primary key (environment)
);
comment on table scout.external_syncs is 'How far the sync of each external storage is.';
comment on column scout.external_syncs.source is 'What is listed: a storage that is pointed elsewhere is listed from its beginning.';
comment on column scout.external_syncs.cursor is 'Where listing goes on; null at the beginning.';
comment on column scout.external_syncs.pass_started_at is 'When the listing began that is under way; null where none is.';
comment on column scout.external_syncs.finished_at is 'When a listing last came to its end.';
comment on column scout.external_syncs.leased_until is 'Until when the invocation run_id has this storage to itself; renewed as it goes on.';
comment on column scout.external_syncs.error is 'Why the last invocation could not go on; null where it could.';

grant select on scout.external_storage_config to scout_loader;
grant select, insert, update on scout.external_objects, scout.external_syncs to scout_loader;
