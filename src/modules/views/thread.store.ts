import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayRead, mayReadDocument } from '../library/index.ts'
import { mayReadVersion } from '../reports/index.ts'

/** One report of the way down from a figure. */
export interface PathReport {
  reportId: string
  version: number
  unitId: string
}

/**
 * The reports between a figure's parts and the unit to follow: three levels below the figure's own. Without a unit, the
 * one whose own activities bring most. Only over versions the person may read.
 * @param parts the reports that the figure itself counts
 */
export async function findPath(
  trx: Trx,
  ctx: Ctx,
  parts: readonly PathReport[],
  indicator: string,
  unitId: string | null,
): Promise<PathReport[]> {
  if (parts.length === 0) return []
  const { rows } = await sql<{ ids: string[]; versions: number[]; units: string[] }>`
    with one as (
      select p.id, p.version, p.unit_id, array[p.id] as ids, array[p.version] as versions, array[p.unit_id] as units
      from unnest(${parts.map((p) => p.reportId)}::uuid[], ${parts.map((p) => p.version)}::int[], ${parts.map((p) => p.unitId)}::uuid[]) as p(id, version, unit_id)
    ), two as (
      select c.child_report_id as id, c.child_version as version, c.child_unit_id as unit_id,
        o.ids || c.child_report_id as ids, o.versions || c.child_version as versions, o.units || c.child_unit_id as units
      from one o join report_children c on c.report_id = o.id and c.version = o.version
    ), three as (
      select c.child_report_id as id, c.child_version as version, c.child_unit_id as unit_id,
        t.ids || c.child_report_id as ids, t.versions || c.child_version as versions, t.units || c.child_unit_id as units
      from two t join report_children c on c.report_id = t.id and c.version = t.version
    ), every_one as (select * from one union all select * from two union all select * from three)
    select e.ids, e.versions, e.units from every_one e
    join report_versions v on v.report_id = e.id and v.version = e.version
    left join report_figures f on f.report_id = e.id and f.version = e.version and f.indicator = ${indicator}
    where (${unitId}::uuid is null or e.unit_id = ${unitId}::uuid) and ${mayReadVersion(ctx)}
    order by coalesce(f.own_n, 0) desc, cardinality(e.ids), e.unit_id limit 1`.execute(trx)
  const [found] = rows
  if (!found) return []
  return found.ids.map((reportId, i) => ({
    reportId,
    version: found.versions[i] ?? 0,
    unitId: found.units[i] ?? '',
  }))
}

/** What some report versions froze of an indicator. */
export async function findTotals(
  trx: Trx,
  reports: readonly PathReport[],
  indicator: string,
): Promise<Map<string, { n: number; d: number }>> {
  if (reports.length === 0) return new Map()
  const { rows } = await sql<{ id: string; n: number; d: number }>`
    select f.report_id as id, f.total_n as n, f.total_d as d
    from unnest(${reports.map((r) => r.reportId)}::uuid[], ${reports.map((r) => r.version)}::int[]) as c(id, version)
    join report_figures f on f.report_id = c.id and f.version = c.version and f.indicator = ${indicator}`.execute(
    trx,
  )
  return new Map(rows.map((r) => [r.id, { n: r.n, d: r.d }]))
}

/** The activities that a handed-in version counted. */
export async function findCountedOf(
  trx: Trx,
  report: PathReport,
): Promise<{ id: string; version: number }[]> {
  return trx
    .selectFrom('report_activities')
    .select(['activity_id as id', 'activity_version as version'])
    .where('report_id', '=', report.reportId)
    .where('version', '=', report.version)
    .execute()
}

export interface ActivityRow {
  id: string
  version: number
  unitId: string
  day: string
  title: string
  result: string
  shortcoming: string
  recordedBy: string | null
  photos: { id: string; width: number; height: number }[]
  corrections: { version: number; at: string; reason: string }[]
  figures: { indicator: string; name: string; unit: string; n: number }[]
  readable: boolean
}

