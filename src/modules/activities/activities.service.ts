import { v5 } from 'uuid'
import { canonicalJson, sealContent, sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob } from '../../platform/jobs.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { closeObligations, voidObligations } from '../dispatch/index.ts'
import { isReadable, readActivity } from './activities.detail.ts'
import { mayDo, recorders } from './activities.policy.ts'
import { dayProblem, fieldFrom, FiguresDiffer, figuresOf, sealedActivity } from './activities.rules.ts'
import {
  CorrectActivity,
  LogActivity,
  WithdrawActivity,
  type ActivityContent,
  type ActivityOut,
} from './activities.schema.ts'
import {
  countArrived,
  dropUploads,
  findCodes,
  findOwnTasks,
  findProgrammes,
  insertVersion,
  isSecondOfTwo,
  loadVersion,
  lockActivity,
  photosElsewhere,
  type ActivityRow,
} from './activities.store.ts'
import { settleTasks } from './settle.ts'
import type { z } from 'zod'

declareErrors({
  'activities.day_future': 422,
  'activities.day_too_old': 422,
  'activities.unknown_code': 422,
  'activities.task_not_yours': 422,
  'activities.figures_differ': 422,
  'activities.withdrawn': 409,
  'activities.not_yours': 403,
})

/** Namespace of ids that are made from an activity's id, so that a job of it is added once. */
export const jobNamespace = 'b6a3a1c2-5c1e-4a5b-9d57-1f0f6a2c7e31'
export const missingPhotosJob = 'activities.missing_photos'
const day = 86_400_000

/**
 * Logs what the acting unit did. Saved at once; it counts when its photos have arrived, without photos now.
 * @param input with a client-made id, which is its request id: sent again it is the same activity
 * @returns the activity, with where its tasks stand
 * @throws activities.* for a day, code, task or figure that can't be; common.request_reused for a known id with other content
 */
export async function logActivity(ctx: Ctx, input: z.input<typeof LogActivity>): Promise<ActivityOut> {
  const { id, ...content } = LogActivity.parse(input)
  const unitId = actingUnit(ctx)
  const own: Ctx = { ...ctx, request: { id, hash: sha256(canonicalJson({ unitId, id, ...content })) } }
  const run = async () => {
    await write(own, ownScope(own), {
      act: (trx) => addActivity(trx, own, unitId, id, content),
      answer: async () => undefined,
    })
    return readPresent(own, id)
  }
  try {
    return await run()
  } catch (error) {
    if (isSecondOfTwo(error)) return run()
    throw error
  }
}

/** Logs an activity of the acting unit in the transaction of a use case that does more than that; its policy is asked before. */
export async function addActivity(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  id: string,
  content: ActivityContent,
): Promise<void> {
  const made = await checkContent(trx, ctx, unitId, id, content)
  const arrived = await countArrived(trx, id, content.photoIds)
  const isWhole = arrived === content.photoIds.length
  await trx
    .insertInto('activities')
    .values({
      id,
      unit_id: unitId,
      version: 1,
      day: content.day,
      state: isWhole ? 'counted' : 'waiting',
      photos_expected: content.photoIds.length,
      photos_arrived: arrived,
      created_at: ctx.clock.now(),
      created_by: ctx.actor.personId,
    })
    .execute()
  const hash = await addVersion(trx, ctx, { id, unitId, version: 1, reason: null }, made)
  await recordEvent(trx, ctx, 'activity.log', [{ what: 'activity', id, version: 1, hash }])
  if (isWhole) await settleTasks(trx, ctx, unitId, id, [made.tasks])
  else await askForPhotosLater(trx, ctx, id, 1)
}

/**
 * Corrects an activity: a new version with a reason; photos that arrived stay, missing ones can be left out. A report
 * that counted an earlier version keeps it.
 * @throws common.changed_meanwhile when another version is in force by now
 */
