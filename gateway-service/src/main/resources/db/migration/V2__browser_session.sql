-- Sign-ins of browsers. The cookie itself is nowhere: its hash finds the row, and the tokens are encrypted with
-- a key that is made from it, so that the table alone opens nothing.
create table browser_session (
  id_hash text primary key check (length(id_hash) = 64),
  user_id uuid not null references users (id),
  sealed_tokens bytea not null,
  tokens_until timestamptz not null,
  used_at timestamptz not null,
  created_at timestamptz not null
);
create index browser_session_user on browser_session (user_id);
create index browser_session_used on browser_session (used_at);
