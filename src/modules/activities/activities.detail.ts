import { sql } from 'kysely'
import { sentenceOf } from '../../platform/errors.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { mayRead } from '../library/index.ts'
import { findUnits } from '../units/index.ts'
import { countedForMe, ownOrBelow } from './activities.grounds.ts'
import { mayDo } from './activities.policy.ts'
import { changedFields } from './activities.rules.ts'
import type { ActivityOut } from './activities.schema.ts'
import { findCodes, type KnownCode } from './activities.store.ts'
import { findSamePictures } from './photos.same.ts'
import { findTaskStands, type TaskStand } from './stands.store.ts'

type Content = ActivityOut['content']
type Version = ActivityOut['versions'][number]

/** Whether the acting unit may read an activity on any ground. */
export async function isReadable(trx: Trx, ctx: Ctx, id: string): Promise<boolean> {
  return (await readableVersions(trx, ctx, id)).length > 0
}

interface VersionRow {
  version: number
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
  next_step: string
  cost: number | null
  fund: string | null
  photo_ids: string[]
  reason: string | null
  recorded_at: Date
  recorded_name: string | null
  hash: string
  redacted_at: Date | null
  figures: { indicator: string; n: number; d: number | null }[]
  tasks: { planId: string; taskKey: string; revision: number; title: string }[]
  programmes: { id: string; vi: string; en: string }[]
}

