-- One row for each connection. The credential is an encrypted object; here is where it lies and how it opens.
create table connection (
  id                uuid primary key,
  team_id           uuid not null,
  created_by        uuid not null,
  name              text not null,
  project_id        text not null,
  service_account   text not null,
  private_key_id    text not null,
  key_fingerprint   text not null,
  stage             text not null check (stage in ('STORING', 'STORED', 'REMOVING')),
  status            text not null check (status in ('PENDING_VALIDATION', 'VALIDATED', 'FAILED')),
  checks            text not null,
  kek_name          text,
  kek_version       text,
  enc_format        text,
  ciphertext_sha256 text,
  generation        bigint,
  due_at            timestamptz,
  validated_at      timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint connection_stored_is_done check ((stage = 'STORED') = (due_at is null)),
  constraint connection_stored_is_whole check (stage <> 'STORED' or (kek_name is not null
    and kek_version is not null and enc_format is not null and ciphertext_sha256 is not null
    and generation is not null))
);

-- A connection on its way out does not hold its name.
create unique index connection_name on connection (team_id, name) where stage <> 'REMOVING';
create index connection_due on connection (due_at) where due_at is not null;
-- Before a version of the KMS key is disabled: no row refers to it.
create index connection_kek on connection (kek_name, kek_version);

-- What peers hold; the tokens themselves are not kept. A lease outlives its connection's row to say that it has ended.
create table lease (
  id             uuid primary key,
  connection_id  uuid not null,
  team_id        uuid not null,
  project_id     text not null,
  peer           text not null,
  purpose        text not null check (purpose in ('SCAN', 'QUERY')),
  byte_allowance bigint not null,
  issued_at      timestamptz not null,
  expires_at     timestamptz not null,
  revoked_at     timestamptz
);

create index lease_of_connection on lease (connection_id) where revoked_at is null;
create index lease_expired on lease (expires_at);
