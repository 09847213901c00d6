create table persons (
  id uuid primary key,
  -- the unit that keeps the person's row; memberships may be in others too
  unit_id uuid not null constraint persons_unit_fkey references units,
  name text not null constraint persons_name_length check (length(name) between 1 and 80),
  email text,
  phone text,
  audience_tags text[] not null default '{}',
  erased_at timestamptz,
  created_at timestamptz not null
);
create index persons_unit on persons (unit_id);
comment on table persons is '@own Officials, with accounts or without.';
comment on column persons.name is '@personal purpose=work keep=120 months';
comment on column persons.email is '@personal purpose=contact keep=24 months';
comment on column persons.phone is '@personal purpose=contact keep=24 months';
comment on column persons.audience_tags is '@personal purpose=work keep=120 months';

create table desks (
  id uuid primary key,
  unit_id uuid not null constraint desks_unit_fkey references units,
  code text not null,
  name text not null,
  constraint desks_code_key unique (unit_id, code)
);
comment on table desks is '@own Named parts of a unit, such as its Văn phòng.';
comment on column desks.name is '@personal purpose=work keep=120 months';

create table memberships (
  id uuid primary key,
  person_id uuid not null constraint memberships_person_fkey references persons,
  unit_id uuid not null constraint memberships_unit_fkey references units,
  desk_id uuid constraint memberships_desk_fkey references desks,
  role text not null constraint memberships_role check (role in ('clerk', 'specialist', 'leader', 'inspector', 'admin')),
  -- position as printed under a signature: TRƯỞNG PHÒNG
  title text,
  -- the accountable head of the unit
  is_head boolean not null default false,
  valid_from date not null,
  valid_until date constraint memberships_dates check (valid_until > valid_from)
);
create index memberships_person on memberships (person_id);
create index memberships_unit on memberships (unit_id, role);
comment on table memberships is '@own Person × unit × desk × role × dates.';
comment on column memberships.title is '@personal purpose=work keep=120 months';

create table invitations (
  id uuid primary key,
  unit_id uuid not null constraint invitations_unit_fkey references units,
  person_id uuid not null constraint invitations_person_fkey references persons,
  -- SHA-256 of the link's token
  token_hash text not null constraint invitations_token_hash_key unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index invitations_unit on invitations (unit_id, created_at);
comment on table invitations is '@own Links by which a person makes an account.';
