import { correctActivity, logActivity } from '../../modules/activities/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Demo } from './data.ts'
import { withHands } from './hands.ts'
import { at, type MadePlan } from './plans.ts'
import type { PictureBook } from './pictures.ts'
import type { DemoWorld } from './world.ts'

type DemoActivity = Demo['activities'][number]

/** Which plan of a unit an activity belongs to. */
export type PlansByUnit = ReadonlyMap<string, readonly { plan: MadePlan; prefix: string }[]>

/**
 * Logs activities as the people of each unit did, some at a time; an activity whose pictures are drawn waits for them and
 * counts when they are there, as on a phone.
 */
export async function logActivities(
  world: DemoWorld,
  activities: readonly DemoActivity[],
  plans: PlansByUnit,
  book: PictureBook,
): Promise<void> {
  await withHands(activities, (activity) => logOne(world, activity, plans, book))
}

async function logOne(
  world: DemoWorld,
  activity: DemoActivity,
  plans: PlansByUnit,
  book: PictureBook,
): Promise<void> {
  const person = world.someone(activity.unit, 'clerk', activity.date)
  const when = at(activity.date, 9 * 60)
  const plan = plans.get(activity.unit)?.find((p) => activity.task.startsWith(p.prefix))?.plan
  const taskKey = plan?.tasks.get(activity.task)
  const { attendances, persons, cost, ...figures } = activity.numbers
  const id = newId()
  // The school of the thread, and what was written by hand.
  const isShown = activity.unit === 'th-vinh-hoa' || activity.type === null
  const pictures = activity.pictures
    .map((picture) => ({ ...picture, photoId: newId() }))
    .filter((p) => book.has(p, isShown))
  const content = {
    day: activity.date,
    title: activity.title,
    form: activity.form,
    audiences: [activity.audience],
    tasks: plan && taskKey ? [{ planId: plan.planId, taskKey }] : [],
    persons: persons ?? null,
    attendances: attendances ?? null,
    figures: Object.entries(figures).map(([indicator, n]) => ({ indicator, n })),
    result: activity.result,
    shortcoming: activity.shortcoming ?? '',
    cause: activity.cause ?? '',
    nextStep: activity.next ?? '',
    cost: cost ?? null,
    fund: cost === undefined ? null : activity.funds,
    photoIds: pictures.map((p) => p.photoId),
  }
  await logActivity(world.as(person, when), { id, ...content })
  for (const picture of pictures)
    await book.attach(world.as(person, new Date(when.getTime() + 60_000)), id, picture)
  if (activity.correction) {
    const {
      attendances: a,
      persons: p,
      cost: c,
      ...corrected
    } = { ...activity.numbers, ...activity.correction.numbers }
    await correctActivity(world.as(person, at(activity.correction.date, 9 * 60)), id, {
      ...content,
      version: 1,
      reason: activity.correction.reason,
      persons: p ?? null,
      attendances: a ?? null,
      cost: c ?? null,
      figures: Object.entries(corrected).map(([indicator, n]) => ({ indicator, n })),
    })
  }
}
