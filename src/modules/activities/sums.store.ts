import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type {} from './activities.tables.ts'
import type { TaskRef } from './stands.store.ts'

/** Tasks that one activity serves, and whose activity it is. */
export interface Served {
  unitId: string
  tasks: readonly TaskRef[]
}

/** One id for a unit and a set of tasks. @param tasks their columns plan_id and task_key, aggregated over */
function bundleOf(unit: RawBuilder<unknown>, tasks: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`md5(${unit} || jsonb_agg(jsonb_build_array(${tasks}.plan_id, ${tasks}.task_key)
    order by ${tasks}.plan_id, ${tasks}.task_key collate "C")::text)::uuid`
}

/**
 * The rows of `task_sums` as activities and their figures say: a query with the columns of the table, in their order.
 * How many activities a bundle has and what each figure of it says are put under each other, not joined: of two such sets
 * that were just written the planner expects one row each, and compares all with all.
 * @param which condition on the activity `a`
 */
export function sumsOf(which: RawBuilder<unknown>): RawBuilder<unknown> {
  const inOrder = sql`order by t.plan_id, t.task_key collate "C"`
  return sql`
    with counted as materialized (
      select a.id, a.version, a.unit_id, a.day, a.created_at, array_agg(t.plan_id ${inOrder}) as plans, array_agg(t.task_key ${inOrder}) as keys,
        ${bundleOf(sql`a.unit_id`, sql`t`)} as bundle
      from activities a join activity_tasks t on t.activity_id = a.id and t.version = a.version
      where a.state = 'counted' and ${which} group by a.id
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
    from bundles b cross join lateral unnest(b.plans, b.keys) as x(plan_id, task_key)`
}

/** Which tasks activities serve by their version in force, counted or not; those for no task are left out. */
export async function findServed(trx: Trx, activityIds: readonly string[]): Promise<Served[]> {
  if (activityIds.length === 0) return []
  const { rows } = await sql<Served>`
    select a.unit_id as "unitId", jsonb_agg(jsonb_build_object('planId', x.plan_id, 'taskKey', x.task_key)) as tasks
    from activities a join activity_tasks x on x.activity_id = a.id and x.version = a.version
    where a.id = any(${[...activityIds]}::uuid[]) group by a.id`.execute(trx)
  return rows
}

/**
 * Sums anew what activities bring for these tasks, after some that serve them were written: called again it changes
 * nothing. It locks the sums until the commit, so that of two activities at once the second counts the first; only those
 * of one unit for the same tasks wait for each other.
 * @param served before and after the change
 */
export async function sumAnew(trx: Trx, served: readonly Served[]): Promise<void> {
  const some = served.flatMap((s, i) => s.tasks.map((t) => ({ ...t, unitId: s.unitId, no: i })))
  if (some.length === 0) return
  const given = sql`unnest(${some.map((s) => s.no)}::int[], ${some.map((s) => s.unitId)}::uuid[], ${some.map((s) => s.planId)}::uuid[], ${some.map((s) => s.taskKey)}::text[])`
  // In one order for all, or two corrections that change places would wait for each other.
  const locked = await sql<{ bundle: string; unitId: string; planId: string; taskKey: string }>`
    insert into task_sums as s (plan_id, task_key, bundle, unit_id, activities, figures)
    select q.plan_id, q.task_key, q.bundle, q.unit_id, 0, '{}' from (
      select distinct on (bundle) * from (
        select unit_id, ${bundleOf(sql`unit_id`, sql`g`)} as bundle, (array_agg(plan_id order by plan_id, task_key collate "C"))[1] as plan_id,
          (array_agg(task_key order by plan_id, task_key collate "C"))[1] as task_key
        from (select distinct * from ${given} as g(no, unit_id, plan_id, task_key)) g group by no, unit_id
      ) b order by bundle
    ) q
    on conflict (plan_id, task_key, bundle) do update set activities = s.activities
    returning s.bundle, s.unit_id as "unitId", s.plan_id as "planId", s.task_key as "taskKey"`.execute(trx)
  const bundles = sql`${locked.rows.map((r) => r.bundle)}::uuid[]`
  // The next statement sees what the transactions before had committed when their locks were let go.
  await sql`
    with fresh as materialized (
      select * from (${sumsOf(sql`a.id = any(array(
        select l.activity_id from unnest(${locked.rows.map((r) => r.planId)}::uuid[], ${locked.rows.map((r) => r.taskKey)}::text[]) as q(plan_id, task_key)
        join activity_tasks l on l.plan_id = q.plan_id and l.task_key = q.task_key))`)}) f
      where f.bundle = any(${bundles})
    ), gone as (
      delete from task_sums s where s.bundle = any(${bundles})
        and (s.plan_id, s.task_key) in (select plan_id, task_key from ${given} as g(no, unit_id, plan_id, task_key))
        and not exists (select 1 from fresh f where f.plan_id = s.plan_id and f.task_key = s.task_key and f.bundle = s.bundle)
    )
    insert into task_sums as s (plan_id, task_key, bundle, unit_id, activities, figures)
    select * from fresh
    on conflict (plan_id, task_key, bundle) do update set activities = excluded.activities, figures = excluded.figures
    where (s.activities, s.figures) is distinct from (excluded.activities, excluded.figures)`.execute(trx)
}

/** Sums anew all that units did: for rows that were inserted in bulk, beside which nobody writes. */
export async function sumUnitsAnew(trx: Trx, unitIds: readonly string[]): Promise<void> {
  const units = sql`${[...unitIds]}::uuid[]`
  await sql`delete from task_sums where unit_id = any(${units})`.execute(trx)
  await sql`
    insert into task_sums (plan_id, task_key, bundle, unit_id, activities, figures)
    ${sumsOf(sql`a.unit_id = any(${units})`)}`.execute(trx)
}
