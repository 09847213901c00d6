-- Directions and guidance (S22): a note or task to units with a deadline, outside any plan, with questions and answers.
-- What can be owed grows with the product: the words are those of the type ObligationWhat, and each has its sentence.
alter table obligations drop constraint obligations_what;
alter table obligations add constraint obligations_what check (what ~ '^[a-z]+(_[a-z]+){0,4}$');

create table direction_drafts (
  id uuid primary key,
  unit_id uuid not null constraint direction_drafts_unit_fkey references units,
  version int not null,
  content jsonb not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid
);
create index direction_drafts_unit on direction_drafts (unit_id, updated_at);
comment on table direction_drafts is '@own Directions that are being written: one row each, in the shape of their schema.';
comment on column direction_drafts.content is '@personal purpose=official words keep=120 months';

create table directions (
  id uuid primary key,
  unit_id uuid not null constraint directions_unit_fkey references units,
  title text not null,
  words text not null,
  expects text not null constraint directions_expects check (expects in ('know', 'carry_out')),
  due_on date not null,
  document_id uuid constraint directions_document_fkey references documents,
  -- the lines of "Nơi nhận" as they were written
  lines jsonb not null,
  person_id uuid,
  at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz
);
create index directions_unit on directions (unit_id, at);
comment on table directions is '@left Directions as they were sent (S22).';
comment on column directions.title is '@personal purpose=official words keep=120 months';
comment on column directions.words is '@personal purpose=official words keep=120 months';
comment on column directions.lines is '@personal purpose=official words keep=120 months';

create table direction_recipients (
  direction_id uuid not null constraint direction_recipients_direction_fkey references directions,
  unit_id uuid not null constraint direction_recipients_unit_fkey references units,
  sender_id uuid not null constraint direction_recipients_sender_fkey references units,
  at timestamptz not null,
  primary key (direction_id, unit_id)
);
create index direction_recipients_unit on direction_recipients (unit_id, at);
comment on table direction_recipients is '@left To which units a direction was sent: their right to read it, for good (ground 3).';

create table direction_acts (
  id uuid primary key,
  direction_id uuid not null constraint direction_acts_direction_fkey references directions,
  -- the recipient it concerns; null: all of them
  unit_id uuid constraint direction_acts_unit_fkey references units,
  -- one after the other for a recipient; 0 of what concerns all
  ord int not null,
  by_unit_id uuid not null constraint direction_acts_by_fkey references units,
  kind text not null constraint direction_acts_kind check (kind in ('acknowledge', 'answer', 'ask', 'reply', 'accept', 'return', 'extend', 'withdraw')),
  words text not null,
  -- the question that a reply answers
  to_act uuid constraint direction_acts_to_fkey references direction_acts,
  is_public boolean not null default false,
  due_on date,
  -- what an answer shows: activities and documents of the recipient
  evidence jsonb not null default '[]',
  person_id uuid,
  at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  constraint direction_acts_ord_key unique (direction_id, unit_id, ord),
  constraint direction_acts_reply_key unique (to_act)
);
create index direction_acts_direction on direction_acts (direction_id, at);
comment on table direction_acts is '@left What became of a direction: receipts, questions and replies, answers with evidence, acceptance, return, a later day, withdrawal.';
comment on column direction_acts.words is '@personal purpose=official words keep=120 months';
