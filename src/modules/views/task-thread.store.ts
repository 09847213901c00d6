import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadVersion } from '../reports/index.ts'

/**
 * Counted activities for a task and for those that derive from it three levels down, by units the person reads as own
 * or from above. Links of earlier revisions count too: a task keeps its key.
 */
function doneFor(ctx: Ctx, planId: string, key: string): RawBuilder<unknown> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  const below = (above: string) => sql`
    select o.plan_id, o.task_key as key from ${sql.ref(above)} u
    join task_origins o on o.origin_plan_id = u.plan_id and o.origin_key = u.key
    join plans p on p.id = o.plan_id and p.revision = o.revision`
  return sql`
    zero as (select ${planId}::uuid as plan_id, ${key}::text as key),
    one as (${below('zero')}), two as (${below('one')}), three as (${below('two')}),
    way as (select * from zero union select * from one union select * from two union select * from three),
    acts as materialized (
      select distinct a.id, a.version, a.day, a.created_at, v.title, v.photo_ids
      from way w join activity_tasks x on x.plan_id = w.plan_id and x.task_key = w.key
      join activities a on a.id = x.activity_id and a.version = x.version and a.state = 'counted'
      join activity_versions v on v.activity_id = a.id and v.version = a.version
      where a.unit_id = any(${own}) or exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = a.unit_id
        and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))
    )`
}

export interface DoneSum {
  count: number
  withPhotos: number
  from: string
  until: string
  photos: { id: string; activityId: string; title: string; width: number; height: number }[]
}

/** What was done for a task, with a picture of each of the latest three activities that have one; null when nothing was. */
export async function findDoneSum(trx: Trx, ctx: Ctx, planId: string, key: string): Promise<DoneSum | null> {
  const { rows } = await sql<DoneSum>`
    with ${doneFor(ctx, planId, key)}, pictured as (
      select a.id, a.title, a.day, a.created_at, e.id as photo_id, e.width, e.height from acts a
      cross join lateral (select e.id, e.width, e.height from evidence e where e.activity_id = a.id and e.id = any(a.photo_ids) and e.redacted_at is null
        order by array_position(a.photo_ids, e.id) limit 1) e
    )
    select count(*)::int as count, (select count(*)::int from pictured) as "withPhotos", min(day) as "from", max(day) as until,
      coalesce((select jsonb_agg(jsonb_build_object('id', photo_id, 'activityId', id, 'title', title, 'width', width, 'height', height)
          order by day desc, created_at desc)
        from (select * from pictured order by day desc, created_at desc limit 3) p), '[]') as photos
    from acts having count(*) > 0`.execute(trx)
  return rows[0] ?? null
}

export interface CountedTask {
  planId: string
  key: string
  /** of its target; null: those that its activities state */
  indicator: string | null
}

function stated(task: CountedTask): RawBuilder<unknown> {
  return sql`stated as (
      select f.indicator, count(*) as n from acts a join activity_figures f on f.activity_id = a.id and f.version = a.version
      where f.indicator <> 'cost' and (${task.indicator}::text is null or f.indicator = ${task.indicator}::text)
      group by f.indicator
    )`
}

/**
 * The handed-in report of units, of those due nearest to today, that counted one of the activities, itself or in a report from below, with the
 * indicator that tells of the task: its target's, or of one without a figure the one its activities state most often.
 */
export async function findCountingReport(
  trx: Trx,
  ctx: Ctx,
  task: CountedTask,
  unitIds: readonly string[],
): Promise<{ reportId: string; version: number; away: number; indicator: string } | null> {
  const above = (from: string) => sql`
    select c.report_id, c.version from ${sql.ref(from)} u
    join report_children c on c.child_report_id = u.report_id and c.child_version = u.version`
  const { rows } = await sql<{ reportId: string; version: number; away: number; indicator: string }>`
    with ${doneFor(ctx, task.planId, task.key)},
    first as (select distinct ra.report_id, ra.version from acts a join report_activities ra on ra.activity_id = a.id),
    second as (${above('first')}), third as (${above('second')}),
    counting as (select * from first union select * from second union select * from third),
    ${stated(task)}
    select v.report_id as "reportId", v.version, abs(r.due_on - ${ctx.clock.today()}::date) as away, s.indicator
    from counting c join report_versions v on v.report_id = c.report_id and v.version = c.version
    join reports r on r.id = v.report_id
    join report_figures f on f.report_id = v.report_id and f.version = v.version and f.state = 'value'
    join stated s on s.indicator = f.indicator
    where v.unit_id = any(${[...unitIds]}::uuid[]) and ${mayReadVersion(ctx)}
    order by away, r.due_on desc, v.version desc, s.n desc, s.indicator limit 1`.execute(trx)
  return rows[0] ?? null
}

