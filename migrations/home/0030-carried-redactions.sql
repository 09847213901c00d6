-- Words that went by law in one home go from the copies that another holds: which homes were told, and what they say.
create table carried_redactions (
  message_id uuid primary key constraint carried_redactions_message_fkey references outbox_messages,
  -- what they went for: a person of this home, or the message of the home that told this one
  subject_what text not null constraint carried_redactions_subject check (subject_what in ('person', 'inbox_message')),
  subject_id uuid not null,
  to_home text not null,
  home_name text not null,
  at timestamptz not null
);
create index carried_redactions_subject on carried_redactions (subject_id);
comment on table carried_redactions is '@house(select) Messages that tell other homes where words were covered, each with what the words went for.';
comment on column carried_redactions.home_name is 'name of the home, as it was then';

create table carried_answers (
  message_id uuid not null constraint carried_answers_message_fkey references carried_redactions,
  -- the home that answers: the one that was told, or one that it told in turn
  home text not null,
  home_name text not null,
  -- rows of copies from which words went, and files
  covered int not null,
  files int not null,
  -- [{ "what": table, "n": rows }]: where the same words stand that are not a copy, or could not be covered
  left_over jsonb not null,
  at timestamptz not null,
  primary key (message_id, home)
);
comment on table carried_answers is '@house(select) What other homes covered in their copies when they were told, and what is left there for their people.';
comment on column carried_answers.left_over is 'names of tables and counts';
