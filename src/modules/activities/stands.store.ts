import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { Adds } from './activities.rules.ts'
import type {} from './activities.tables.ts'

/** Levels of derived tasks that count for a task: department, office, school and a part of a school stand below a province. */
const levels = [1, 2, 3, 4] as const

/** Tasks that derive from the task (`node_plan`, `node_key`) of alias `l`, in plans in force whose units took them on. */
const derived = sql`
  join task_origins o on o.origin_plan_id = l.node_plan and o.origin_key = l.node_key
  join plans p on p.id = o.plan_id and p.revision = o.revision
  where not exists (select 1 from tasks t where t.plan_id = o.plan_id and t.revision = o.revision and t.key = o.task_key and t.decision = 'declined')`

/** How far activities bring a task, in the target's own measure (a ratio in whole percent, rounded down). */
function reached(of: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case any_value(adds)
    when 'ratio' then case when coalesce(sum(d) ${of}, 0) = 0 then 0 else floor(sum(n) ${of} * 100.0 / sum(d) ${of}) end
    when 'latest' then coalesce(sum(last) ${of}, 0)
    when 'not_additive' then coalesce(max(most) ${of}, 0)
    when 'sum' then coalesce(sum(n) ${of}, 0)
    when 'parts_only' then coalesce(sum(n) ${of}, 0)
    else coalesce(sum(activities) ${of}, 0) end)::bigint`
}

/**
 * Where tasks stand: the one place that says how far a task is and whether it is done (docs/decisions/0009). A query with
 * a row for each asked task: plan_id, key, revision, indicator, adds, target, activities, done (what is reached), own and
 * below (the unit's own part and that of the units below), has_parts (some task derives from it), is_done.
 *
 * A task counts the activities of the unit for it and those of every task that derives from it, level by level, each
 * activity once, in the indicator of the task that is asked about; sums and ratios add, of a latest value each unit's last
 * one adds, of what can't be added the largest single value stands, and "parts only" leaves out a unit that has parts.
 * It is done when that meets the target, not by a tick. Without a target in figures it is done with the first counted
 * activity of the unit itself, or when every task that derives from it has one: its product is words, and the report says
 * how good they were.
 *
 * It reads no activity: what those of a unit bring is kept in `task_sums`, one bundle for the same tasks, and a bundle that
 * serves several tasks counts once (docs/decisions/0024).
 *
 * Every part is a set operation over all asked tasks, and no part joins another, whose rows the planner could not foresee:
 * they are put under each other and gathered by the number of the asked task.
 * The transaction must reach the units below (scope `*`), and the caller holds the ground on which it reads the plans.
 * @param asked query of tasks, each once: plan_id, key, revision, unit_id, indicator, target
 * @param below levels that are looked at; none where it is known that no task derives from these: planning five levels of
 *   joins takes ten times as long as running them
 */
export function taskStandsOf(
  asked: RawBuilder<unknown>,
  below: readonly number[] = levels,
): RawBuilder<unknown> {
  const level = (n: number) => sql.raw(`level_${n}`)
  const hasParts = below.length > 0
  return sql`
    with asked as materialized (
      select row_number() over ()::int as no, q.*, v.facts->>'adds' as adds
      from (${asked}) q left join vocabularies v on v.list = 'indicators' and v.code = q.indicator
    ), level_0 as (
      select no, unit_id, indicator, adds, adds is null or target is null as in_words, plan_id as node_plan, key as node_key, null::int as part
      from asked
    ), ${sql.join(
      below.map(
        (n) => sql`${level(n)} as materialized (
          select l.no, l.unit_id, l.indicator, l.adds, l.in_words, o.plan_id as node_plan, o.task_key as node_key, ${n === 1 ? sql`row_number() over ()::int` : sql`l.part`} as part
          from ${level(n - 1)} l ${derived}
        ), `,
      ),
      sql``,
    )}hit as materialized (
      select l.no, l.part, l.unit_id = s.unit_id as is_own, l.adds, l.in_words, s.unit_id as doer, s.bundle, s.activities, s.figures->l.indicator as figure
      from (${sql.join(
        [0, ...below].map((n) => sql`select * from ${level(n)}`),
        sql` union all `,
      )}) l
      join task_sums s on s.plan_id = l.node_plan and s.task_key = l.node_key
      ${hasParts ? sql`where l.adds is distinct from 'parts_only' or not exists (select 1 from (select l.node_plan, l.node_key) l ${derived})` : sql``}
    )
    select plan_id, key, revision, indicator, adds, target, activities, own, below, done, has_parts,
      activities > 0 and case when adds is null or target is null then own_activities > 0 or begun = parts else done >= target end as is_done
    from (
      select any_value(plan_id) as plan_id, any_value(key) as key, any_value(revision) as revision, any_value(indicator) as indicator,
        any_value(adds) as adds, any_value(target) as target, coalesce(sum(activities), 0)::int as activities,
        coalesce(sum(activities) filter (where is_own), 0) as own_activities, ${reached(sql`filter (where is_own)`)} as own,
        ${reached(sql`filter (where not is_own)`)} as below, ${reached(sql`filter (where true)`)} as done,
        coalesce(bool_or(part), false) as has_parts, count(part) as parts, count(part) filter (where begun) as begun
      from (
        select no, plan_id, key, revision, indicator, adds, target, null::boolean as is_own, null::int as activities, null::bigint as n,
          null::bigint as d, null::bigint as most, null::bigint as last, null::boolean as part, null::boolean as begun from asked
        union all
        select no, null, null, null, null, null, null, is_own, activities, (figure->'n')::bigint,
          case when adds = 'ratio' then (figure->'d')::bigint end, case when adds = 'not_additive' then (figure->'most')::bigint end, null, null, null
          from (select no, any_value(is_own) as is_own, any_value(activities) as activities, any_value(figure) as figure, any_value(adds) as adds
            from hit group by no, bundle) b
        union all
        select * from (select distinct on (no, doer) no, null::uuid, null, null::int, null, null, null::bigint, is_own, null::int, null::bigint, null::bigint, null::bigint,
            (figure->'last')::bigint, null::boolean, null::boolean
          from hit where adds = 'latest' and figure is not null
          order by no, doer, figure->>'day' collate "C" desc, figure->>'at' collate "C" desc, (figure->'last')::bigint desc) l
        union all
        select no, null, null, null, null, null, null, null, null, null, null, null, null, true, bool_or(begun)
          from (${hasParts ? sql`select no, part, false as begun from level_1 union all` : sql``}
            select no, part, true as begun from hit where in_words and part is not null) q
          group by no, part
      ) s group by no
    ) s`
}

/** A task of a plan, whatever the revision. */
export interface TaskRef {
  planId: string
  taskKey: string
}

/** Where a task stands against its target. */
export interface TaskStand extends TaskRef {
  /** the newest revision in force that has the task: its target holds */
  revision: number
  ord: number
  title: string
  planTitle: string
  indicator: string | null
  adds: Adds | null
  target: number | null
  /** counted activities, own and below */
  activities: number
  /** what is reached, in the target's measure */
  done: number
  /** the unit's own part of it */
  own: number
  /** what comes from the units below; null where no task derives from it */
  below: number | null
  isDone: boolean
}

/**
 * Where tasks stand, in the order in which they were asked about. Links of earlier revisions count too: a task keeps its
 * key. Scope and ground as `taskStandsOf` says.
 */
export async function findTaskStands(trx: Trx, refs: readonly TaskRef[]): Promise<TaskStand[]> {
  if (refs.length === 0) return []
  const asked = sql`
    select q.plan_id, q.key, t.revision, t.unit_id, t.target_indicator as indicator, t.target_value as target
    from (select distinct * from unnest(${refs.map((r) => r.planId)}::uuid[], ${refs.map((r) => r.taskKey)}::text[])) as q(plan_id, key)
    join plans p on p.id = q.plan_id
    cross join lateral (select * from tasks t where t.plan_id = q.plan_id and t.key = q.key and t.revision <= p.revision
      order by t.revision desc limit 1) t`
  const derive = await howManyDerive(trx, refs)
  const query = sql<TaskStand>`
    select s.plan_id as "planId", s.key as "taskKey", s.revision, t.ord, t.title, r.title as "planTitle", s.indicator, s.adds, s.target,
      s.activities, s.done, s.own, case when s.has_parts then s.below end as below, s.is_done as "isDone"
    from (${taskStandsOf(asked, derive > 0 ? levels : [])}) s
    join tasks t on t.plan_id = s.plan_id and t.revision = s.revision and t.key = s.key
    join plan_revisions r on r.plan_id = s.plan_id and r.revision = s.revision`
  const { rows } =
    derive < many ? await query.execute(trx) : await inWholeTables(trx, () => query.execute(trx))
  const found = new Map(rows.map((row) => [`${row.planId} ${row.taskKey}`, row]))
  return refs.flatMap((ref) => found.get(`${ref.planId} ${ref.taskKey}`) ?? [])
}

/** So many tasks derive from a province's that their activities are most of all there are. */
const many = 1_500

/** How many tasks name one of these as their origin, in whatever revision, directly or over one other; `many` at most. */
async function howManyDerive(trx: Trx, refs: readonly TaskRef[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with one as materialized (
      select o.plan_id, o.task_key from task_origins o where (o.origin_plan_id, o.origin_key) in
        (select * from unnest(${refs.map((r) => r.planId)}::uuid[], ${refs.map((r) => r.taskKey)}::text[])) limit ${many}
    ), two as (
      select 1 from one join task_origins o on o.origin_plan_id = one.plan_id and o.origin_key = one.task_key limit ${many}
    )
    select least((select count(*) from one) + (select count(*) from two), ${many}) as n`.execute(trx)
  return rows[0]?.n ?? 0
}

/**
 * Runs a query over `taskStandsOf` without nested loops. The planner expects one row of each level of derived tasks, whatever
 * statistics there are, and would look up a province's 38,000 tasks and their sums one by one. For an office's 400 tasks it
 * is the other way round.
 */
export async function inWholeTables<T>(trx: Trx, run: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(trx)
  const result = await run()
  // Of a failed query the transaction is lost, and the setting with it.
  await sql`set local enable_nestloop = on`.execute(trx)
  return result
}
