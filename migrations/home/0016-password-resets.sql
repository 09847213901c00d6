create table password_resets (
  id uuid primary key,
  unit_id uuid not null constraint password_resets_unit_fkey references units,
  person_id uuid not null constraint password_resets_person_fkey references persons,
  -- mail: a link for an hour; code: printed by an administrator, typed by the person
  way text not null constraint password_resets_way check (way in ('mail', 'code')),
  -- SHA-256 of the link's token, or of the account and the code
  secret_hash text not null constraint password_resets_secret_hash_key unique,
  -- who made the code; null for a mail
  made_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index password_resets_person on password_resets (person_id);
comment on table password_resets is '@own Ways to a new password that are good once and for a short time.';
