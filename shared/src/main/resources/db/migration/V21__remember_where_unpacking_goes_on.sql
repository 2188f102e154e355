-- A file that is compressed, or in an encoding that has to be changed, can only be read from its beginning, unless what stands before is known:
-- so the parts of it bring along what has to be known of it.
create table scout.ingest_resume_points (
  split_id    bigint not null,
  at          bigint not null,
  packed_at   bigint not null,
  unpacked_at bigint not null,
  state       bytea not null,
  constraint ingest_resume_points_pkey primary key (split_id, at),
  constraint ingest_resume_points_split_fkey foreign key (split_id) references scout.ingest_splits (split_id) on delete cascade
);
alter table scout.ingest_resume_points alter column state set storage external;

comment on table scout.ingest_resume_points is 'One row a place at which a part begins of a file that can not be read from anywhere; empty but for loads under way.';
comment on column scout.ingest_resume_points.at is 'The place (ingest_parts.from_at).';
comment on column scout.ingest_resume_points.packed_at is 'How many bytes of the object stand before where reading has to begin.';
comment on column scout.ingest_resume_points.unpacked_at is 'How many bytes of its content stand before there: as many as the place, or somewhat fewer.';
comment on column scout.ingest_resume_points.state is 'What has to be known of what stands before, as the loader wrote it: the last 32 KiB of gzip, up to 8 MiB of Zstandard.';

grant select, insert, delete on scout.ingest_resume_points to scout_loader;
