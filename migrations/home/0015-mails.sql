-- The queue of mails: one row a recipient, of which the words are made when it is sent and kept nowhere.
create table mails (
  id uuid primary key,
  unit_id uuid not null constraint mails_unit_fkey references units,
  person_id uuid not null constraint mails_person_fkey references persons,
  kind text not null constraint mails_kind check (kind in ('digest', 'urgent', 'reset', 'password')),
  -- what makes it one mail however often it is ordered: kind, day or notice, person
  once text not null constraint mails_once unique,
  -- sent, uncertain, failed and withdrawn are ends; uncertain: an attempt ended without anybody knowing how
  state text not null constraint mails_state check (state in ('queued', 'sending', 'sent', 'uncertain', 'failed', 'withdrawn')),
  attempts int not null default 0,
  -- attempts of which nobody knows how they ended: killed, or the line lost after the words
  lost int not null default 0,
  -- not before: quiet hours, and the pause after an attempt
  due_at timestamptz not null,
  -- while it is sending: after this whoever had it is taken to be dead
  lease_until timestamptz,
  expires_at timestamptz not null,
  -- why it waits or ended, as a code of ours, and the answer's code of the mail server or system
  cause text,
  code text,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint mails_ended check ((state in ('queued', 'sending')) = (ended_at is null)),
  constraint mails_lease check ((state = 'sending') = (lease_until is not null))
);
create index mails_unit on mails (unit_id, created_at desc, id desc);
create index mails_person on mails (person_id);
create index mails_open on mails (state) where state in ('queued', 'sending');
comment on table mails is '@own Mails to persons of a unit: queued, sending, and how each ended.';
