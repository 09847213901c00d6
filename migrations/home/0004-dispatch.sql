create table number_counters (
  unit_id uuid not null constraint number_counters_unit_fkey references units,
  year int not null,
  series text not null,
  last int not null,
  primary key (unit_id, year, series)
);
comment on table number_counters is '@own Last number given, per unit, year and series; locked last in the issuing transaction, so that no number is skipped.';

create table register_entries (
  id uuid primary key,
  unit_id uuid not null constraint register_entries_unit_fkey references units,
  year int not null,
  series text not null,
  number int not null,
  symbol text not null,
  number_symbol text not null,
  dated date not null,
  type text not null,
  subject text not null,
  what text not null constraint register_entries_what check (what in ('plan', 'report', 'document')),
  subject_id uuid not null,
  subject_revision int not null,
  created_at timestamptz not null,
  created_by uuid,
  constraint register_entries_number_key unique (unit_id, year, series, number)
);
create index register_entries_subject on register_entries (subject_id, subject_revision);
comment on table register_entries is '@left Register of outgoing documents (Decree 30/2020/NĐ-CP, Art. 15): numbers from 01 on 1 January, per series.';
comment on column register_entries.subject is '@personal purpose=official words keep=120 months';

create table register_voids (
  entry_id uuid primary key constraint register_voids_entry_fkey references register_entries,
  unit_id uuid not null,
  reason text not null,
  at timestamptz not null,
  by uuid
);
comment on table register_voids is '@left Numbers that were refused, with the reason; they stay in the register.';
comment on column register_voids.reason is '@personal purpose=official words keep=120 months';

create table dispatches (
  id uuid primary key,
  unit_id uuid not null constraint dispatches_unit_fkey references units,
  document_id uuid not null constraint dispatches_document_fkey references documents,
  recipients int not null,
  at timestamptz not null,
  by uuid,
  job_id uuid
);
create index dispatches_document on dispatches (document_id);
comment on table dispatches is '@left One sending of a document to its recipients.';

create table recipients (
  dispatch_id uuid not null constraint recipients_dispatch_fkey references dispatches,
  ord int not null,
  kind text not null constraint recipients_kind check (kind in ('unit', 'group', 'people', 'outside', 'archive')),
  words text not null,
  purpose text constraint recipients_purpose check (purpose in ('report', 'carry out', 'know', 'archive')),
  unit_id uuid,
  group_code text,
  address text,
  primary key (dispatch_id, ord)
);
comment on table recipients is '@left The lines of "Nơi nhận" with what each stands for.';
comment on column recipients.words is '@personal purpose=official words keep=120 months';
comment on column recipients.address is '@personal purpose=contact keep=120 months';

create table deliveries (
  id uuid primary key,
  -- the receiver; of an outside body the sender itself, who keeps the state
  unit_id uuid not null constraint deliveries_unit_fkey references units,
  sender_id uuid not null constraint deliveries_sender_fkey references units,
  dispatch_id uuid not null constraint deliveries_dispatch_fkey references dispatches,
  recipient_ord int not null,
  document_id uuid not null constraint deliveries_document_fkey references documents,
  person_id uuid,
  is_outside boolean not null default false,
  purpose text,
  sent_at timestamptz not null,
  opened_at timestamptz,
  opened_by uuid,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  constraint deliveries_once unique nulls not distinct (dispatch_id, unit_id, person_id, recipient_ord)
);
create index deliveries_unit on deliveries (unit_id, sent_at);
create index deliveries_sender on deliveries (sender_id, document_id);
comment on table deliveries is '@own A document at one receiver: sent, opened, acknowledged. Belongs to the receiver.';

create table obligations (
  id uuid primary key,
  unit_id uuid not null constraint obligations_unit_fkey references units,
  what text not null constraint obligations_what check (what in ('confirm', 'make_plan', 'do_task', 'report', 'follow_revision', 'decide_amendment', 'decide_report', 'give_photos')),
  -- what causes it: document, plan task, form and period, request …
  source_what text not null,
  source_id uuid not null,
  source_revision int not null default 0,
  source_key text not null default '',
  owed_to uuid constraint obligations_owed_to_fkey references units,
  due_on date not null,
  -- who acts: a person, else a desk, else a role of the unit
  person_id uuid,
  desk_id uuid,
  role text,
  state text not null default 'open' constraint obligations_state check (state in ('open', 'done', 'excused', 'void')),
  -- values for the sentence: number and symbol, title …; no personal data
  facts jsonb not null default '{}',
  opened_at timestamptz not null,
  closed_on date,
  closed_by uuid,
  reason text,
  constraint obligations_once unique (unit_id, what, source_id, source_revision, source_key),
  constraint obligations_closed check ((state = 'open') = (closed_on is null))
);
create index obligations_open on obligations (unit_id, due_on) where state = 'open';
create index obligations_owed on obligations (owed_to, due_on) where state = 'open';
create index obligations_source on obligations (source_id, what);
comment on table obligations is '@own What a unit owes, to whom, by when. Today, boards, reminders and overdue marks read this one table; late is closed_on > due_on.';
comment on column obligations.facts is '@personal purpose=official words keep=120 months';
comment on column obligations.reason is '@personal purpose=official words keep=120 months';

create table reminders (
  id uuid primary key,
  obligation_id uuid not null constraint reminders_obligation_fkey references obligations,
  unit_id uuid not null,
  from_unit_id uuid not null,
  at timestamptz not null,
  by uuid,
  constraint reminders_once unique (obligation_id, at)
);
create index reminders_unit on reminders (unit_id, at);
comment on table reminders is '@left A superior reminded a unit of an obligation.';
