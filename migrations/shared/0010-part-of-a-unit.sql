-- A unit gives a part of itself to others and goes on: nobody reads what was its own for that, nor goes on with its books.
alter table unit_succession drop constraint unit_succession_kind;
alter table unit_succession add constraint unit_succession_kind check (kind in ('merge', 'split', 'part', 'rename', 'transfer'));
