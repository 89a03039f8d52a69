-- One row for each task; it is the queue's truth as well: whoever holds the lease carries the task on.
create table agent_task (
  id             uuid primary key,
  team_id        uuid not null,
  created_by     uuid not null,
  kind           text not null,
  prompt         text not null,
  connection_id  uuid,
  dataset        text,
  request_id     uuid,
  fingerprint    text not null,
  status         text not null check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED')),
  attempt        integer not null,
  requeues       integer not null,
  lease_until    timestamptz,
  due_at         timestamptz,
  steps          text not null,
  result         text,
  failure        text,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  constraint agent_task_final_is_done check ((status in ('COMPLETED', 'FAILED')) = (due_at is null)),
  constraint agent_task_running_has_lease check ((status = 'RUNNING') = (lease_until is not null)),
  constraint agent_task_completed_has_result check ((status = 'COMPLETED') = (result is not null)),
  constraint agent_task_failed_has_failure check ((status = 'FAILED') = (failure is not null))
);

create unique index agent_task_request on agent_task (team_id, created_by, request_id)
  where request_id is not null;
create index agent_task_due on agent_task (due_at) where due_at is not null;
