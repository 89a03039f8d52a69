-- Caps of a team's own; what is null is as configured. Bytes.
create table team_cap (
  team_id uuid primary key,
  query_bytes bigint check (query_bytes > 0),
  day_bytes bigint check (day_bytes > 0)
);

-- One row for each team and day (UTC): what is reserved by queries that run, and what was billed.
create table team_day (
  team_id uuid not null,
  day date not null,
  reserved bigint not null check (reserved >= 0),
  billed bigint not null check (billed >= 0),
  primary key (team_id, day)
);

-- Each run of a query: OPEN while it runs, then SETTLED, or REAPED where nobody settled it.
create table reservation (
  id uuid primary key,
  team_id uuid not null,
  connection_id uuid not null,
  day date not null,
  origin text not null,
  person uuid,
  slug text not null,
  query text not null,
  bytes bigint not null check (bytes >= 0),
  billed bigint,
  status text not null,
  job_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz
);
create index reservation_open on reservation (expires_at) where status = 'OPEN';
create index reservation_of_team on reservation (team_id, day);
