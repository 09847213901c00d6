create table report_drafts (
  id uuid primary key,
  unit_id uuid not null constraint report_drafts_unit_fkey references units,
  report_id uuid not null,
  form_id uuid not null constraint report_drafts_form_fkey references report_forms,
  period text not null,
  period_from date not null,
  -- exclusive
  period_until date not null,
  state text not null constraint report_drafts_state check (state in ('draft', 'in_review', 'approved')),
  version int not null,
  -- zod schema ReportContent in modules/reports/reports.schema.ts
  content jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  constraint report_drafts_once unique (unit_id, form_id, period)
);
comment on table report_drafts is '@own A report being written: one row, autosaved.';
comment on column report_drafts.content is '@personal purpose=official words keep=120 months';

create table reports (
  id uuid primary key,
  unit_id uuid not null constraint reports_unit_fkey references units,
  form_id uuid not null constraint reports_form_fkey references report_forms,
  period text not null,
  period_from date not null,
  period_until date not null,
  due_on date not null,
  -- last version handed in, 0 before the first
  version int not null,
  state text not null constraint reports_state check (state in ('open', 'submitted', 'returned', 'accepted')),
  -- the version that was accepted last, which sums above count
  accepted_version int,
  submitted_on date,
  -- the superior on the form's line on the last day of the window
  superior_id uuid,
  created_at timestamptz not null,
  constraint reports_once unique (unit_id, form_id, period)
);
create index reports_superior on reports (superior_id, form_id, period);
comment on table reports is '@own A unit''s report of a period on a form: which version stands where.';

create table report_versions (
  report_id uuid not null constraint report_versions_report_fkey references reports,
  version int not null,
  unit_id uuid not null constraint report_versions_unit_fkey references units,
  document_id uuid constraint report_versions_document_fkey references documents,
  content jsonb not null,
  salt bytea,
  hash text not null,
  submitted_at timestamptz not null,
  submitted_by uuid,
  redacted_at timestamptz,
  primary key (report_id, version)
);
comment on table report_versions is '@left Handed-in versions of reports, frozen.';
comment on column report_versions.content is '@personal purpose=official words keep=120 months';

create table report_figures (
  report_id uuid not null,
  version int not null,
  indicator text not null,
  -- what the frozen activities of the unit itself add up to
  own_n bigint not null,
  own_d bigint not null,
  -- what the frozen accepted reports from below add up to
  below_n bigint not null,
  below_d bigint not null,
  -- a correction with its reason, kept apart
  correction_n bigint not null,
  correction_reason text,
  total_n bigint not null,
  total_d bigint not null,
  running_n bigint not null,
  running_d bigint not null,
  -- what corrections after the last report change in the running total, a line of its own
  carried_n bigint not null,
  -- value, or "nothing to report" said by the unit; "not reported" has no row
  state text not null constraint report_figures_state check (state in ('value', 'nothing')),
  primary key (report_id, version, indicator),
  constraint report_figures_version_fkey foreign key (report_id, version) references report_versions,
  constraint report_figures_adds_up check (total_n = own_n + below_n + correction_n and total_d = own_d + below_d)
);
comment on table report_figures is '@left Figures of a version: own and accepted below; they add up by construction.';
comment on column report_figures.correction_reason is '@personal purpose=official words keep=120 months';

create table report_activities (
  report_id uuid not null,
  version int not null,
  activity_id uuid not null,
  activity_version int not null,
  primary key (report_id, version, activity_id),
  constraint report_activities_version_fkey foreign key (report_id, version) references report_versions,
  constraint report_activities_activity_fkey foreign key (activity_id, activity_version) references activity_versions
);
create index report_activities_activity on report_activities (activity_id);
comment on table report_activities is '@left Which activities a version counted, at which version: frozen.';

create table report_children (
  report_id uuid not null,
  version int not null,
  child_report_id uuid not null,
  child_version int not null,
  child_unit_id uuid not null,
  primary key (report_id, version, child_report_id),
  constraint report_children_version_fkey foreign key (report_id, version) references report_versions,
  constraint report_children_child_fkey foreign key (child_report_id, child_version) references report_versions
);
create index report_children_child on report_children (child_report_id);
comment on table report_children is '@left Which accepted reports from below a version counted, at which version: frozen.';

create table report_missing (
  report_id uuid not null,
  version int not null,
  unit_id uuid not null,
  -- not reported, or handed in but not yet accepted
  state text not null constraint report_missing_state check (state in ('not_reported', 'waiting', 'returned')),
  primary key (report_id, version, unit_id),
  constraint report_missing_version_fkey foreign key (report_id, version) references report_versions
);
comment on table report_missing is '@left Units below that a version could not count: named, never estimated.';

create table report_submissions (
  report_id uuid not null,
  version int not null,
  to_unit_id uuid not null constraint report_submissions_to_fkey references units,
  -- the superior on the form's line sums; the other reads and may ask
  role text not null constraint report_submissions_role check (role in ('sums', 'reads')),
  at timestamptz not null,
  primary key (report_id, version, to_unit_id),
  constraint report_submissions_version_fkey foreign key (report_id, version) references report_versions
);
create index report_submissions_to on report_submissions (to_unit_id, at);
comment on table report_submissions is '@left To whom a version was handed in, and in which role.';

create table report_answers (
  id uuid primary key,
  report_id uuid not null,
  version int not null,
  unit_id uuid not null constraint report_answers_unit_fkey references units,
  answer text not null constraint report_answers_answer check (answer in ('accepted', 'returned', 'asked', 'replied')),
  words text not null,
  person_id uuid,
  at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  constraint report_answers_version_fkey foreign key (report_id, version) references report_versions
);
create index report_answers_report on report_answers (report_id, version, at);
comment on table report_answers is '@left What superiors answered a version: accepted, returned with words, asked; and the unit''s replies.';
comment on column report_answers.words is '@personal purpose=official words keep=120 months';
