create table delegations (
  id uuid primary key,
  unit_id uuid not null constraint delegations_unit_fkey references units,
  from_person uuid not null constraint delegations_from_fkey references persons,
  to_person uuid not null constraint delegations_to_fkey references persons,
  -- what is given: the right to decide. A role that the giver holds, and no more than it
  role text not null constraint delegations_role check (role in ('leader')),
  -- [from, until)
  valid_from date not null,
  valid_until date not null constraint delegations_dates check (valid_until > valid_from),
  made_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  constraint delegations_other check (from_person <> to_person)
);
create index delegations_unit on delegations (unit_id, valid_until);
create index delegations_to on delegations (to_person, valid_until);
comment on table delegations is '@own Who may decide in whose place, from when until when. Holds only while both are what they were in the unit.';

-- In whose place a step was done; null: by one's own right.
alter table plan_draft_steps add column on_behalf uuid;
