import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayRead } from '../library/index.ts'
import type { CountedActivity, CountedChild } from './count.store.ts'
import type { ReportContent } from './reports.schema.ts'
import type { FigureRow } from './reports.rules.ts'

export interface ReportState {
  id: string
  unitId: string
  formId: string
  period: string
  from: string
  until: string
  dueOn: string
  version: number
  state: 'open' | 'submitted' | 'returned' | 'accepted'
  acceptedVersion: number | null
  submittedOn: string | null
  superiorId: string | null
}

const stateOf = sql<ReportState>`r.id, r.unit_id as "unitId", r.form_id as "formId", r.period, r.period_from as "from", r.period_until as until,
  r.due_on as "dueOn", r.version, r.state, r.accepted_version as "acceptedVersion", r.submitted_on as "submittedOn", r.superior_id as "superiorId"`

/**
 * A report that the person may read at all: its unit's own, or one of which a version within the grounds was handed in.
 * Null for a missing one and a forbidden one alike.
 */
export async function findReport(
  trx: Trx,
  ctx: Ctx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ReportState | null> {
  const { rows } = await sql<ReportState>`
    select ${stateOf} from reports r where r.id = ${id} and (
      r.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
      or exists (select 1 from report_versions v where v.report_id = r.id and ${mayReadVersion(ctx)})
    ) ${options.lock ? sql`for update of r` : sql``}`.execute(trx)
  return rows[0] ?? null
}

/** Who may read a row `v` of `report_versions`. */
export function mayReadVersion(ctx: Ctx) {
  return mayRead(ctx, 'report', {
    unit: sql`v.unit_id`,
    id: sql`v.report_id`,
    revision: sql`v.version`,
  })
}

export interface DraftRow {
  id: string
  state: 'draft' | 'in_review' | 'approved'
  version: number
  content: DraftContent
}
/**
 * The draft as it is kept: what is frozen later, and what never leaves the unit: the leader's words, and the hash of the
 * figures that the leader approved.
 */
export type DraftContent = ReportContent & { note?: string; approved?: string }

export async function findDraft(trx: Trx, reportId: string, lock = false): Promise<DraftRow | null> {
  let query = trx
    .selectFrom('report_drafts')
    .select(['id', 'state', 'version', 'content'])
    .where('report_id', '=', reportId)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  // The column is written by this module only, from the parsed schema.
  return row ? { ...row, content: row.content as DraftContent } : null
}

/** Writes the draft at its next version; null when somebody else's draft came first. */
export async function putDraft(
  trx: Trx,
  ctx: Ctx,
  report: ReportState,
  draft: { id: string; version: number; state: DraftRow['state']; content: DraftContent },
): Promise<boolean> {
  const now = ctx.clock.now()
  if (draft.version > 1) {
    const changed = await trx
      .updateTable('report_drafts')
      .set({
        version: draft.version,
        state: draft.state,
        content: JSON.stringify(draft.content),
        updated_at: now,
        updated_by: ctx.actor.personId,
      })
      .where('id', '=', draft.id)
      .where('version', '=', draft.version - 1)
      .returning('id')
      .execute()
    return changed.length === 1
  }
  const made = await trx
    .insertInto('report_drafts')
    .values({
      id: draft.id,
      unit_id: report.unitId,
      report_id: report.id,
      form_id: report.formId,
      period: report.period,
      period_from: report.from,
      period_until: report.until,
      state: draft.state,
      version: draft.version,
      content: JSON.stringify(draft.content),
      created_at: now,
      updated_at: now,
      updated_by: ctx.actor.personId,
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .execute()
  return made.length === 1
}

export async function removeDraft(trx: Trx, reportId: string): Promise<void> {
  await trx.deleteFrom('report_drafts').where('report_id', '=', reportId).execute()
}

/** What of a version is frozen in words, beside its rows. */
export interface FrozenContent extends ReportContent {
  form: { code: string; revision: number }
  period: string
  /** the unit and the closed ones it goes on for, whose activities it counts */
  units: string[]
  figures: FigureRow[]
  activities: CountedActivity[]
  children: CountedChild[]
  missing: { unitId: string; state: string }[]
  /** of a version that came as a package from another installation: how, and which of the sender's versions it is */
  elsewhere?: { arrivalId: string; packageHash: string; version: number }
}

/** One handed-in version, within the person's grounds; the newest when none is asked for. */
export async function findVersion(
  trx: Trx,
  ctx: Ctx,
  reportId: string,
  version: number | null,
): Promise<{ version: number; submittedAt: Date; content: FrozenContent | null } | null> {
  const { rows } = await sql<{ version: number; submittedAt: Date; content: FrozenContent | null }>`
    select v.version, v.submitted_at as "submittedAt", case when v.redacted_at is null then v.content end as content
    from report_versions v where v.report_id = ${reportId} and (${version}::int is null or v.version = ${version}::int)
      and ${mayReadVersion(ctx)} order by v.version desc limit 1`.execute(trx)
  return rows[0] ?? null
}

/** Freezes a version: words, figures, and which activities and parts it counted at which version. */
export async function insertVersion(
  trx: Trx,
  ctx: Ctx,
  row: {
    reportId: string
    version: number
    unitId: string
    content: FrozenContent
    salt: Buffer
    hash: string
    documentId: string | null
  },
): Promise<void> {
  const { reportId, version, content } = row
  await trx
    .insertInto('report_versions')
    .values({
      report_id: reportId,
      version,
      unit_id: row.unitId,
      document_id: row.documentId,
      content: JSON.stringify(content),
      salt: row.salt,
      hash: row.hash,
      submitted_at: ctx.clock.now(),
      submitted_by: ctx.actor.personId,
      redacted_at: null,
    })
    .execute()
  if (content.figures.length > 0)
    await trx
      .insertInto('report_figures')
      .values(
        content.figures.map((f) => ({
          report_id: reportId,
          version,
          indicator: f.indicator,
          own_n: f.own.n,
          own_d: f.own.d,
          below_n: f.below.n,
          below_d: f.below.d,
          correction_n: f.correction?.n ?? 0,
          correction_d: f.correction?.d ?? null,
          correction_reason: f.correction?.reason ?? null,
          total_n: f.total.n,
          total_d: f.total.d,
          running_n: f.running.n,
          running_d: f.running.d,
          carried_n: f.carried,
          revised_n: f.revised,
          state: f.state,
        })),
      )
      .execute()
  await sql`insert into report_activities (report_id, version, activity_id, activity_version)
    select ${reportId}, ${version}, a.id, a.v from unnest(${content.activities.map((a) => a.id)}::uuid[], ${content.activities.map((a) => a.version)}::int[]) as a(id, v)`.execute(
    trx,
  )
  await sql`insert into report_children (report_id, version, child_report_id, child_version, child_unit_id)
    select ${reportId}, ${version}, c.id, c.v, c.u from unnest(${content.children.map((c) => c.reportId)}::uuid[], ${content.children.map((c) => c.version)}::int[], ${content.children.map((c) => c.unitId)}::uuid[]) as c(id, v, u)`.execute(
    trx,
  )
  await sql`insert into report_missing (report_id, version, unit_id, state)
    select ${reportId}, ${version}, m.u, m.s from unnest(${content.missing.map((m) => m.unitId)}::uuid[], ${content.missing.map((m) => m.state)}::text[]) as m(u, s)`.execute(
    trx,
  )
}

/**
 * Every version that a version counts, directly or through others, each after what it counts itself: four levels reach from
 * the country to a school.
 */
export async function findEnclosed(
  trx: Trx,
  reportId: string,
  version: number,
): Promise<{ id: string; revision: number }[]> {
  const { rows } = await sql<{ id: string; revision: number }>`
    with one as (select child_report_id as id, child_version as v from report_children where report_id = ${reportId} and version = ${version}),
    two as (select c.child_report_id as id, c.child_version as v from one join report_children c on c.report_id = one.id and c.version = one.v),
    three as (select c.child_report_id as id, c.child_version as v from two join report_children c on c.report_id = two.id and c.version = two.v)
    select id, v as revision from (
      select id, v, 1 as depth from one union all select id, v, 2 from two union all select id, v, 3 from three
    ) found group by id, v order by max(depth) desc, id`.execute(trx)
  return rows
}
