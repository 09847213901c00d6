-- A unit's own documents beyond plans and reports, while they are written, and how issued documents stand to one another
-- (docs/decisions/0037). What is issued is a row of `documents` like every other.
create table outgoing_drafts (
  -- the document that it becomes
  id uuid primary key,
  unit_id uuid not null constraint outgoing_drafts_unit_fkey references units,
  state text not null constraint outgoing_drafts_state check (state in ('draft', 'in_review', 'approved')),
  version int not null,
  -- zod schema OutgoingContent in modules/outgoing/outgoing.schema.ts
  content jsonb not null,
  register_entry_id uuid constraint outgoing_drafts_entry_fkey references register_entries,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
create index outgoing_drafts_unit on outgoing_drafts (unit_id, updated_at);
comment on table outgoing_drafts is '@own A document being worked on: one row, autosaved; gone when it is issued.';
comment on column outgoing_drafts.content is '@personal purpose=people named in a draft keep=120 months from=updated_at then=archive';

create table outgoing_steps (
  id uuid primary key,
  unit_id uuid not null constraint outgoing_steps_unit_fkey references units,
  -- of the draft, which is gone once it is issued; then of the document
  document_id uuid not null,
  version int not null,
  at timestamptz not null,
  person_id uuid,
  on_behalf uuid,
  step text not null constraint outgoing_steps_step check (step in ('submit', 'return', 'approve', 'number', 'refuse', 'issue')),
  words text
);
create index outgoing_steps_document on outgoing_steps (document_id, at);
comment on table outgoing_steps is '@own Review of a document: who handed it on, with which words. Internal.';
comment on column outgoing_steps.words is '@personal purpose=internal notes keep=120 months from=at then=empty';

create table outgoing_versions (
  document_id uuid not null,
  version int not null,
  unit_id uuid not null constraint outgoing_versions_unit_fkey references units,
  at timestamptz not null,
  person_id uuid,
  content jsonb not null,
  primary key (document_id, version)
);
comment on table outgoing_versions is '@own How a draft stood when it was handed on, and when another person went on with it: what a later state is compared with. Internal.';
comment on column outgoing_versions.content is '@personal purpose=people named in a draft keep=120 months from=at then=archive';

create table outgoing_comments (
  id uuid primary key,
  unit_id uuid not null constraint outgoing_comments_unit_fkey references units,
  document_id uuid not null,
  -- of the block that it speaks of; null: of the whole
  block_key text,
  words text not null,
  at timestamptz not null,
  person_id uuid,
  settled_at timestamptz,
  settled_by uuid
);
create index outgoing_comments_document on outgoing_comments (document_id, at);
comment on table outgoing_comments is '@own Remarks beside a draft. Internal.';
comment on column outgoing_comments.words is '@personal purpose=internal notes keep=120 months from=at then=empty';

create table document_relations (
  document_id uuid not null constraint document_relations_document_fkey references documents,
  target_id uuid not null constraint document_relations_target_fkey references documents,
  relation text not null constraint document_relations_relation check (relation in ('amends', 'replaces', 'corrects', 'recalls')),
  primary key (document_id, target_id)
);
create index document_relations_target on document_relations (target_id);
comment on table document_relations is '@left What an issued document does to another of the same unit: amends, replaces, puts an error of form right, recalls.';
