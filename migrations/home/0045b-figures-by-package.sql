-- A report that comes as a package brings its figures where the sender's system is one of ours.
create table arrival_figures (
  arrival_id uuid primary key constraint arrival_figures_arrival_fkey references package_arrivals,
  unit_id uuid not null constraint arrival_figures_unit_fkey references units,
  -- zod schema ReportElsewhere in modules/reports/elsewhere.schema.ts; null for what is no such thing
  content jsonb,
  -- waiting: for the document to be confirmed; taken: a version of the sender's report here
  state text not null constraint arrival_figures_state check (state in ('waiting', 'taken', 'refused')),
  reason text constraint arrival_figures_reason check (reason in ('unreadable', 'not_owed', 'other_form', 'too_early', 'reported_here', 'older')),
  report_id uuid,
  version int,
  arrived_at timestamptz not null,
  constraint arrival_figures_readable check (content is not null or state = 'refused'),
  constraint arrival_figures_refused check ((state = 'refused') = (reason is not null)),
  constraint arrival_figures_taken check ((state = 'taken') = (version is not null) and (version is null) = (report_id is null)),
  constraint arrival_figures_version_fkey foreign key (report_id, version) references report_versions
);
create index arrival_figures_waiting on arrival_figures (arrival_id) where state = 'waiting';
create index arrival_figures_version on arrival_figures (report_id, version);
comment on table arrival_figures is '@own Figures of reports that came as packages, and what became of them.';
comment on column arrival_figures.content is '@personal purpose=official words keep=120 months from=arrived_at then=archive';

-- What another installation counted stands as one number, of a ratio with a denominator of its own; null for none.
alter table report_figures add column correction_d bigint;
alter table report_figures drop constraint report_figures_adds_up;
alter table report_figures add constraint report_figures_adds_up
  check (total_n = own_n + below_n + correction_n and total_d = own_d + below_d + coalesce(correction_d, 0));
