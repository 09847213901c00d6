-- The paper of an issued document after it was signed and sealed by hand, scanned back; and copies of documents as documents
-- of their own (docs/decisions/0045).
create table document_scans (
  id uuid primary key,
  document_id uuid not null constraint document_scans_document_fkey references documents,
  -- who issued it and handed the scan in
  unit_id uuid not null constraint document_scans_unit_fkey references units,
  -- in whose place it stands; each is replaced once, so that of two at once one wins
  replaces_id uuid constraint document_scans_replaces_fkey references document_scans,
  reason text,
  file_hash text not null constraint document_scans_file_fkey references files,
  pages int not null constraint document_scans_pages check (pages > 0),
  -- of the printed PDF when the scan was handed in
  printed_pages int not null constraint document_scans_printed_pages check (printed_pages > 0),
  created_at timestamptz not null,
  created_by uuid,
  constraint document_scans_replaces_key unique (replaces_id),
  constraint document_scans_reason check ((replaces_id is null) = (reason is null))
);
create unique index document_scans_first_key on document_scans (document_id) where replaces_id is null;
create index document_scans_document on document_scans (document_id, created_at);
create index document_scans_file on document_scans (file_hash);
comment on table document_scans is '@left Scans of the signed and sealed paper of an issued document; the newest stands, earlier ones stay.';
comment on column document_scans.reason is '@personal purpose=official words keep=120 months from=created_at then=archive';

alter table document_relations drop constraint document_relations_relation;
alter table document_relations add constraint document_relations_relation
  check (relation in ('amends', 'replaces', 'corrects', 'recalls', 'copies'));
comment on table document_relations is '@left What an issued document does to another: amends, replaces, puts an error of form right or recalls one of the same unit; or is a copy of one that the unit issued or got.';
