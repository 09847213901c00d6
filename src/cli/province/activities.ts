import { randomBytes } from 'node:crypto'
import {
  figuresOf,
  sealedActivity,
  sumUnitsAnew,
  type SealedActivity,
} from '../../modules/activities/index.ts'
import { hashContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { hex, insertBulk, insertEvents, type Row } from './bulk.ts'
import { at, type TaskKeys } from './plans.ts'
import type { Seat } from './seats.ts'
import { Dice, type Deed, type ProvinceWords } from './words.ts'

/** The indicator of each form, as the vocabulary says. */
export type FormIndicators = ReadonlyMap<string, string>

/** A unit that logs, with the plan in force. */
export interface Doing {
  seat: Seat
  plan: TaskKeys
}

/** Activities of how many units go into one transaction. */
const unitsAtOnce = 40
/** The present of the story: nothing was done after it. */
type Story = { year: number; last: string; programmes: readonly string[] }

/**
 * A year of activities of every unit, as if each had been logged by itself: version, figures, task, programme, hash and
 * event. The same each time, but for the ids.
 * @param told is called with how many there are by now
 * @returns how many were made
 */
export async function tellActivities(
  ctx: Ctx,
  words: ProvinceWords,
  units: readonly Doing[],
  forms: FormIndicators,
  story: Story,
  told: (n: number) => void,
): Promise<number> {
  let n = 0
  for (let from = 0; from < units.length; from += unitsAtOnce) {
    const some = units.slice(from, from + unitsAtOnce).flatMap((u) => activitiesOf(words, u, forms, story))
    await insertActivities(ctx, some)
    n += some.length
    told(n)
  }
  return n
}

interface Made {
  id: string
  seat: Seat
  at: Date
  sealed: SealedActivity
}

function activitiesOf(
  words: ProvinceWords,
  { seat, plan }: Doing,
  forms: FormIndicators,
  story: Story,
): Made[] {
  const dice = new Dice(`${seat.code} ${story.year}`)
  // One unit in seven does half of what it planned: there is something to ask about.
  const share = dice.chance(1 / 7) ? 0.5 : 1
  return words.tasks
    .flatMap((task, i) =>
      task.own.flatMap((deed) =>
        Array.from({ length: Math.ceil(deed.n * share) }, (_, nth) => {
          const day = dayWithin(dice, task.time, story, nth / deed.n, 1 / deed.n)
          return made(words, dice, { seat, plan }, { deed, task: plan.keys[i] ?? '', day }, forms, story)
        }),
      ),
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** A working day in the part of a task's time that is this activity's turn. */
function dayWithin(
  dice: Dice,
  time: { from: string; until: string },
  { year, last }: Story,
  begin: number,
  part: number,
): string {
  const from = Date.parse(`${year}-${time.from}T00:00:00Z`)
  const days = (Date.parse(`${year}-${time.until}T00:00:00Z`) - from) / 86_400_000
  // Plans of schools are issued until the middle of February.
  const start = `${year}-02-16`
  let day = new Date(from + Math.floor((begin + part * dice.next()) * days) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  if (day < start) day = addDays(start, dice.between(0, 12))
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  if (weekday === 0 || weekday === 6) day = addDays(day, weekday === 0 ? -2 : -1)
  return day > last ? last : day
}

function made(
  words: ProvinceWords,
  dice: Dice,
  { seat, plan }: Doing,
  { deed, task, day }: { deed: Deed; task: string; day: string },
  forms: FormIndicators,
  story: Story,
): Made {
  const attendances = deed.attendances ? dice.between(...deed.attendances) : null
  const issue = dice.chance(0.3) ? dice.oneOf(words.issues) : null
  const cost = dice.chance(0.2) ? dice.between(2, 30) * 50_000 : null
  const stated: { indicator: string; n: number; d: number | null }[] = Object.entries(deed.figures).map(
    ([indicator, span]) => ({ indicator, n: dice.between(...span), d: null }),
  )
  const { ratio } = deed
  if (ratio) {
    const d = stated.find((f) => f.indicator === ratio.of)?.n ?? 0
    stated.push({ indicator: ratio.indicator, n: Math.round((d * dice.between(...ratio.percent)) / 100), d })
  }
  return {
    id: newId(),
    seat,
    at: at(day, dice.between(30, 540)),
    sealed: sealedActivity({
      day,
      title: dice.oneOf(deed.titles),
      form: deed.form,
      audiences: [deed.audience],
      place: '',
      persons: null,
      attendances,
      result: dice.oneOf(deed.results),
      shortcoming: issue?.shortcoming ?? '',
      cause: issue?.cause ?? '',
      nextStep: issue?.next ?? '',
      cost,
      fund: cost === null ? null : 'regular',
      photoIds: [],
      reason: null,
      figures: figuresOf({ attendances, cost, persons: null, figures: stated }, forms.get(deed.form) ?? null),
      tasks: [{ planId: plan.planId, taskKey: task, revision: 1 }],
      programmes: story.programmes,
    }),
  }
}

async function insertActivities(ctx: Ctx, some: readonly Made[]): Promise<void> {
  const rows = some.map(({ id, seat, at: recorded, sealed }) => {
    const salt = randomBytes(16)
    return { id, seat, at: recorded, sealed, salt, hash: hashContent(salt, sealed) }
  })
  const versions: Row[] = rows.map(({ id, seat, at: recorded, sealed, salt, hash }) => ({
    activity_id: id,
    version: 1,
    unit_id: seat.unitId,
    day: sealed.day,
    title: sealed.title,
    form: sealed.form,
    audiences: sealed.audiences,
    place: sealed.place,
    persons: sealed.persons,
    attendances: sealed.attendances,
    result: sealed.result,
    shortcoming: sealed.shortcoming,
    cause: sealed.cause,
    next_step: sealed.nextStep,
    cost: sealed.cost,
    fund: sealed.fund,
    photo_ids: sealed.photoIds,
    reason: sealed.reason,
    recorded_at: recorded,
    recorded_by: seat.clerk.personId,
    salt: hex(salt),
    hash,
  }))
  await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    await insertBulk(
      trx,
      'activities',
      rows.map((r) => ({
        id: r.id,
        unit_id: r.seat.unitId,
        version: 1,
        day: r.sealed.day,
        state: 'counted',
        photos_expected: 0,
        photos_arrived: 0,
        created_at: r.at,
        created_by: r.seat.clerk.personId,
      })),
    )
    await insertBulk(trx, 'activity_versions', versions)
    const of = (r: (typeof rows)[number]) => ({ activity_id: r.id, version: 1 })
    await insertBulk(
      trx,
      'activity_figures',
      rows.flatMap((r) => r.sealed.figures.map((f) => ({ ...of(r), ...f }))),
    )
    await insertBulk(
      trx,
      'activity_tasks',
      rows.flatMap((r) =>
        r.sealed.tasks.map((t) => ({
          ...of(r),
          plan_id: t.planId,
          task_key: t.taskKey,
          revision: t.revision,
        })),
      ),
    )
    await insertBulk(
      trx,
      'activity_programmes',
      rows.flatMap((r) => r.sealed.programmes.map((p) => ({ ...of(r), programme_id: p }))),
    )
    await sumUnitsAnew(trx, [...new Set(rows.map((r) => r.seat.unitId))])
    await insertEvents(
      trx,
      rows.map(({ id, seat, at: recorded, hash }) => ({
        at: recorded,
        unitId: seat.unitId,
        personId: seat.clerk.personId,
        accountId: seat.clerk.accountId,
        verb: 'activity.log',
        subjects: [{ what: 'activity', id, version: 1, hash }],
      })),
    )
  })
}
