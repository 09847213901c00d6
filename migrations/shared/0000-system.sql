-- What no transaction of a use case writes to. Run once.
create table system.homes (
  code text primary key constraint homes_code_form check (code ~ '^[a-z0-9_]{1,40}$'),
  name text not null,
  schema_name text not null constraint homes_schema_name_key unique,
  created_at timestamptz not null
);
comment on table system.homes is '@system Homes: one schema each, holding everything of the units first registered under one root.';

create table system.sessions (
  -- SHA-256 of the cookie's token, so that a copy of this table opens nothing
  id bytea primary key,
  account_id uuid not null,
  home text not null,
  -- the unit acted for
  unit_id uuid,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- "Chrome, Android": for the person's own list of sessions
  device text not null
);
create index sessions_account on system.sessions (account_id);
create index sessions_expires on system.sessions (expires_at);
comment on table system.sessions is '@system Signed-in browsers; listed and ended by their person.';
comment on column system.sessions.device is '@personal purpose=security keep=1 months';

create table system.rate_counters (
  -- SHA-256 of kind and subject (account, address prefix …)
  key bytea primary key,
  window_start timestamptz not null,
  n int not null
);
comment on table system.rate_counters is '@system How often something was tried in the present window.';

create table system.demonstration (
  one int primary key constraint demonstration_one check (one = 1),
  installed_at timestamptz not null,
  -- the instant that the story had reached when it was installed; time goes on from there
  story_at timestamptz not null
);
comment on table system.demonstration is '@system Of an installation with the demonstration: how far its clock is behind ours, so that its deadlines stay worth looking at.';
