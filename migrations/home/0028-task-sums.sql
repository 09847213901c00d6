-- What a unit's counted activities bring for its tasks, summed when they are written: where the task of a department or a
-- province stands was the sum of all activities below, each time (docs/decisions/0024).
create table task_sums (
  plan_id uuid not null constraint task_sums_plan_fkey references plans,
  task_key text not null,
  -- one for all activities of a unit that serve the very same tasks: over whichever of them a task above is reached, it counts them once
  bundle uuid not null,
  -- who did it
  unit_id uuid not null constraint task_sums_unit_fkey references units,
  activities int not null,
  -- by indicator: sums n and d, the largest single n (most), and the last one with its day and when it was logged (last, day, at)
  figures jsonb not null,
  primary key (plan_id, task_key, bundle)
);
comment on table task_sums is '@own What counted activities bring for tasks: sums of activities and activity_figures, kept in the transaction that changes them.';

-- Of the tasks of superiors nearly none is declined: those that are, not all 38,000 of a province, are looked up.
create index tasks_declined on tasks (plan_id, revision, key) where decision = 'declined';

insert into task_sums (plan_id, task_key, bundle, unit_id, activities, figures)
with counted as materialized (
  select a.id, a.version, a.unit_id, a.day, a.created_at,
    array_agg(t.plan_id order by t.plan_id, t.task_key collate "C") as plans, array_agg(t.task_key order by t.plan_id, t.task_key collate "C") as keys,
    md5(a.unit_id || jsonb_agg(jsonb_build_array(t.plan_id, t.task_key) order by t.plan_id, t.task_key collate "C")::text)::uuid as bundle
  from activities a join activity_tasks t on t.activity_id = a.id and t.version = a.version
  where a.state = 'counted' group by a.id
), bundles as (
  select bundle, any_value(unit_id) as unit_id, any_value(plans) as plans, any_value(keys) as keys, sum(activities)::int as activities,
    coalesce(jsonb_object_agg(indicator, figure) filter (where indicator is not null), '{}') as figures
  from (
    select bundle, unit_id, plans, keys, 1 as activities, null::text as indicator, null::jsonb as figure from counted
    union all
    select c.bundle, null, null, null, null, f.indicator, jsonb_build_object('n', sum(f.n), 'd', coalesce(sum(f.d), 0), 'most', max(f.n),
      'last', (array_agg(f.n order by c.day desc, c.created_at desc, f.n desc))[1], 'day', max(c.day),
      'at', (array_agg(c.created_at at time zone 'UTC' order by c.day desc, c.created_at desc))[1])
    from counted c join activity_figures f on f.activity_id = c.id and f.version = c.version group by c.bundle, f.indicator
  ) s group by bundle
)
select x.plan_id, x.task_key, b.bundle, b.unit_id, b.activities, b.figures
from bundles b cross join lateral unnest(b.plans, b.keys) as x(plan_id, task_key);