export async function correctActivity(
  ctx: Ctx,
  id: string,
  input: z.input<typeof CorrectActivity>,
): Promise<ActivityOut> {
  const { version, reason, ...content } = CorrectActivity.parse(input)
  const left: string[] = []
  const answer = await changeOwn(ctx, id, version, 'activity.correct', async (trx, row) => {
    const made = await checkContent(trx, ctx, row.unit_id, id, content)
    const before = await loadVersion(trx, id, row.version)
    const next = { id, unitId: row.unit_id, version: row.version + 1, reason }
    const arrived = await countArrived(trx, id, content.photoIds)
    const isWhole = arrived === content.photoIds.length
    const hash = await addVersion(trx, ctx, next, made)
    await trx
      .updateTable('activities')
      .set({
        version: next.version,
        day: content.day,
        state: isWhole ? 'counted' : 'waiting',
        photos_expected: content.photoIds.length,
        photos_arrived: arrived,
      })
      .where('id', '=', id)
      .execute()
    left.push(...(await dropUploads(trx, id, content.photoIds)))
    await recordEvent(trx, ctx, 'activity.correct', [{ what: 'activity', id, version: next.version, hash }])
    if (isWhole) await photosGiven(trx, ctx, row.unit_id, id)
    else await askForPhotosLater(trx, ctx, id, next.version)
    await settleTasks(trx, ctx, row.unit_id, id, [before.tasks, made.tasks])
  })
  for (const photoId of left) await ctx.files.removePart(photoId)
  return answer
}

/** Withdraws an activity with a reason: it counts no more, its words stay; reports that counted it keep what they counted. */
export async function withdrawActivity(
  ctx: Ctx,
  id: string,
  input: z.input<typeof WithdrawActivity>,
): Promise<ActivityOut> {
  const { version, reason } = WithdrawActivity.parse(input)
  const left: string[] = []
  const answer = await changeOwn(ctx, id, version, 'activity.withdraw', async (trx, row) => {
    const before = await loadVersion(trx, id, row.version)
    const next = { id, unitId: row.unit_id, version: row.version + 1, reason }
    const v = before.row
    const hash = await addVersion(trx, ctx, next, {
      content: {
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
        nextStep: v.next_step,
        cost: v.cost,
        fund: v.fund,
        photoIds: v.photo_ids,
      },
      figures: before.figures,
      tasks: before.tasks,
      programmes: before.programmes,
    })
    await trx
      .updateTable('activities')
      .set({ version: next.version, state: 'withdrawn' })
      .where('id', '=', id)
      .execute()
    left.push(...(await dropUploads(trx, id, [])))
    await recordEvent(trx, ctx, 'activity.withdraw', [{ what: 'activity', id, version: next.version, hash }])
    await voidObligations(trx, ctx, { unitId: row.unit_id, what: 'give_photos', sourceId: id }, reason)
    await settleTasks(trx, ctx, row.unit_id, id, [before.tasks])
  })
  for (const photoId of left) await ctx.files.removePart(photoId)
  return answer
}

/** Closes what an activity fulfils from the moment it counts; called again it changes nothing. */
export async function becomeCounted(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  id: string,
  tasks: readonly { planId: string; taskKey: string }[],
): Promise<void> {
  await photosGiven(trx, ctx, unitId, id)
  await settleTasks(trx, ctx, unitId, id, [tasks])
}

async function photosGiven(trx: Trx, ctx: Ctx, unitId: string, id: string): Promise<void> {
  await closeObligations(trx, ctx, { unitId, what: 'give_photos', sourceId: id }, { closedBy: id })
}

interface CheckedContent {
  content: Omit<ActivityContent, 'figures' | 'tasks' | 'programmes'>
  figures: ReturnType<typeof figuresOf>
  tasks: { planId: string; taskKey: string; revision: number }[]
  programmes: string[]
}

