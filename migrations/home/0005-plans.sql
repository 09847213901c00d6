create table plans (
  id uuid primary key,
  unit_id uuid not null constraint plans_unit_fkey references units,
  year int not null,
  -- the revision in force; 0 while none is issued
  revision int not null,
  document_id uuid constraint plans_document_fkey references documents,
  title text not null,
  issued_on date,
  created_at timestamptz not null
);
create index plans_unit on plans (unit_id, year);
comment on table plans is '@own A unit''s plan: which revision is in force. Its words are in plan_revisions and below.';
comment on column plans.title is '@personal purpose=official words keep=120 months';

create table plan_drafts (
  id uuid primary key,
  unit_id uuid not null constraint plan_drafts_unit_fkey references units,
  plan_id uuid not null constraint plan_drafts_plan_fkey references plans,
  revision int not null,
  year int not null,
  state text not null constraint plan_drafts_state check (state in ('draft', 'in_review', 'approved')),
  version int not null,
  -- zod schema PlanContent in modules/plans/plans.schema.ts
  content jsonb not null,
  register_entry_id uuid constraint plan_drafts_entry_fkey references register_entries,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  constraint plan_drafts_revision_key unique (plan_id, revision)
);
create index plan_drafts_unit on plan_drafts (unit_id, year);
comment on table plan_drafts is '@own A plan being worked on: one row, autosaved, checked and taken apart when it is issued.';
comment on column plan_drafts.content is '@personal purpose=people named in a draft keep=120 months';

create table plan_draft_steps (
  id uuid primary key,
  unit_id uuid not null constraint plan_draft_steps_unit_fkey references units,
  plan_id uuid not null constraint plan_draft_steps_plan_fkey references plans,
  revision int not null,
  at timestamptz not null,
  person_id uuid,
  step text not null constraint plan_draft_steps_step check (step in ('submit', 'return', 'approve', 'number', 'refuse', 'issue')),
  words text
);
create index plan_draft_steps_plan on plan_draft_steps (plan_id, revision, at);
comment on table plan_draft_steps is '@own Review of a draft: who handed it on, with which words. Internal.';
comment on column plan_draft_steps.words is '@personal purpose=internal notes keep=120 months';

create table plan_revisions (
  plan_id uuid not null constraint plan_revisions_plan_fkey references plans,
  revision int not null constraint plan_revisions_revision check (revision >= 1),
  unit_id uuid not null constraint plan_revisions_unit_fkey references units,
  document_id uuid not null constraint plan_revisions_document_fkey references documents,
  year int not null,
  period_from date not null,
  period_until date not null,
  title text not null,
  programmes uuid[] not null,
  -- the accountable head on the day of issue
  head_person_id uuid,
  signer_person_id uuid,
  content jsonb not null,
  salt bytea,
  hash text not null,
  issued_on date not null,
  issued_at timestamptz not null,
  is_public boolean not null,
  redacted_at timestamptz,
  primary key (plan_id, revision)
);
create index plan_revisions_unit on plan_revisions (unit_id, year);
comment on table plan_revisions is '@left Issued revisions of plans: the frozen draft with its hash; taken apart in the tables below.';
comment on column plan_revisions.content is '@personal purpose=people named in a plan keep=120 months';
comment on column plan_revisions.title is '@personal purpose=official words keep=120 months';

create table plan_bases (
  plan_id uuid not null,
  revision int not null,
  ord int not null,
  relation text not null constraint plan_bases_relation check (relation in ('carries out', 'based on')),
  line text constraint plan_bases_line check (line in ('administration', 'profession')),
  -- null for a legal base that is only cited in words
  document_id uuid constraint plan_bases_document_fkey references documents,
  is_provisional boolean not null,
  words text not null,
  primary key (plan_id, revision, ord),
  constraint plan_bases_revision_fkey foreign key (plan_id, revision) references plan_revisions
);
create index plan_bases_document on plan_bases (document_id);
comment on table plan_bases is '@left What a revision stands on: superior plans of either line, and legal bases.';
comment on column plan_bases.words is '@personal purpose=official words keep=120 months';

