-- Directions go to units of other homes, with what is said on them; and they rest on clauses of the document that goes with them.
alter table copies drop constraint copies_what;
alter table copies add constraint copies_what check (what in ('document', 'plan', 'report', 'activity', 'report_answer', 'direction', 'direction_act'));

alter table directions add column clauses text[] not null default '{}';
comment on column directions.clauses is 'keys of clauses of its document: what it asks rests on them';

-- From a clause, a document or an activity to the directions that it belongs to.
create index directions_document on directions (document_id) where document_id is not null;
create index direction_acts_evidence on direction_acts using gin (evidence jsonb_path_ops);
