import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { violates } from '../../platform/write.ts'
import type { Adds, Figure } from './activities.rules.ts'
import type {} from './activities.tables.ts'

/** The row of an activity of these units, locked; undefined for any other. */
export async function lockActivity(trx: Trx, unitIds: readonly string[], id: string) {
  return trx
    .selectFrom('activities')
    .selectAll()
    .where('id', '=', id)
    .where('unit_id', 'in', [...unitIds])
    .forUpdate()
    .executeTakeFirst()
}
export type ActivityRow = NonNullable<Awaited<ReturnType<typeof lockActivity>>>

export interface KnownCode {
  list: string
  code: string
  nameVi: string
  nameEn: string
  facts: { indicator?: string; adds?: Adds; unit?: { vi: string; en: string }; channel?: string }
}

/** The entries of vocabularies that are in force on a day. */
export async function findCodes(
  trx: Trx,
  lists: readonly string[],
  day: string | null,
): Promise<KnownCode[]> {
  const { rows } = await sql<KnownCode>`
    select list, code, name_vi as "nameVi", name_en as "nameEn", facts from vocabularies
    where list = any(${[...lists]}::text[])
      and (${day}::date is null or ((valid_from is null or valid_from <= ${day}::date) and (valid_until is null or valid_until > ${day}::date)))
    order by list, ord`.execute(trx)
  return rows
}

export interface OwnTask {
  planId: string
  taskKey: string
  revision: number
  year: number
  title: string
  programmes: string[]
}

/** Those of the asked tasks that stand in the revision in force of a plan of these units, and were not declined. */
export async function findOwnTasks(
  trx: Trx,
  unitIds: readonly string[],
  refs: readonly { planId: string; taskKey: string }[],
): Promise<OwnTask[]> {
  if (refs.length === 0) return []
  const { rows } = await sql<OwnTask>`
    select t.plan_id as "planId", t.key as "taskKey", t.revision, r.year, t.title, r.programmes
    from unnest(${refs.map((r) => r.planId)}::uuid[], ${refs.map((r) => r.taskKey)}::text[]) with ordinality as q(plan_id, key, ord)
    join plans p on p.id = q.plan_id and p.unit_id = any(${[...unitIds]}::uuid[])
    join plan_revisions r on r.plan_id = p.id and r.revision = p.revision
    join tasks t on t.plan_id = p.id and t.revision = p.revision and t.key = q.key and t.decision <> 'declined'
    order by q.ord`.execute(trx)
  return rows
}

/** Those of the asked programmes that exist. */
export async function findProgrammes(trx: Trx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await trx
    .selectFrom('programmes')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return rows.map((r) => r.id)
}

export interface NewVersion {
  activityId: string
  version: number
  unitId: string
  day: string
  title: string
  form: string
  audiences: string[]
  place: string
  persons: number | null
  attendances: number | null
  result: string
  shortcoming: string
  cause: string
  nextStep: string
  cost: number | null
  fund: string | null
  photoIds: string[]
  reason: string | null
  recordedAt: Date
  recordedBy: string | null
  salt: Buffer
  hash: string
  figures: Figure[]
  tasks: { planId: string; taskKey: string; revision: number }[]
  programmes: string[]
}

/** Appends a version with its figures, tasks and programmes. */
export async function insertVersion(trx: Trx, v: NewVersion): Promise<void> {
  const of = { activity_id: v.activityId, version: v.version }
  await trx
    .insertInto('activity_versions')
    .values({
      ...of,
      unit_id: v.unitId,
      day: v.day,
      title: v.title,
      form: v.form,
      audiences: v.audiences,
      place: v.place,
      persons: v.persons,
      attendances: v.attendances,
      result: v.result,
      shortcoming: v.shortcoming,
      cause: v.cause,
      next_step: v.nextStep,
      cost: v.cost,
      fund: v.fund,
      photo_ids: v.photoIds,
      reason: v.reason,
      recorded_at: v.recordedAt,
      recorded_by: v.recordedBy,
      salt: v.salt,
      hash: v.hash,
    })
    .execute()
  if (v.figures.length > 0)
    await trx
      .insertInto('activity_figures')
      .values(v.figures.map((f) => ({ ...of, indicator: f.indicator, n: f.n, d: f.d })))
      .execute()
  if (v.tasks.length > 0)
    await trx
      .insertInto('activity_tasks')
      .values(v.tasks.map((t) => ({ ...of, plan_id: t.planId, task_key: t.taskKey, revision: t.revision })))
      .execute()
  if (v.programmes.length > 0)
    await trx
      .insertInto('activity_programmes')
      .values(v.programmes.map((p) => ({ ...of, programme_id: p })))
      .execute()
}

/** Everything of one version as it was written, for a withdrawal, which keeps the words. */
export async function loadVersion(trx: Trx, activityId: string, version: number) {
  const row = await trx
    .selectFrom('activity_versions')
    .selectAll()
    .where('activity_id', '=', activityId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const figures = await trx
    .selectFrom('activity_figures')
    .select(['indicator', 'n', 'd'])
    .where('activity_id', '=', activityId)
    .where('version', '=', version)
    .orderBy('indicator')
    .execute()
  const tasks = await trx
    .selectFrom('activity_tasks')
    .select(['plan_id as planId', 'task_key as taskKey', 'revision'])
    .where('activity_id', '=', activityId)
    .where('version', '=', version)
    .orderBy('plan_id')
    .orderBy('task_key')
    .execute()
  const programmes = await trx
    .selectFrom('activity_programmes')
    .select('programme_id as id')
    .where('activity_id', '=', activityId)
    .where('version', '=', version)
    .orderBy('programme_id')
    .execute()
  return { row, figures, tasks, programmes: programmes.map((p) => p.id) }
}

/** How many of these photos have arrived at an activity. */
export async function countArrived(
  trx: Trx,
  activityId: string,
  photoIds: readonly string[],
): Promise<number> {
  if (photoIds.length === 0) return 0
  const row = await trx
    .selectFrom('evidence')
    .select((b) => b.fn.countAll<number>().as('n'))
    .where('activity_id', '=', activityId)
    .where('id', 'in', [...photoIds])
    .executeTakeFirstOrThrow()
  return row.n
}

/** Which of these photo ids belong to another activity already: an id names one photo of one activity. */
export async function photosElsewhere(
  trx: Trx,
  activityId: string,
  photoIds: readonly string[],
): Promise<number> {
  if (photoIds.length === 0) return 0
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from evidence where id = any(${[...photoIds]}::uuid[]) and activity_id <> ${activityId}`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

/**
 * Gives up photos on their way that an activity no longer expects.
 * @returns their ids: the bytes are removed after the commit
 */
export async function dropUploads(trx: Trx, activityId: string, keep: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from uploads where activity_id = ${activityId} and id <> all(${[...keep]}::uuid[]) returning id`.execute(
    trx,
  )
  return rows.map((r) => r.id)
}

/** True when two requests with the same new activity ran beside each other: the first one won. */
export function isSecondOfTwo(error: unknown): boolean {
  return violates(error, 'activities_pkey')
}