/** One activity at the version that was counted, with its photos and how it came to be that version. */
export async function findThreadActivity(
  trx: Trx,
  ctx: Ctx,
  activity: { id: string; version: number },
): Promise<ActivityRow | null> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  const { rows } = await sql<ActivityRow>`
    select v.activity_id as id, v.version, v.unit_id as "unitId", v.day,
      case when v.redacted_at is null then v.title else '' end as title,
      case when v.redacted_at is null then v.result else '' end as result,
      case when v.redacted_at is null then v.shortcoming else '' end as shortcoming,
      -- a person's name stays within the unit
      case when v.unit_id = any(${own}) then p.name end as "recordedBy",
      coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'width', e.width, 'height', e.height) order by array_position(v.photo_ids, e.id))
        from evidence e where e.activity_id = v.activity_id and e.id = any(v.photo_ids) and e.redacted_at is null), '[]') as photos,
      coalesce((select jsonb_agg(jsonb_build_object('version', o.version, 'at', to_char(o.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reason', coalesce(o.reason, '')) order by o.version)
        from activity_versions o where o.activity_id = v.activity_id and o.version between 2 and v.version and o.redacted_at is null), '[]') as corrections,
      coalesce((select jsonb_agg(jsonb_build_object('indicator', f.indicator, 'name', ${sql.ref(`w.name_${ctx.locale}`)}, 'unit', w.facts->'unit'->>${ctx.locale}, 'n', f.n) order by w.ord)
        from activity_figures f join vocabularies w on w.list = 'indicators' and w.code = f.indicator
        where f.activity_id = v.activity_id and f.version = v.version and f.indicator <> 'cost' and f.d is null), '[]') as figures,
      (v.unit_id = any(${own})
        or exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = v.unit_id
          and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))
        or exists (select 1 from report_activities ra join reader r on r.what = 'report' and r.id = ra.report_id and r.revision = ra.version
          where ra.activity_id = v.activity_id and ra.activity_version = v.version and r.unit_id = any(${own}))) as readable
    from activity_versions v left join persons p on p.id = v.recorded_by
    where v.activity_id = ${activity.id} and v.version = ${activity.version}`.execute(trx)
  return rows[0] ?? null
}

export interface TaskRow {
  /** 0 is the unit's own task, 1 its superior's … */
  level: number
  planId: string
  revision: number
  key: string
  ord: number
  unitId: string
  documentId: string
  numberSymbol: string | null
  title: string
  content: string
  decision: string
  timeWords: string
  leadWords: string
  product: string
  targetIndicator: string | null
  targetValue: number | null
  /** the task below it from which the way leads here */
  fromPlanId: string | null
  fromKey: string | null
  readable: boolean
  /** own or of a unit below: what was done for it may be told too */
  isMine: boolean
}

/** Who may read a row `pr` of `plan_revisions`. */
export const maySeePlan = (ctx: Ctx): RawBuilder<boolean> =>
  mayRead(ctx, 'plan', {
    unit: sql`pr.unit_id`,
    id: sql`pr.plan_id`,
    revision: sql`pr.revision`,
    isPublic: sql`pr.is_public`,
  })

const taskColumns = (ctx: Ctx) => sql`
  t.plan_id as "planId", t.revision, t.key, t.ord, t.unit_id as "unitId", pr.document_id as "documentId", d.number_symbol as "numberSymbol",
  t.title, t.content, t.decision, t.time_words as "timeWords", t.lead_words as "leadWords", t.product,
  t.target_indicator as "targetIndicator", t.target_value as "targetValue", ${maySeePlan(ctx)} as readable,
  (t.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) or exists (select 1 from unit_closure c
    where c.ancestor_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and c.descendant_id = t.unit_id
      and c.valid_from <= ${ctx.clock.today()} and (c.valid_until is null or c.valid_until > ${ctx.clock.today()}))) as "isMine"`

/**
 * The tasks an activity was for, or one task by itself, and those they derive from: three levels up, each at the revision
 * that was linked.
 */
export async function findTasksUp(
  trx: Trx,
  ctx: Ctx,
  from: { id: string; version: number } | { planId: string; revision: number; taskKey: string },
): Promise<TaskRow[]> {
  const zero =
    'taskKey' in from
      ? sql`select ${from.planId}::uuid as plan_id, ${from.revision}::int as revision, ${from.taskKey}::text as task_key`
      : sql`select plan_id, revision, task_key from activity_tasks where activity_id = ${from.id} and version = ${from.version}`
  const { rows } = await sql<TaskRow>`
    with zero as (
      select 0 as level, plan_id, revision, task_key as key, null::uuid as from_plan, null::text as from_key from (${zero}) z
    ), one as (
      select 1 as level, o.origin_plan_id as plan_id, o.origin_revision as revision, o.origin_key as key, z.plan_id as from_plan, z.key as from_key
      from zero z join task_origins o on o.plan_id = z.plan_id and o.revision = z.revision and o.task_key = z.key
    ), two as (
      select 2 as level, o.origin_plan_id as plan_id, o.origin_revision as revision, o.origin_key as key, u.plan_id as from_plan, u.key as from_key
      from one u join task_origins o on o.plan_id = u.plan_id and o.revision = u.revision and o.task_key = u.key
    ), three as (
      select 3 as level, o.origin_plan_id as plan_id, o.origin_revision as revision, o.origin_key as key, u.plan_id as from_plan, u.key as from_key
      from two u join task_origins o on o.plan_id = u.plan_id and o.revision = u.revision and o.task_key = u.key
    ), way as (
      select * from zero union all select * from one union all select * from two union all select * from three
    )
    select w.level, w.from_plan as "fromPlanId", w.from_key as "fromKey", ${taskColumns(ctx)}
    from way w
    join tasks t on t.plan_id = w.plan_id and t.revision = w.revision and t.key = w.key
    join plan_revisions pr on pr.plan_id = t.plan_id and pr.revision = t.revision
    join documents d on d.id = pr.document_id
    order by w.level, t.plan_id, t.ord`.execute(trx)
  return rows
}

