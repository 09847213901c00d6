-- What a person is told: in the application at once, by mail as they choose.
create table notices (
  id uuid primary key,
  -- the unit for which the person is told: whoever leaves it reads it no longer
  unit_id uuid not null constraint notices_unit_fkey references units,
  person_id uuid not null constraint notices_person_fkey references persons,
  kind text not null constraint notices_kind check (kind in ('delivered', 'owed', 'due', 'reminded', 'decide', 'answered', 'amendment', 'job', 'password')),
  -- what it leads to: document, obligation, plan, report, amendment, job, person
  subject_what text not null,
  subject_id uuid not null,
  -- tells apart what one thing gives to tell several times: days before, version, day of a reminder
  subject_key text not null default '',
  is_urgent boolean not null default false,
  -- values for the sentence: number and symbol, title, unit …; of an obligation its own are read
  facts jsonb not null default '{}',
  at timestamptz not null,
  seen_at timestamptz,
  -- the mail that told it too
  mail_id uuid,
  constraint notices_once unique (person_id, unit_id, kind, subject_id, subject_key)
);
create index notices_person on notices (person_id, at desc, id desc);
create index notices_new on notices (person_id) where seen_at is null;
create index notices_mail on notices (mail_id) where mail_id is not null;
create index notices_at on notices (at);
comment on table notices is '@own What a person of a unit was told, each thing once.';
comment on column notices.facts is '@personal purpose=official words keep=14 months';

-- The day is asked for by reminders 7, 3 and 1 days before.
create index obligations_due on obligations (due_on, id) where state = 'open';

create table notice_choices (
  person_id uuid primary key constraint notice_choices_person_fkey references persons,
  -- the unit that keeps the person's row
  unit_id uuid not null constraint notice_choices_unit_fkey references units,
  has_digest boolean not null default true,
  has_urgent boolean not null default true,
  has_reminders boolean not null default true,
  -- minutes of the day in Viet Nam between which no mail goes out; equal: none
  quiet_from int not null default 1260 constraint notice_choices_quiet_from check (quiet_from between 0 and 1439),
  quiet_until int not null default 360 constraint notice_choices_quiet_until check (quiet_until between 0 and 1439),
  -- in the link of every mail: it stops mails and opens nothing
  leave_token text not null constraint notice_choices_leave_token_key unique
);
comment on table notice_choices is '@own Which mails a person wants; without a row: all, and none by night.';
