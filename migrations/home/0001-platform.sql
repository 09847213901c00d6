-- Run in each home with search_path = home, shared.
create table events (
  id uuid primary key,
  at timestamptz not null,
  actor_account uuid,
  actor_person uuid,
  unit_id uuid,
  verb text not null,
  subjects jsonb not null,
  request_id uuid,
  request_hash text,
  constraint events_request_id_key unique (request_id)
);
create index events_unit on events (unit_id, id);
create index events_subjects on events using gin (subjects jsonb_path_ops);
comment on table events is '@house(select,insert) Every change, append-only: ids, codes and hashes, never a person''s name, contact, words or picture.';

create table unsealed_events (
  event_id uuid primary key
);
comment on table unsealed_events is '@house(insert) Events that no seal lists yet; written with the event, taken away by the sealing job.';

create table seals (
  n int primary key,
  at timestamptz not null,
  prev text not null,
  events uuid[] not null,
  hash text not null
);
create index seals_events on seals using gin (events);
comment on table seals is '@house(select) Chain over the events: n, hash of the one before, the events in id order, hash over all of it.';

create table jobs (
  id uuid primary key,
  kind text not null,
  payload jsonb not null,
  state text not null default 'waiting' constraint jobs_state check (state in ('waiting', 'done', 'failed')),
  attempts int not null default 0,
  run_at timestamptz not null,
  done_units int not null default 0,
  all_units int,
  -- code or class of the last failure; no words, which could be a person's
  error text,
  unit_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index jobs_due on jobs (run_at) where state = 'waiting';
create index jobs_unit on jobs (unit_id, created_at);
comment on table jobs is '@house(select,insert) What must happen later, claimed with for update skip locked.';
comment on column jobs.payload is '@personal purpose=words on their way keep=120 months';

create table files (
  hash text primary key constraint files_hash_form check (hash ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  mime text not null,
  created_at timestamptz not null,
  redacted_at timestamptz,
  redaction_reason text
);
comment on table files is '@house(select,insert) Kept files by content hash; the bytes lie in the file store, or are gone by a redaction.';
comment on column files.redaction_reason is '@personal purpose=legal ground keep=120 months';

create table file_holders (
  unit_id uuid not null,
  hash text not null constraint file_holders_file_fkey references files,
  name text not null,
  created_at timestamptz not null,
  primary key (unit_id, hash)
);
comment on table file_holders is '@own Which unit holds which file; "do we have this hash?" is answered from here only.';
comment on column file_holders.name is '@personal purpose=file name given by the uploader keep=120 months';

create table redactions (
  id uuid primary key,
  at timestamptz not null,
  what text not null,
  subject_id uuid not null,
  version int,
  ground text not null,
  event_id uuid not null constraint redactions_event_fkey references events
);
create index redactions_subject on redactions (subject_id);
comment on table redactions is '@house(select) Which versions lost their words or bytes, on which legal ground; verification accepts exactly these.';
comment on column redactions.ground is '@personal purpose=legal ground keep=120 months';
