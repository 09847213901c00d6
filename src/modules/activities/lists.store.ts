import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { below, ownOrBelow } from './activities.grounds.ts'
import type { Filters } from './lists.schema.ts'

/** Where a page ended: day, time of recording, id. */
export type After = readonly [string, string, string]

export interface ListedActivity {
  id: string
  unitId: string
  unitName: string
  day: string
  title: string
  form: string
  formVi: string
  formEn: string
  audiences: string[]
  place: string
  persons: number | null
  attendances: number | null
  result: string
  shortcoming: string
  cost: number | null
  state: 'waiting' | 'counted' | 'withdrawn'
  version: number
  createdAt: string
  photosExpected: number
  photosArrived: number
  photoId: string | null
  tasks: string[]
}

function conditions(ctx: Ctx, f: Filters): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [
    f.of === 'own' && f.unitId === undefined
      ? sql`a.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])`
      : f.unitId === undefined
        ? sql`${below(ctx)} and a.unit_id <> all(${[...ctx.actor.ownUnits]}::uuid[])`
        : sql`a.unit_id = ${f.unitId} and ${ownOrBelow(ctx)}`,
  ]
  if (f.month !== undefined) {
    const next = new Date(`${f.month}-01T00:00:00Z`)
    next.setUTCMonth(next.getUTCMonth() + 1)
    parts.push(sql`a.day >= ${`${f.month}-01`} and a.day < ${next.toISOString().slice(0, 10)}`)
  } else if (f.year !== undefined) {
    parts.push(sql`a.day >= ${`${f.year}-01-01`} and a.day < ${`${f.year + 1}-01-01`}`)
  }
  if (f.state !== undefined) parts.push(sql`a.state = ${f.state}`)
  if (f.form !== undefined) parts.push(sql`v.form = ${f.form}`)
  if (f.planId !== undefined)
    parts.push(sql`exists (select 1 from activity_tasks x where x.activity_id = a.id and x.version = a.version
      and x.plan_id = ${f.planId} ${f.taskKey === undefined ? sql`` : sql`and x.task_key = ${f.taskKey}`})`)
  const words = f.q?.trim()
  if (words) {
    // What people type is words, not a pattern.
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(
      sql`shared.vn_norm(v.title || ' ' || v.result || ' ' || v.place) like shared.vn_norm(${pattern})`,
    )
  }
  return sql.join(parts, sql` and `)
}

/** The activities `a` in question, with their version in force where a condition asks for its words. */
function matching(ctx: Ctx, filters: Filters): RawBuilder<unknown> {
  const asksWords = filters.form !== undefined || Boolean(filters.q?.trim())
  return sql`activities a ${asksWords ? sql`join activity_versions v on v.activity_id = a.id and v.version = a.version` : sql``}
    where ${conditions(ctx, filters)}`
}

/**
 * Activities within the grounds own and below, the latest day first. The page is cut before anything is joined to it, so
 * that an index in the order of days can give it (72,000 activities below an office: see docs/performance.md).
 */
export async function listActivities(
  trx: Trx,
  ctx: Ctx,
  filters: Filters,
  after: After | null,
  limit: number,
): Promise<ListedActivity[]> {
  const { rows } = await sql<ListedActivity>`
    select a.id, a.unit_id as "unitId", n.short_name as "unitName", a.day, v.title, v.form,
      w.name_vi as "formVi", w.name_en as "formEn", v.audiences, v.place, v.persons, v.attendances, v.result, v.shortcoming, v.cost,
      a.state, a.version, a.photos_expected as "photosExpected", a.photos_arrived as "photosArrived",
      to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt",
      (select e.id from evidence e where e.activity_id = a.id and e.id = any(v.photo_ids) and e.redacted_at is null
        order by array_position(v.photo_ids, e.id) limit 1) as "photoId",
      array(select t.title from activity_tasks x join tasks t on t.plan_id = x.plan_id and t.revision = x.revision and t.key = x.task_key
        where x.activity_id = a.id and x.version = a.version order by t.ord) as tasks
    from (
      select a.* from ${matching(ctx, filters)}
      ${after === null ? sql`` : sql`and (a.day, a.created_at, a.id) < (${after[0]}::date, ${after[1]}::timestamptz, ${after[2]}::uuid)`}
      order by a.day desc, a.created_at desc, a.id desc limit ${limit}
    ) a
    join activity_versions v on v.activity_id = a.id and v.version = a.version
    left join vocabularies w on w.list = 'forms' and w.code = v.form
    cross join lateral (select short_name from unit_names n where n.unit_id = a.unit_id order by n.valid_from desc limit 1) n
    order by a.day desc, a.created_at desc, a.id desc`.execute(trx)
  return rows
}

/** How many activities match. */
export async function countActivities(trx: Trx, ctx: Ctx, filters: Filters): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${matching(ctx, filters)}`.execute(trx)
  return rows[0]?.n ?? 0
}

/** Counted activities of a year by month and form. */
export async function countByMonth(
  trx: Trx,
  unitIds: readonly string[],
  year: number,
): Promise<{ month: string; form: string; n: number }[]> {
  const { rows } = await sql<{ month: string; form: string; n: number }>`
    select to_char(a.day, 'YYYY-MM') as month, v.form, count(*)::int as n
    from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
    where a.unit_id = any(${[...unitIds]}::uuid[]) and a.state = 'counted'
      and a.day >= ${`${year}-01-01`} and a.day < ${`${year + 1}-01-01`}
    group by 1, 2 order by 1, 2`.execute(trx)
  return rows
}

export interface LastUse {
  planId: string | null
  taskKey: string | null
  form: string
  day: string
  attendances: number | null
  /** value of the form's own indicator */
  number: number | null
}

/** The last activity of each task, and (with null for plan and key) of each form, in the last 400 days. */
export async function findLastUses(trx: Trx, unitIds: readonly string[], today: string): Promise<LastUse[]> {
  const { rows } = await sql<LastUse>`
    with recent as (
      select a.id, a.version, a.day, a.created_at, v.form, v.attendances, f.n as number
      from activities a
      join activity_versions v on v.activity_id = a.id and v.version = a.version
      left join vocabularies w on w.list = 'forms' and w.code = v.form
      left join activity_figures f on f.activity_id = a.id and f.version = a.version and f.indicator = w.facts->>'indicator'
      where a.unit_id = any(${[...unitIds]}::uuid[]) and a.state <> 'withdrawn' and a.day > ${today}::date - 400
    )
    (select distinct on (x.plan_id, x.task_key) x.plan_id as "planId", x.task_key as "taskKey", r.form, r.day, r.attendances, r.number
      from recent r join activity_tasks x on x.activity_id = r.id and x.version = r.version
      order by x.plan_id, x.task_key, r.day desc, r.created_at desc)
    union all
    (select distinct on (r.form) null::uuid, null::text, r.form, r.day, r.attendances, r.number
      from recent r order by r.form, r.day desc, r.created_at desc)`.execute(trx)
  return rows
}
