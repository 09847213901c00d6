-- A unit gives a part of itself to others and goes on.
alter table successions drop constraint successions_kind;
alter table successions add constraint successions_kind check (kind in ('merge', 'split', 'part', 'rename', 'transfer'));
