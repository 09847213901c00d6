-- Keys with which other platforms call the interface for a unit.
create table api_keys (
  id uuid primary key,
  unit_id uuid not null constraint api_keys_unit_fkey references units,
  name text not null constraint api_keys_name_length check (length(name) between 1 and 80),
  mode text not null constraint api_keys_mode check (mode in ('live', 'test')),
  -- what is shown of it: its beginning
  prefix text not null,
  -- SHA-256 of the whole key, so that a copy of this table opens nothing
  token_hash text not null constraint api_keys_token_hash_key unique,
  scopes text[] not null constraint api_keys_scopes check (cardinality(scopes) > 0),
  -- its last day; null: until it is revoked
  expires_on date,
  created_at timestamptz not null,
  renewed_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_unit on api_keys (unit_id, created_at);
comment on table api_keys is '@own Keys of other platforms: what each opens, until when. A key acts as its unit, never as a person.';
comment on column api_keys.name is '@personal purpose=name given by an administrator keep=120 months';

create table api_calls (
  id uuid primary key,
  key_id uuid not null constraint api_calls_key_fkey references api_keys,
  unit_id uuid not null,
  at timestamptz not null,
  method text not null,
  -- without its query, which could hold a name
  path text not null,
  status int not null,
  ms int not null
);
create index api_calls_key on api_calls (key_id, id);
create index api_calls_at on api_calls (at);
comment on table api_calls is '@own What was called with which key, for ninety days: no contents.';
