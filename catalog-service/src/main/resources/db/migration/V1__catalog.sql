-- One row for each connection that was scanned; its lock makes the writers of a connection queue.
create table connection_scan (
  connection_id uuid primary key,
  team_id uuid not null,
  scanned_at timestamptz not null
);

create table dataset (
  id uuid primary key,
  team_id uuid not null,
  connection_id uuid not null,
  name text collate "C" not null,
  fqn text not null,
  description text,
  location text,
  last_modified timestamptz,
  scanned_at timestamptz not null,
  unique (connection_id, fqn)
);

create table dataset_table (
  id uuid primary key,
  dataset_id uuid not null references dataset on delete cascade,
  team_id uuid not null,
  connection_id uuid not null,
  name text collate "C" not null,
  fqn text not null,
  table_type text not null,
  description text,
  row_count bigint not null,
  size_bytes bigint not null,
  last_modified timestamptz,
  scanned_at timestamptz not null,
  fingerprint text not null,
  unique (dataset_id, fqn)
);
create index dataset_table_of_connection on dataset_table (connection_id, scanned_at);
create index dataset_table_by_name on dataset_table (dataset_id, name);

create table table_column (
  table_id uuid not null references dataset_table on delete cascade,
  position int not null,
  name text not null,
  type text not null,
  nullable boolean not null,
  description text,
  primary key (table_id, position)
);
