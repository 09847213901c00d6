import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findServed, sumAnew } from '../activities/index.ts'
import { orderSettling } from '../plans/index.ts'
import type { ReportAcross } from '../reports/index.ts'
import { putRows, rowsOf, type Row, type Rows } from './copied.ts'
import { among, gatherCopies, type Revision } from './package.ts'
import { putSealed, type Origin, type TakenIn } from './sealed.ts'

/**
 * A version of a report with what it counted of the unit itself: activities with figures and evidence at the version counted
 * and as they stand now, and the plans for whose tasks they were. What it encloses comes in messages before it.
 */
export async function gatherReport(trx: Trx, ctx: Ctx, said: ReportAcross): Promise<Rows> {
  const { reportId, version, readers } = said
  const activities = await activitiesOf(trx, said)
  const papers = await sql<{ id: string }>`
    select id from documents where report_id = ${reportId} and report_version = ${version}
    union select v.document_id from report_versions v join documents d on d.id = v.document_id and d.origin = 'issued'
      where v.report_id = ${reportId} and v.version = ${version}`.execute(trx)
  const ofVersion = sql`t.report_id = ${reportId} and t.version = ${version}`
  return {
    ...(await gatherActivities(trx, ctx, activities, readers, papers.rows)),
    reports: await rowsOf(trx, 'reports', sql`t.id = ${reportId}`),
    report_versions: await rowsOf(trx, 'report_versions', ofVersion),
    report_figures: await rowsOf(trx, 'report_figures', ofVersion),
    report_activities: await rowsOf(trx, 'report_activities', ofVersion),
    report_children: await rowsOf(trx, 'report_children', ofVersion),
    report_missing: await rowsOf(trx, 'report_missing', ofVersion),
    report_submissions: await rowsOf(trx, 'report_submissions', ofVersion),
    report_answers: await rowsOf(trx, 'report_answers', ofVersion),
  }
}

/**
 * Activities with figures and evidence, the plans for whose tasks they were, and documents beside them.
 * @param readers units of the other home that get to read them
 */
export async function gatherActivities(
  trx: Trx,
  ctx: Ctx,
  activities: readonly Revision[],
  readers: readonly string[],
  documents: readonly { id: string }[],
): Promise<Rows> {
  const plans = await plansOf(trx, ctx, activities, readers)
  const copies = await gatherCopies(trx, [
    ...plans.map((p) => ({ ...p, what: 'plan' as const })),
    ...documents.map(({ id }) => ({ id, what: 'document' as const, revision: 0 })),
  ])
  const ofActivity = among(sql`t.activity_id, t.version`, activities)
  const ids = activities.map((a) => a.id)
  const evidence = sql`t.activity_id = any(${ids}::uuid[])`
  const files = await rowsOf(
    trx,
    'files',
    sql`t.hash in (select unnest(array[file_hash, thumb_hash]) from evidence where activity_id = any(${ids}::uuid[]))`,
  )
  return {
    ...copies,
    files: [...(copies.files ?? []), ...files],
    activities: await rowsOf(trx, 'activities', sql`t.id = any(${ids}::uuid[])`),
    activity_versions: await rowsOf(trx, 'activity_versions', ofActivity),
    activity_figures: await rowsOf(trx, 'activity_figures', ofActivity),
    activity_tasks: await rowsOf(trx, 'activity_tasks', ofActivity),
    activity_programmes: await rowsOf(trx, 'activity_programmes', ofActivity),
    evidence: await rowsOf(trx, 'evidence', evidence),
  }
}

/**
 * The activity versions that the version counts, those that earlier versions of the report counted, and each as it stands
 * now: what was withdrawn since is then known there too.
 */
async function activitiesOf(trx: Trx, said: ReportAcross): Promise<Revision[]> {
  const { rows } = await sql<Revision>`
    with counted as (
      select activity_id as id, activity_version as revision from report_activities c
      where c.report_id = ${said.reportId} and c.version <= ${said.version}
    )
    select id, revision from counted
    union select a.id, a.version from activities a where a.id in (select id from counted)`.execute(trx)
  return rows
}

/**
 * The plan revisions for whose tasks the activities were, and those that these derive from, as far as they are of units
 * below the readers: what stands beside or above them is not theirs to have.
 */
async function plansOf(
  trx: Trx,
  ctx: Ctx,
  activities: readonly Revision[],
  readers: readonly string[],
): Promise<Revision[]> {
  const found = new Map<string, Revision>()
  const add = (list: readonly Revision[]) => {
    const fresh = list.filter((p) => !found.has(`${p.id} ${p.revision}`))
    for (const plan of fresh) found.set(`${plan.id} ${plan.revision}`, plan)
    return fresh
  }
  const own = await sql<Revision>`
    select distinct plan_id as id, revision from activity_tasks t where ${among(sql`t.activity_id, t.version`, activities)}`.execute(
    trx,
  )
  let level = add(own.rows)
  // Four levels reach from the country to a school.
  for (let steps = 0; steps < 4 && level.length > 0; steps += 1) {
    const above = await sql<Revision>`
      select distinct o.origin_plan_id as id, o.origin_revision as revision from task_origins o join plans p on p.id = o.origin_plan_id
      where ${among(sql`o.plan_id, o.revision`, level)} and exists (select 1 from unit_closure c
        where c.ancestor_id = any(${[...readers]}::uuid[]) and c.descendant_id = p.unit_id
          and c.valid_from <= ${ctx.clock.today()} and (c.valid_until is null or c.valid_until > ${ctx.clock.today()}))`.execute(
      trx,
    )
    level = add(above.rows)
  }
  return [...found.values()]
}

