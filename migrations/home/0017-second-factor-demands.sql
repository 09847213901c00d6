create table sign_in_rules (
  unit_id uuid primary key constraint sign_in_rules_unit_fkey references units,
  -- who holds one of these roles in the unit needs a second factor to sign in
  second_factor_roles text[] not null
);
comment on table sign_in_rules is '@own What a unit demands of the accounts of its people.';