/** What was sent, checked against vocabularies, plans and programmes, with what follows from it filled in. */
async function checkContent(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  id: string,
  sent: ActivityContent,
): Promise<CheckedContent> {
  const { figures: stated, tasks: asked, programmes: named, ...content } = sent
  const refs = [...new Map(asked.map((t) => [`${t.planId} ${t.taskKey}`, t])).values()]
  const tasks = await findOwnTasks(trx, [...new Set([unitId, ...ctx.actor.ownUnits])], refs)
  if (tasks.length !== refs.length) throw new AppError('activities.task_not_yours')
  const problem = dayProblem(
    content.day,
    ctx.clock.today(),
    tasks.map((t) => t.year),
  )
  if (problem === 'future') throw new AppError('activities.day_future')
  if (problem === 'too_old') throw new AppError('activities.day_too_old')

  const codes = await findCodes(trx, ['forms', 'audiences', 'funds', 'indicators'], null)
  const find = (list: string, code: string) => codes.find((c) => c.list === list && c.code === code)
  const form = find('forms', content.form)
  if (!form) throw new AppError('activities.unknown_code', { code: content.form })
  for (const code of content.audiences)
    if (!find('audiences', code)) throw new AppError('activities.unknown_code', { code })
  if (content.fund !== null && !find('funds', content.fund))
    throw new AppError('activities.unknown_code', { code: content.fund })
  for (const { indicator } of stated)
    if (!find('indicators', indicator)) throw new AppError('activities.unknown_code', { code: indicator })

  const programmes = [...new Set([...named, ...tasks.flatMap((t) => t.programmes)])].sort()
  const known = await findProgrammes(trx, programmes)
  if (known.length !== programmes.length)
    throw new AppError('activities.unknown_code', { code: programmes.find((p) => !known.includes(p)) ?? '' })
  if (new Set(content.photoIds).size !== content.photoIds.length)
    throw new AppError('activities.unknown_code', { code: 'photoIds' })
  if ((await photosElsewhere(trx, id, content.photoIds)) > 0) throw new AppError('common.request_reused')

  let figures
  try {
    figures = figuresOf({ ...content, figures: stated }, form.facts.indicator ?? null)
  } catch (error) {
    if (!(error instanceof FiguresDiffer)) throw error
    const name = find('indicators', error.indicator)
    throw new AppError('activities.figures_differ', {
      indicator: (ctx.locale === 'vi' ? name?.nameVi : name?.nameEn) ?? error.indicator,
    })
  }
  return {
    content: {
      ...content,
      title: content.title || (tasks[0]?.title.slice(0, 300) ?? form.nameVi),
      attendances: fieldFrom(figures, 'attendances'),
      persons: fieldFrom(figures, 'persons_reached'),
      cost: fieldFrom(figures, 'cost'),
    },
    figures,
    tasks: tasks.map((t) => ({ planId: t.planId, taskKey: t.taskKey, revision: t.revision })),
    programmes,
  }
}

/** @returns the version's hash, for the event */
async function addVersion(
  trx: Trx,
  ctx: Ctx,
  of: { id: string; unitId: string; version: number; reason: string | null },
  made: CheckedContent,
): Promise<string> {
  const { content, figures, tasks, programmes } = made
  const { salt, hash } = sealContent(
    sealedActivity({ ...content, figures, tasks, programmes, reason: of.reason }),
  )
  await insertVersion(trx, {
    ...content,
    activityId: of.id,
    unitId: of.unitId,
    version: of.version,
    reason: of.reason,
    recordedAt: ctx.clock.now(),
    recordedBy: ctx.actor.personId,
    salt,
    hash,
    figures,
    tasks,
    programmes,
  })
  return hash
}

/** Photos that have not come a day later become a duty of their own. */
async function askForPhotosLater(trx: Trx, ctx: Ctx, activityId: string, version: number): Promise<void> {
  await addJob(
    trx,
    ctx,
    missingPhotosJob,
    { activityId },
    {
      id: v5(`${activityId} ${version}`, jobNamespace),
      runAt: new Date(ctx.clock.now().getTime() + day),
    },
  )
}

/** Load with lock → policy → write, for what changes one activity of the own unit. */
export async function changeOwn(
  ctx: Ctx,
  id: string,
  version: number | null,
  deed: 'activity.correct' | 'activity.withdraw' | 'activity.photo',
  act: (trx: Trx, row: ActivityRow) => Promise<void>,
): Promise<ActivityOut> {
  try {
    await write(ctx, ownScope(ctx), {
      act: async (trx) => {
        const row = await lockActivity(trx, ctx.actor.ownUnits, id)
        if (!row) throw new AppError('common.not_found')
        if (row.state === 'withdrawn') throw new AppError('activities.withdrawn')
        if (!mayDo(ctx.actor, { unitId: row.unit_id, state: row.state }).includes(deed))
          throw onlyFor(recorders)
        if (version !== null && row.version !== version) throw new AppError('common.changed_meanwhile')
        await act(trx, row)
      },
      answer: async () => undefined,
    })
    return await readPresent(ctx, id)
  } catch (error) {
    throw await asNotYours(ctx, id, error)
  }
}

/**
 * What was written, read after the commit: where a task stands is also what units below did, which the scope of the write
 * does not reach.
 */
async function readPresent(ctx: Ctx, id: string): Promise<ActivityOut> {
  return read(ctx, '*', (trx) => readActivity(trx, ctx, id))
}

/** Not the own unit's: whoever may read it is told whose it is to change, all others that there is nothing. */
export async function asNotYours(ctx: Ctx, id: string, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'common.not_found') return error
  const readable = await read(ctx, '*', (trx) => isReadable(trx, ctx, id))
  return readable ? new AppError('activities.not_yours') : error
}

export function actingUnit(ctx: Ctx): string {
  if (ctx.actor.unitId === null) throw new AppError('common.not_allowed')
  return ctx.actor.unitId
}