/**
 * Puts reports of other homes with what they count beside our own, after the plans and documents that came with them.
 * @returns what was new
 */
export async function takeInReportRows(trx: Trx, ctx: Ctx, from: Origin, rows: Rows): Promise<TakenIn[]> {
  const activities = await takeInActivities(trx, ctx, from, rows)
  await putReports(trx, ctx, rows.reports ?? [])
  const known = await knownDocuments(trx, rows.report_versions ?? [])
  const versions = await putSealed(
    trx,
    ctx,
    from,
    'report_versions',
    (rows.report_versions ?? []).map((v) =>
      known.has(String(v['document_id'])) ? v : { ...v, document_id: null },
    ),
  )
  const ofFresh = only(versions, 'report_id')
  await putRows(trx, 'report_figures', ofFresh(rows.report_figures))
  await putRows(trx, 'report_activities', ofFresh(rows.report_activities))
  await putRows(trx, 'report_children', ofFresh(rows.report_children))
  await putRows(trx, 'report_missing', ofFresh(rows.report_missing))
  await putRows(trx, 'report_submissions', ofFresh(rows.report_submissions))
  const answers = await putSealed(trx, ctx, from, 'report_answers', rows.report_answers)
  return [...activities, ...versions, ...answers]
}

/** Of rows that hang on a version those whose version is new here. */
function only(fresh: readonly TakenIn[], id: string): (rows?: readonly Row[]) => Row[] {
  const keys = new Set(fresh.map((f) => `${f.id} ${f.revision}`))
  return (rows = []) => rows.filter((r) => keys.has(`${String(r[id])} ${String(r['version'])}`))
}

/** Puts activities beside our own, after the plans that came with them. @returns what was new */
export async function takeInActivities(trx: Trx, ctx: Ctx, from: Origin, rows: Rows): Promise<TakenIn[]> {
  const ids = (rows.activities ?? []).map((a) => String(a['id']))
  const served = await findServed(trx, ids)
  await sql`
    insert into activities as a (id, unit_id, version, day, state, photos_expected, photos_arrived, created_at)
    select x.id, x.unit_id, x.version, x.day, x.state, x.photos_expected, x.photos_arrived, x.created_at
    from jsonb_populate_recordset(null::activities, ${JSON.stringify(rows.activities ?? [])}::jsonb) x join units u on u.id = x.unit_id and u.home <> ${ctx.home}
    on conflict (id) do update set version = excluded.version, day = excluded.day, state = excluded.state,
      photos_expected = excluded.photos_expected, photos_arrived = excluded.photos_arrived
    where a.version <= excluded.version and a.unit_id = excluded.unit_id`.execute(trx)
  const versions = await putSealed(trx, ctx, from, 'activity_versions', rows.activity_versions)
  const ofFresh = only(versions, 'activity_id')
  await putRows(trx, 'activity_figures', ofFresh(rows.activity_figures))
  const tasks = ofFresh(rows.activity_tasks)
  await putRows(trx, 'activity_tasks', tasks)
  await putRows(trx, 'activity_programmes', ofFresh(rows.activity_programmes))
  await putRows(
    trx,
    'evidence',
    rows.evidence ?? [],
    sql`exists (select 1 from copies c where c.what = 'activity' and c.id = x.activity_id)`,
  )
  await sumAnew(trx, [...served, ...(await findServed(trx, ids))])
  // Tasks of superiors' plans here count what was done for those that derive from them.
  await orderSettling(
    trx,
    ctx,
    tasks.map((t) => String(t['plan_id'])),
  )
  return versions
}

/**
 * Heads of reports follow what is newer; of the same version whether it was accepted, unless that is decided here.
 */
async function putReports(trx: Trx, ctx: Ctx, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into reports as r (id, unit_id, form_id, period, period_from, period_until, due_on, version, state, accepted_version, submitted_on, superior_id, created_at)
    select x.id, x.unit_id, x.form_id, x.period, x.period_from, x.period_until, x.due_on, x.version, x.state, x.accepted_version, x.submitted_on,
      x.superior_id, x.created_at
    from jsonb_populate_recordset(null::reports, ${JSON.stringify(rows)}::jsonb) x join units u on u.id = x.unit_id and u.home <> ${ctx.home}
    on conflict (id) do update set due_on = excluded.due_on, version = excluded.version, state = excluded.state,
      accepted_version = coalesce(excluded.accepted_version, r.accepted_version), submitted_on = excluded.submitted_on, superior_id = excluded.superior_id
    where r.unit_id = excluded.unit_id and (r.version < excluded.version or (r.version = excluded.version
      and not exists (select 1 from units s where s.id = excluded.superior_id and s.home = ${ctx.home})))`.execute(
    trx,
  )
}

async function knownDocuments(trx: Trx, versions: readonly Row[]): Promise<Set<string>> {
  const ids = versions.flatMap((v) => (typeof v['document_id'] === 'string' ? [v['document_id']] : []))
  const { rows } = await sql<{ id: string }>`select id from documents where id = any(${ids}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map((r) => r.id))
}