create table tasks (
  plan_id uuid not null,
  revision int not null,
  -- stays over revisions
  key text not null,
  ord int not null,
  unit_id uuid not null,
  decision text not null constraint tasks_decision check (decision in ('own', 'kept', 'adapted', 'declined')),
  decision_reason text,
  is_key boolean not null,
  title text not null,
  content text not null,
  forms text[] not null,
  audiences text[] not null,
  lead_person_id uuid,
  lead_words text not null,
  support_words text not null,
  time_words text not null,
  time_from date,
  time_until date,
  product text not null,
  target_indicator text,
  target_value bigint,
  cost bigint,
  fund text,
  primary key (plan_id, revision, key),
  constraint tasks_revision_fkey foreign key (plan_id, revision) references plan_revisions
);
create index tasks_unit on tasks (unit_id, time_until);
comment on table tasks is '@left Tasks of an issued revision; the declined ones stay with their reason.';
comment on column tasks.decision_reason is '@personal purpose=official words keep=120 months';
comment on column tasks.title is '@personal purpose=official words keep=120 months';
comment on column tasks.content is '@personal purpose=official words keep=120 months';
comment on column tasks.lead_words is '@personal purpose=official words keep=120 months';
comment on column tasks.support_words is '@personal purpose=official words keep=120 months';
comment on column tasks.time_words is '@personal purpose=official words keep=120 months';
comment on column tasks.product is '@personal purpose=official words keep=120 months';

create table task_clauses (
  plan_id uuid not null,
  revision int not null,
  task_key text not null,
  document_id uuid not null constraint task_clauses_document_fkey references documents,
  clause_key text not null,
  primary key (plan_id, revision, task_key, document_id, clause_key),
  constraint task_clauses_task_fkey foreign key (plan_id, revision, task_key) references tasks,
  constraint task_clauses_clause_fkey foreign key (document_id, clause_key) references clauses
);
create index task_clauses_clause on task_clauses (document_id, clause_key);
comment on table task_clauses is '@left Which clauses a task carries out.';

create table task_origins (
  plan_id uuid not null,
  revision int not null,
  task_key text not null,
  origin_plan_id uuid not null,
  origin_revision int not null,
  origin_key text not null,
  primary key (plan_id, revision, task_key, origin_plan_id, origin_key),
  constraint task_origins_task_fkey foreign key (plan_id, revision, task_key) references tasks,
  constraint task_origins_origin_fkey foreign key (origin_plan_id, origin_revision, origin_key) references tasks
);
create index task_origins_origin on task_origins (origin_plan_id, origin_key);
comment on table task_origins is '@left Which superior tasks a task derives from, at which revision.';

create table clause_declines (
  plan_id uuid not null,
  revision int not null,
  document_id uuid not null,
  clause_key text not null,
  reason text not null,
  primary key (plan_id, revision, document_id, clause_key),
  constraint clause_declines_revision_fkey foreign key (plan_id, revision) references plan_revisions,
  constraint clause_declines_clause_fkey foreign key (document_id, clause_key) references clauses
);
comment on table clause_declines is '@left Clauses of a superior document that are not the unit''s, with the reason.';
comment on column clause_declines.reason is '@personal purpose=official words keep=120 months';

create table task_choices (
  id uuid primary key,
  unit_id uuid not null constraint task_choices_unit_fkey references units,
  plan_id uuid not null,
  task_key text not null,
  origin_plan_id uuid not null,
  origin_key text not null,
  -- the superior's revision that was looked at
  origin_revision int not null,
  choice text not null constraint task_choices_choice check (choice in ('follow', 'keep', 'adapt')),
  at timestamptz not null,
  person_id uuid,
  constraint task_choices_once unique (plan_id, task_key, origin_plan_id, origin_key, origin_revision)
);
create index task_choices_origin on task_choices (origin_plan_id, origin_revision);
comment on table task_choices is '@left What a unit chose for a derived task after its superior revised: follow, keep, adapt.';

create table amendment_requests (
  id uuid primary key,
  unit_id uuid not null constraint amendment_requests_unit_fkey references units,
  to_unit_id uuid not null constraint amendment_requests_to_fkey references units,
  plan_id uuid not null,
  revision int not null,
  task_key text,
  difficulty text not null,
  proposal text not null,
  person_id uuid,
  at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  constraint amendment_requests_revision_fkey foreign key (plan_id, revision) references plan_revisions
);
create index amendment_requests_to on amendment_requests (to_unit_id, at);
create index amendment_requests_unit on amendment_requests (unit_id, at);
comment on table amendment_requests is '@left Difficulties and asked changes, sent up to the desk of the unit whose plan it is (S26).';
comment on column amendment_requests.difficulty is '@personal purpose=official words keep=120 months';
comment on column amendment_requests.proposal is '@personal purpose=official words keep=120 months';

create table amendment_answers (
  request_id uuid primary key constraint amendment_answers_request_fkey references amendment_requests,
  unit_id uuid not null constraint amendment_answers_unit_fkey references units,
  answer text not null constraint amendment_answers_answer check (answer in ('accepted', 'partly', 'declined')),
  words text not null,
  person_id uuid,
  at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz
);
comment on table amendment_answers is '@left The answer to a request to amend.';
comment on column amendment_answers.words is '@personal purpose=official words keep=120 months';