export interface ClauseRow {
  planId: string
  revision: number
  taskKey: string
  documentId: string
  key: string
  issuer: string
  issuerUnitId: string | null
  numberSymbol: string | null
  path: string
  heading: string
  marker: string
  words: string
  text: string | null
  start: number
  before: number
  length: number
  line: 'administration' | 'profession' | null
  readable: boolean
}

/** Characters of the document shown before a clause. */
const around = 240

// PostgreSQL counts characters, spans count UTF-16 units: with a letter beyond U+FFFF anywhere the clause's own words stand alone.
export const clauseColumns = (ctx: Ctx) => sql`
  d.id as "documentId", c.key, d.issuer_name as issuer, d.issuer_unit_id as "issuerUnitId", d.number_symbol as "numberSymbol", c.path,
  coalesce(up.marker || ' ' || up.words, '') as heading, c.marker, c.words, c.span_start as start,
  case when d.text !~ ${'[\u{10000}-\u{10FFFF}]'} then substring(d.text from greatest(c.span_start - ${around}, 0) + 1 for c.span_end - greatest(c.span_start - ${around}, 0)) end as text,
  least(c.span_start, ${around}) as before, c.span_end - c.span_start as length, ${mayReadDocument(ctx)} as readable`

/** The clauses that tasks carry out, with the document's words around each. */
export async function findTaskClauses(trx: Trx, ctx: Ctx, tasks: readonly TaskRow[]): Promise<ClauseRow[]> {
  if (tasks.length === 0) return []
  const { rows } = await sql<ClauseRow>`
    select distinct on (k.plan_id, k.task_key, d.id, c.ord) k.plan_id as "planId", k.revision, k.task_key as "taskKey", b.line, ${clauseColumns(ctx)}
    from unnest(${tasks.map((t) => t.planId)}::uuid[], ${tasks.map((t) => t.revision)}::int[], ${tasks.map((t) => t.key)}::text[]) as t(plan_id, revision, key)
    join task_clauses k on k.plan_id = t.plan_id and k.revision = t.revision and k.task_key = t.key
    join clauses c on c.document_id = k.document_id and c.key = k.clause_key
    join documents d on d.id = c.document_id
    left join clauses up on up.document_id = c.document_id and up.key = c.parent_key
    left join plan_bases b on b.plan_id = k.plan_id and b.revision = k.revision and b.document_id = k.document_id
    order by k.plan_id, k.task_key, d.id, c.ord`.execute(trx)
  return rows
}

/** One clause by itself, for the way down from it. */
export async function findClauseOf(
  trx: Trx,
  ctx: Ctx,
  documentId: string,
  key: string,
): Promise<ClauseRow | null> {
  const { rows } = await sql<ClauseRow>`
    select ${documentId}::uuid as "planId", 0 as revision, '' as "taskKey", null as line, ${clauseColumns(ctx)}
    from clauses c join documents d on d.id = c.document_id
    left join clauses up on up.document_id = c.document_id and up.key = c.parent_key
    where c.document_id = ${documentId} and c.key = ${key} and ${mayReadDocument(ctx)}`.execute(trx)
  return rows[0] ?? null
}

export interface BelowRow {
  planId: string
  key: string
  unitId: string
  decision: string
}

/** What units made of tasks, in their plans in force that the person may read. */
export async function findDecisions(trx: Trx, ctx: Ctx, tasks: readonly TaskRow[]): Promise<BelowRow[]> {
  if (tasks.length === 0) return []
  const { rows } = await sql<BelowRow>`
    select distinct o.origin_plan_id as "planId", o.origin_key as key, t.unit_id as "unitId", t.decision
    from unnest(${tasks.map((t) => t.planId)}::uuid[], ${tasks.map((t) => t.key)}::text[]) as a(plan_id, key)
    join task_origins o on o.origin_plan_id = a.plan_id and o.origin_key = a.key
    join plans p on p.id = o.plan_id and p.revision = o.revision
    join tasks t on t.plan_id = o.plan_id and t.revision = o.revision and t.key = o.task_key
    join plan_revisions pr on pr.plan_id = t.plan_id and pr.revision = t.revision
    where ${maySeePlan(ctx)}`.execute(trx)
  return rows
}

