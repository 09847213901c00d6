-- Electronic signatures before a document is issued (docs/decisions/0038): keys of people and of the agency, the paper that
-- waits to be signed, and who signed it how.
create table signing_keys (
  id uuid primary key,
  unit_id uuid not null constraint signing_keys_unit_fkey references units,
  kind text not null constraint signing_keys_kind check (kind in ('signature', 'seal')),
  -- whose signature; null: the agency's
  person_id uuid,
  -- as the certificate says
  holder text not null,
  issuer text not null,
  serial text not null,
  valid_until timestamptz not null,
  -- the PKCS#12 file, enciphered with the installation's key beside its own password, which is nowhere kept; gone with the key
  sealed bytea,
  -- PNG with a transparent ground: the signature by hand, or the seal
  picture bytea,
  added_at timestamptz not null,
  added_by uuid,
  removed_at timestamptz,
  removed_by uuid,
  constraint signing_keys_person check ((kind = 'signature') = (person_id is not null)),
  constraint signing_keys_sealed check ((removed_at is null) = (sealed is not null))
);
create index signing_keys_unit on signing_keys (unit_id) where removed_at is null;
comment on table signing_keys is '@own Keys with which the server signs: each person''s own, and the agency''s.';
comment on column signing_keys.holder is '@personal purpose=official words keep=120 months from=added_at then=archive unhashed';

create table signing_papers (
  subject_what text not null constraint signing_papers_what check (subject_what in ('outgoing', 'plan')),
  subject_id uuid not null,
  unit_id uuid not null constraint signing_papers_unit_fkey references units,
  -- of what the PDF was written from: one that was changed since is not what was signed
  source_hash text not null,
  -- where the marks belong, in millimetres
  room jsonb not null,
  -- as it was printed, and as it is now with the signatures that it has
  base bytea not null,
  pdf bytea not null,
  prepared_at timestamptz not null,
  prepared_by uuid,
  primary key (subject_what, subject_id)
);
comment on table signing_papers is '@own PDFs that wait for their signatures: gone when they are issued, given back or refused.';

create table signing_marks (
  id uuid primary key,
  unit_id uuid not null constraint signing_marks_unit_fkey references units,
  subject_what text not null,
  subject_id uuid not null,
  kind text not null constraint signing_marks_kind check (kind in ('signature', 'seal')),
  way text not null constraint signing_marks_way check (way in ('server', 'outside')),
  -- name of the certificate
  holder text not null,
  person_id uuid,
  at timestamptz not null,
  -- of the file with this signature in it
  file_hash text not null,
  -- the paper it stands on was given up: refused, or changed
  is_void boolean not null default false
);
create index signing_marks_subject on signing_marks (subject_id, at);
comment on table signing_marks is '@own Who signed a paper, with which key or by which program. Internal; the signature itself stands in the file.';
comment on column signing_marks.holder is '@personal purpose=official words keep=120 months from=at then=archive unhashed';
