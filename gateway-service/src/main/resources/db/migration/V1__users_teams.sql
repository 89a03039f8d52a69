-- People, as the identity provider names them. One row for each (issuer, subject): the unique index is what
-- makes two first sign-ins at the same moment one person.
create table users (
  id uuid primary key,
  issuer text not null,
  subject text not null check (length(subject) between 1 and 128),
  email text,
  role text not null default 'USER' check (role in ('USER', 'ADMIN', 'SUPERADMIN')),
  created_at timestamptz not null,
  constraint users_issuer_subject_unique unique (issuer, subject)
);

create table team (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  slug text not null,
  admin_user_id uuid not null references users (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint team_slug_unique unique (slug)
);

create table membership (
  id uuid primary key,
  team_id uuid not null references team (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('VIEWER', 'EDITOR', 'OWNER')),
  created_at timestamptz not null,
  unique (user_id, team_id)
);