export interface BaseRow {
  words: string
  documentId: string | null
  numberSymbol: string | null
  issuer: string | null
}

/** What a plan rests on, as far as the person may read the plan; documents only where they may be read too. */
export async function findBases(
  trx: Trx,
  ctx: Ctx,
  plan: { planId: string; revision: number },
): Promise<BaseRow[]> {
  const { rows } = await sql<BaseRow>`
    select b.words, d.id as "documentId", d.number_symbol as "numberSymbol", d.issuer_name as issuer
    from plan_bases b
    join plan_revisions pr on pr.plan_id = b.plan_id and pr.revision = b.revision
    left join documents d on d.id = b.document_id and ${mayReadDocument(ctx)}
    where b.plan_id = ${plan.planId} and b.revision = ${plan.revision} and ${maySeePlan(ctx)}
    order by (b.relation = 'carries out') desc, b.ord limit 30`.execute(trx)
  return rows
}

/**
 * Tasks in force that carry out a clause, or one task by itself, and what units below made of them: three levels down,
 * only what the person may read.
 */
export async function findTasksDown(
  trx: Trx,
  ctx: Ctx,
  from: { documentId: string; clauseKey: string } | { planId: string; taskKey: string },
): Promise<TaskRow[]> {
  const zero =
    'documentId' in from
      ? sql`select 0 as level, k.plan_id, k.revision, k.task_key as key, null::uuid as from_plan, null::text as from_key
          from task_clauses k join plans p on p.id = k.plan_id and p.revision = k.revision
          where k.document_id = ${from.documentId} and k.clause_key = ${from.clauseKey}`
      : sql`select 0 as level, t.plan_id, t.revision, t.key, null::uuid as from_plan, null::text as from_key
          from tasks t join plans p on p.id = t.plan_id and p.revision = t.revision
          where t.plan_id = ${from.planId} and t.key = ${from.taskKey}`
  const below = (above: string, level: number) => sql`
    select ${sql.lit(level)} as level, o.plan_id, o.revision, o.task_key as key, u.plan_id as from_plan, u.key as from_key
    from ${sql.ref(above)} u join task_origins o on o.origin_plan_id = u.plan_id and o.origin_key = u.key
    join plans p on p.id = o.plan_id and p.revision = o.revision`
  const { rows } = await sql<TaskRow>`
    with zero as (${zero}), one as (${below('zero', 1)}), two as (${below('one', 2)}), three as (${below('two', 3)}),
    way as (select * from zero union all select * from one union all select * from two union all select * from three)
    select distinct on (w.level, t.unit_id, t.plan_id, t.ord) w.level, w.from_plan as "fromPlanId", w.from_key as "fromKey", ${taskColumns(ctx)}
    from way w
    join tasks t on t.plan_id = w.plan_id and t.revision = w.revision and t.key = w.key
    join plan_revisions pr on pr.plan_id = t.plan_id and pr.revision = t.revision
    join documents d on d.id = pr.document_id
    where ${maySeePlan(ctx)}
    order by w.level, t.unit_id, t.plan_id, t.ord limit 500`.execute(trx)
  return rows
}

export interface DoneRow {
  id: string
  version: number
  unitId: string
  day: string
  title: string
  photos: number
  total: number
}

/** What was done for tasks by units the person reads as own or from above, latest first. */
export async function findDoneFor(
  trx: Trx,
  ctx: Ctx,
  tasks: readonly { planId: string; key: string }[],
): Promise<DoneRow[]> {
  if (tasks.length === 0) return []
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  const { rows } = await sql<DoneRow>`
    select a.id, a.version, a.unit_id as "unitId", v.day, v.title, cardinality(v.photo_ids) as photos, count(*) over ()::int as total
    from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
    where a.state = 'counted' and exists (
        select 1 from unnest(${tasks.map((t) => t.planId)}::uuid[], ${tasks.map((t) => t.key)}::text[]) as t(plan_id, key)
        join activity_tasks x on x.plan_id = t.plan_id and x.task_key = t.key where x.activity_id = a.id and x.version = a.version)
      and (a.unit_id = any(${own}) or exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = a.unit_id
        and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})))
    order by v.day desc, a.id limit 100`.execute(trx)
  return rows
}
