-- Plans and reports are signed electronically too, and an erasure finds the papers that wait (docs/decisions/0042).
alter table signing_papers drop constraint signing_papers_what;
alter table signing_papers add constraint signing_papers_what check (subject_what in ('outgoing', 'plan', 'report'));

-- What waits was printed without its words beside it: it is printed and signed anew.
update signing_marks m set is_void = true
  where exists (select from signing_papers p where p.subject_what = m.subject_what and p.subject_id = m.subject_id);
delete from signing_papers;
-- every word that stands in the PDF: what it was printed from, and the names of those who signed it
alter table signing_papers add column words jsonb not null;
comment on column signing_papers.words is '@personal purpose=people named in a draft keep=120 months from=prepared_at then=archive';

create table report_issues (
  id uuid primary key,
  report_id uuid not null constraint report_issues_report_key unique constraint report_issues_report_fkey references reports,
  version int not null,
  unit_id uuid not null constraint report_issues_unit_fkey references units,
  register_entry_id uuid not null,
  -- who is to sign; null: the head
  signer_person_id uuid,
  signer_authority text,
  reserved_at timestamptz not null,
  reserved_by uuid
);
comment on table report_issues is '@own Handed-in versions of reports that have a number and wait for their signatures: gone when they are issued or refused.';
comment on column report_issues.signer_authority is '@personal purpose=official words keep=120 months from=reserved_at then=archive';
