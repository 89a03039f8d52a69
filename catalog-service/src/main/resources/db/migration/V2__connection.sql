-- Connections as their facts tell. The row's lock makes the writers of a connection's catalog queue.
-- Undo: none; V1's rows belonged to connections that never were, and a scan brings back the rest.
create table connection (
  id uuid primary key,
  team_id uuid not null,
  project_id text,
  status text not null check (status in ('PENDING_VALIDATION', 'VALIDATED', 'FAILED', 'REMOVED')),
  changed_at timestamptz not null,
  check (project_id is not null or status = 'REMOVED')
);
create index connection_of_team on connection (team_id, project_id);

delete from dataset;
drop table connection_scan;

-- Tables of a connection by name, as a statement names them.
create index dataset_table_of_connection_by_name on dataset_table (connection_id, name);