/**
 * Reports of one's own units that are still being made and whose period holds the day of one of the activities, the one
 * due nearest to today first, each with the indicator that tells of the task. Whether they count it their draft says.
 */
export async function findOpenReports(
  trx: Trx,
  ctx: Ctx,
  task: CountedTask,
): Promise<{ reportId: string; away: number; indicator: string }[]> {
  const { rows } = await sql<{ reportId: string; away: number; indicator: string }>`
    with ${doneFor(ctx, task.planId, task.key)}, ${stated(task)}
    select distinct on (away, r.id) r.id as "reportId", abs(r.due_on - ${ctx.clock.today()}::date) as away, s.indicator
    from reports r cross join stated s
    where r.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and r.state in ('open', 'returned')
      and exists (select 1 from acts a where a.day >= r.period_from and a.day < r.period_until)
    order by away, r.id, s.n desc, s.indicator limit 2`.execute(trx)
  return rows
}

/** Whether an activity for the task is among these, or was counted by one of these handed-in reports. */
export async function countsTask(
  trx: Trx,
  ctx: Ctx,
  task: CountedTask,
  counted: {
    activities: readonly { id: string }[]
    children: readonly { reportId: string; version: number }[]
  },
): Promise<boolean> {
  const { activities, children } = counted
  const { rows } = await sql<{ yes: boolean }>`
    with ${doneFor(ctx, task.planId, task.key)}
    select exists (select 1 from acts a where a.id = any(${activities.map((a) => a.id)}::uuid[]))
      or exists (
        select 1 from unnest(${children.map((c) => c.reportId)}::uuid[], ${children.map((c) => c.version)}::int[]) as c(id, version)
        join report_activities ra on ra.report_id = c.id and ra.version = c.version join acts a on a.id = ra.activity_id
      ) as yes`.execute(trx)
  return rows[0]?.yes ?? false
}

export interface FigureWith {
  reportId: string
  version: number
  indicator: string
  name: string
  unitWords: string
  /** what the activity brings */
  n: number
}

/** By activity the first figure that it states in the newest report that counted it, of those that the person may read. */
export async function findFiguresWith(
  trx: Trx,
  ctx: Ctx,
  activityIds: readonly string[],
): Promise<Map<string, FigureWith>> {
  if (activityIds.length === 0) return new Map()
  const { rows } = await sql<FigureWith & { activityId: string }>`
    select distinct on (ra.activity_id) ra.activity_id as "activityId", v.report_id as "reportId", v.version, f.indicator,
      ${sql.ref(`w.name_${ctx.locale}`)} as name, w.facts->'unit'->>${ctx.locale} as "unitWords", f.n
    from report_activities ra
    join report_versions v on v.report_id = ra.report_id and v.version = ra.version
    join reports r on r.id = v.report_id
    join activity_figures f on f.activity_id = ra.activity_id and f.version = ra.activity_version and f.indicator <> 'cost' and f.d is null
    join report_figures g on g.report_id = v.report_id and g.version = v.version and g.indicator = f.indicator and g.state = 'value'
    join vocabularies w on w.list = 'indicators' and w.code = f.indicator
    where ra.activity_id = any(${[...activityIds]}::uuid[]) and ${mayReadVersion(ctx)}
    order by ra.activity_id, r.due_on desc, v.version desc, w.ord`.execute(trx)
  return new Map(rows.map(({ activityId, ...figure }) => [activityId, figure]))
}
