-- Officials who have no work in the application: they are of the unit, are reached by documents, and may do nothing else.
alter table memberships drop constraint memberships_role;
alter table memberships add constraint memberships_role check (role in ('clerk', 'specialist', 'leader', 'inspector', 'admin', 'official'));

create table readings (
  id uuid primary key,
  unit_id uuid not null constraint readings_unit_fkey references units,
  document_id uuid not null constraint readings_document_fkey references documents,
  person_id uuid not null constraint readings_person_fkey references persons,
  asked_at timestamptz not null,
  asked_by uuid,
  due_on date not null,
  -- SHA-256 of the last link's token; null: no link was made
  token_hash text constraint readings_token_hash_key unique,
  expires_at timestamptz,
  read_at timestamptz,
  -- by the personal link, or signed in
  read_by text constraint readings_read_by check (read_by in ('link', 'account')),
  constraint readings_once unique (unit_id, document_id, person_id),
  constraint readings_read check ((read_at is null) = (read_by is null))
);
create index readings_document on readings (document_id, unit_id);
create index readings_person on readings (person_id) where read_at is null;
comment on table readings is '@own Which official of the own unit was reached with which document, and when that person confirmed having read it.';
