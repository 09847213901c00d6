-- The names of those who work in the scope's units. A person's row is kept by one unit and read behind its policy; somebody
-- may have places in others too (a deputy of the office who leads a school for a while), and a plan of theirs bears the name.
-- A view of the owner's, and no second policy on persons: contact data stays with the unit that keeps it.
create view colleagues as
  select p.id, p.name from persons p
  where p.erased_at is null and (shared.scope_all() or p.unit_id = any (shared.scope_units())
    or exists (select 1 from memberships m where m.person_id = p.id and m.unit_id = any (shared.scope_units())));
comment on view colleagues is 'Who works, or worked, in the units of the scope: identity and name only.';
grant select on colleagues to lantoa_app, lantoa_wide;
