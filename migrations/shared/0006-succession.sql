-- Of the units that go on for a closed one, exactly one goes on with its books: it counts what the closed unit did itself
-- and finishes its reports, so that nothing is counted twice. A unit can be renamed and pass to another superior on one day.
alter table unit_succession add column goes_on boolean not null default true;
alter table unit_succession drop constraint unit_succession_pkey;
alter table unit_succession add constraint unit_succession_pkey primary key (from_id, to_id, day, kind);
create index unit_succession_to on unit_succession (to_id);
comment on column unit_succession.goes_on is 'of a merge or split: this successor goes on with the books of the closed unit';
