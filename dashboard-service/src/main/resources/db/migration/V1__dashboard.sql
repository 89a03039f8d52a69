-- A dashboard's newest revision; its file is in the bucket, under a name made from its content.
create table dashboard (
  id uuid primary key,
  team_id uuid not null,
  slug text collate "C" not null,
  title text not null,
  connection_id uuid not null,
  revision int not null check (revision > 0),
  owner uuid not null,
  object_name text not null,
  generation bigint not null,
  layout jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint dashboard_slug unique (team_id, slug)
);
create index dashboard_of_connection on dashboard (connection_id);
