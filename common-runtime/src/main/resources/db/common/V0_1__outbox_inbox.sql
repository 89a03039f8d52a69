-- Facts that this service tells. A row is published oldest first within its subject.
create table outbox (
  id uuid primary key,
  position bigint generated always as identity,
  topic text not null,
  type text not null,
  subject text not null,
  payload jsonb not null,
  correlation_id text not null,
  created_at timestamptz not null default now(),
  claimed_until timestamptz,
  attempts int not null default 0,
  published_at timestamptz,
  last_error text
);
create index outbox_waiting on outbox (position) where published_at is null;
create index outbox_waiting_of_subject on outbox (topic, subject, position) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- Messages that took effect; the row is written in the transaction of the effect.
create table inbox (
  consumer text not null,
  event_source text not null,
  event_id text not null,
  received_at timestamptz not null default now(),
  primary key (consumer, event_source, event_id)
);
create index inbox_received on inbox (received_at);

-- Messages that no delivery will make better, kept for a person to look at.
create table poison (
  id uuid primary key default gen_random_uuid(),
  consumer text not null,
  reason text not null,
  attributes bytea not null,
  data bytea not null,
  received_at timestamptz not null default now()
);
