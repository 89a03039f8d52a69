-- One row for each announced file; it is the queue's truth as well: whoever holds the lease carries the load on.
create table upload (
  id               uuid primary key,
  ordinal          bigint generated always as identity,
  team_id          uuid not null,
  created_by       uuid not null,
  dataset          text not null,
  table_name       text not null,
  size_bytes       bigint not null check (size_bytes > 0),
  announced_rows   bigint not null check (announced_rows >= 0),
  columns          text not null,
  bucket           text not null,
  object_name      text not null,
  put_expires_at   timestamptz not null,
  idempotency_key  text,
  fingerprint      text not null,
  state            text not null
                   check (state in ('AWAITING_FILE', 'RECEIVED', 'LOADING', 'LOADED', 'FAILED')),
  generation       bigint,
  job_id           text,
  attempt          integer not null,
  claims           integer not null,
  failures         integer not null,
  requeues         integer not null,
  lease_until      timestamptz,
  due_at           timestamptz,
  rows_loaded      bigint,
  failure          text,
  history          text not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint upload_final_is_done check ((state in ('LOADED', 'FAILED')) = (due_at is null)),
  constraint upload_loading_has_lease check ((state = 'LOADING') = (lease_until is not null))
);

create unique index upload_object on upload (object_name);
create unique index upload_key on upload (team_id, created_by, idempotency_key)
  where idempotency_key is not null;
-- Two loads of one table never run at once: what was announced last must be what stays.
create unique index upload_one_load on upload (dataset, table_name) where state = 'LOADING';
create index upload_of_table on upload (dataset, table_name, ordinal);
create index upload_of_team on upload (team_id, ordinal desc);
create index upload_due on upload (due_at) where due_at is not null;