/** Versions on the grounds own and below: all; delivered with a report: those that such a report counted. Newest first. */
async function readableVersions(trx: Trx, ctx: Ctx, id: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.version, v.day, v.title, v.form, v.audiences, v.place, v.persons, v.attendances, v.result, v.shortcoming, v.cause,
      v.next_step, v.cost, v.fund, v.photo_ids, v.reason, v.recorded_at, p.name as recorded_name, v.hash, v.redacted_at,
      coalesce((select jsonb_agg(jsonb_build_object('indicator', f.indicator, 'n', f.n, 'd', f.d) order by f.indicator)
        from activity_figures f where f.activity_id = v.activity_id and f.version = v.version), '[]') as figures,
      coalesce((select jsonb_agg(jsonb_build_object('planId', x.plan_id, 'taskKey', x.task_key, 'revision', x.revision, 'title', t.title) order by t.ord, x.plan_id)
        from activity_tasks x join tasks t on t.plan_id = x.plan_id and t.revision = x.revision and t.key = x.task_key
        where x.activity_id = v.activity_id and x.version = v.version), '[]') as tasks,
      coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'vi', g.name_vi, 'en', g.name_en) order by g.code)
        from activity_programmes y join programmes g on g.id = y.programme_id
        where y.activity_id = v.activity_id and y.version = v.version), '[]') as programmes
    from activities a
    join activity_versions v on v.activity_id = a.id
    left join persons p on p.id = v.recorded_by and a.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
    where a.id = ${id} and (${ownOrBelow(ctx)} or ${countedForMe(ctx)})
    order by v.version desc`.execute(trx)
  return rows
}

/**
 * One activity as the acting unit may see it.
 * @throws common.not_found outside the read grounds
 */
export async function readActivity(trx: Trx, ctx: Ctx, id: string): Promise<ActivityOut> {
  const rows = await readableVersions(trx, ctx, id)
  const newest = rows[0]
  if (!newest) throw new AppError('common.not_found')
  const activity = await trx
    .selectFrom('activities')
    .select(['unit_id', 'version', 'state'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const unit = (await findUnits(trx, [activity.unit_id], newest.day)).get(activity.unit_id)
  const names = namesOf(await findCodes(trx, ['forms', 'audiences', 'funds', 'indicators'], null), ctx)
  const contents = rows.map((row) => contentOf(row, names, ctx))
  const versions: Version[] = rows.map((row, i) => {
    const content = contents[i] ?? contentOf(row, names, ctx)
    const before = contents[i + 1]
    return {
      version: row.version,
      recordedAt: row.recorded_at.toISOString(),
      recordedBy: row.recorded_name,
      reason: row.reason,
      hash: row.hash,
      redacted: row.redacted_at !== null,
      changed: before ? changedFields(before, content) : [],
      content,
    }
  })
  const content = versions[0]?.content ?? contentOf(newest, names, ctx)
  const stands = await findTaskStands(trx, content.tasks)
  return {
    id,
    unit: { id: activity.unit_id, name: unit?.name ?? '', shortName: unit?.shortName ?? '' },
    version: newest.version,
    state: activity.state,
    content,
    tasks: stands.map((s) => ({
      planId: s.planId,
      taskKey: s.taskKey,
      revision: s.revision,
      ord: s.ord + 1,
      title: s.title,
      planTitle: s.planTitle,
      progress: {
        indicator: s.indicator === null ? null : names('indicators', s.indicator),
        ...progressOf(s),
      },
    })),
    photos: await photosOf(trx, ctx, id, newest.photo_ids),
    versions,
    countedIn: await findCountedIn(trx, ctx, id),
    may: mayDo(ctx.actor, { unitId: activity.unit_id, state: activity.state }),
  }
}

/** A stand as it is shown. */
export function progressOf({ done, own, below, target, activities, isDone }: TaskStand) {
  return { done, own, below, target, activities, isDone }
}

type NameOf = (list: string, code: string) => { code: string; name: string }

function namesOf(codes: readonly KnownCode[], ctx: Ctx): NameOf & { unitOf: (indicator: string) => string } {
  const byKey = new Map(codes.map((c) => [`${c.list} ${c.code}`, c]))
  const name: NameOf = (list, code) => {
    const found = byKey.get(`${list} ${code}`)
    return { code, name: (ctx.locale === 'vi' ? found?.nameVi : found?.nameEn) ?? code }
  }
  return Object.assign(name, {
    unitOf: (indicator: string) => byKey.get(`indicators ${indicator}`)?.facts.unit?.[ctx.locale] ?? '',
  })
}

function contentOf(row: VersionRow, names: ReturnType<typeof namesOf>, ctx: Ctx): Content {
  return {
    day: row.day,
    title: row.title,
    form: names('forms', row.form),
    audiences: row.audiences.map((a) => names('audiences', a)),
    place: row.place,
    persons: row.persons,
    attendances: row.attendances,
    figures: row.figures.map((f) => ({
      ...f,
      name: names('indicators', f.indicator).name,
      unit: names.unitOf(f.indicator),
    })),
    tasks: row.tasks,
    programmes: row.programmes.map((p) => ({ id: p.id, name: ctx.locale === 'vi' ? p.vi : p.en })),
    result: row.result,
    shortcoming: row.shortcoming,
    cause: row.cause,
    nextStep: row.next_step,
    cost: row.cost,
    fund: row.fund === null ? null : names('funds', row.fund),
    photoIds: row.photo_ids,
  }
}

/** The photos of a version, each with its own state, and where else the same picture stands. */
async function photosOf(
  trx: Trx,
  ctx: Ctx,
  activityId: string,
  photoIds: readonly string[],
): Promise<ActivityOut['photos']> {
  if (photoIds.length === 0) return []
  const { rows } = await sql<{
    id: string
    arrived: boolean
    width: number | null
    height: number | null
    state: 'receiving' | 'refused' | null
    error: string | null
  }>`
    select q.id, e.id is not null as arrived, e.width, e.height, u.state, u.error
    from unnest(${[...photoIds]}::uuid[]) with ordinality as q(id, ord)
    left join evidence e on e.id = q.id and e.activity_id = ${activityId}
    left join uploads u on u.id = q.id and u.activity_id = ${activityId}
    order by q.ord`.execute(trx)
  const same = await findSamePictures(trx, ctx, activityId, photoIds)
  return rows.map((r) => ({
    id: r.id,
    state: r.arrived ? ('arrived' as const) : (r.state ?? ('missing' as const)),
    error: r.arrived || r.error === null ? null : sentenceOf(ctx.locale, r.error),
    width: r.width,
    height: r.height,
    same: same.filter((s) => s.photoId === r.id).map(({ photoId: _, ...rest }) => rest),
  }))
}

/** Report versions that counted the activity, as far as they may be read. */
async function findCountedIn(trx: Trx, ctx: Ctx, id: string): Promise<ActivityOut['countedIn']> {
  const { rows } = await sql<ActivityOut['countedIn'][number]>`
    select ra.report_id as "reportId", ra.version as "reportVersion", ra.activity_version as "activityVersion",
      f.code as form, r.period, to_char(rv.submitted_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as "submittedOn"
    from report_activities ra
    join report_versions rv on rv.report_id = ra.report_id and rv.version = ra.version
    join reports r on r.id = ra.report_id
    join report_forms f on f.id = r.form_id
    where ra.activity_id = ${id}
      and ${mayRead(ctx, 'report', { unit: sql`rv.unit_id`, id: sql`rv.report_id`, revision: sql`rv.version` })}
    order by rv.submitted_at`.execute(trx)
  return rows
}
