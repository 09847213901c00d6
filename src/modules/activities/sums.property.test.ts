import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { actingAs } from '../../../test/support/office-split.ts'
import { sized } from '../../../test/support/size.ts'
import { homeInvariants } from '../../cli/invariants/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { correctActivity, findTaskStands, logActivity, withdrawActivity } from './index.ts'

// A department, an office, two schools and a part of one school; each has two tasks, which may derive from any of the unit above.
const indicators = [
  'leaflets',
  'satisfaction',
  'procedures_posted',
  'units_with_model',
  'persons_reached',
  null,
] as const
const above = [null, 0, 1, 1, 2] as const
const keys = ['a', 'b'] as const
const pick = fc.nat({ max: 999 })

const content = fc.record({
  tasks: fc.subarray([...keys]),
  figures: fc.subarray(indicators.filter((i) => i !== null)),
  n: fc.integer({ min: 0, max: 50 }),
  day: fc.integer({ min: 1, max: 28 }),
})
const script = fc.record({
  tasks: fc.array(
    fc.record({
      indicator: fc.constantFrom(...indicators),
      target: fc.integer({ min: 0, max: 60 }),
      from: fc.subarray([...keys]),
      declined: fc.nat({ max: 9 }),
    }),
    { minLength: 10, maxLength: 10 },
  ),
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom('log', 'log', 'log', 'two', 'correct', 'withdraw', 'revise'),
      unit: fc.nat({ max: 4 }),
      which: pick,
      content,
    }),
    { minLength: 4, maxLength: 14 },
  ),
})
type Told = (typeof script extends fc.Arbitrary<infer T> ? T : never) & object
type Content = Told['steps'][number]['content']

interface Task {
  key: 'a' | 'b'
  indicator: (typeof indicators)[number]
  target: number
  /** keys of the tasks of the unit above from which it derives */
  from: string[]
  declined: boolean
}
interface Place {
  unitId: string
  planId: string
  revision: number
  tasks: Task[]
  above: Place | null
  ctx: Ctx
}
interface Did {
  id: string
  by: Place
  version: number
  content: Content
  order: number
  counts: boolean
}

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

async function plant(told: Told): Promise<Place[]> {
  const places: Place[] = []
  for (const [i, up] of above.entries()) {
    const superior = up === null ? null : (places[up] ?? null)
    const unit = await makeUnit(world, superior ? { profession: superior.unitId } : { kind: 'department' })
    const person = await makePerson(world, unit.id, { roles: ['specialist', 'clerk'] })
    const tasks = keys.map((key, k): Task => {
      const t = told.tasks[2 * i + k]
      return {
        key,
        indicator: t?.indicator ?? null,
        target: t?.target ?? 0,
        from: superior ? (t?.from ?? []) : [],
        declined: t?.declined === 0,
      }
    })
    const ctx = await actingAs(world, person, '2024-06-30T02:00:00Z')
    const place = { unitId: unit.id, planId: newId(), revision: 0, tasks, above: superior, ctx }
    await issue(place)
    places.push(place)
  }
  return places
}

/** Issues the next revision of a unit's plan, as rows. */
async function issue(place: Place): Promise<void> {
  place.revision += 1
  const { planId, revision } = place
  await makeIssuedPlan(world, place.unitId, {
    planId,
    revision,
    tasks: place.tasks.map(({ key, indicator, target, declined }) => ({
      key,
      declined,
      ...(indicator ? { indicator, target } : {}),
    })),
  })
  for (const task of place.tasks)
    for (const from of task.from)
      await world.database.pool.query(
        `insert into ${testHome}.task_origins values ($1, $2, $3, $4, $5, $6)`,
        [planId, revision, task.key, place.above?.planId, place.above?.revision, from],
      )
}

const figuresOf = (c: Content) =>
  c.figures.map((indicator) => ({ indicator, n: c.n, d: indicator === 'satisfaction' ? 50 : null }))
const tasksOf = (by: Place, c: Content) =>
  c.tasks
    .filter((key) => !by.tasks.find((t) => t.key === key)?.declined)
    .map((taskKey) => ({ planId: by.planId, taskKey }))
const inputOf = (by: Place, c: Content) => ({
  day: `2024-05-${String(c.day).padStart(2, '0')}`,
  form: 'leaflet',
  title: 'Việc',
  tasks: tasksOf(by, c),
  figures: figuresOf(c),
})

/** Carries out a script by the use cases, two loggings of one unit at once among them. */
async function carryOut(told: Told, places: Place[]): Promise<Did[]> {
  const done: Did[] = []
  for (const step of told.steps) {
    const by = places[step.unit]
    if (!by) throw new Error('no such unit')
    const log = async (c: Content) => {
      const id = newId()
      const order = done.length
      done.push({
        id,
        by,
        version: 1,
        content: { ...c, tasks: tasksOf(by, c).map((t) => t.taskKey) },
        order,
        counts: true,
      })
      // Of one day the later one is the last: the clock says which.
      await logActivity(
        { ...by.ctx, clock: world.system(new Date(Date.UTC(2024, 5, 30, 2, order))).clock },
        { id, ...inputOf(by, c) },
      )
    }
    const mine = done.filter((d) => d.by === by && d.counts)
    const one = mine[step.which % Math.max(mine.length, 1)]
    if (step.kind === 'revise') {
      by.tasks = by.tasks.map((t, i) =>
        i === step.which % 2
          ? { ...t, target: step.content.n, declined: !t.declined, from: by.above ? step.content.tasks : [] }
          : t,
      )
      await issue(by)
    } else if (step.kind === 'two')
      await Promise.all([log(step.content), log({ ...step.content, n: step.content.n + 1 })])
    else if (step.kind === 'log' || !one) await log(step.content)
    else if (step.kind === 'withdraw') {
      await withdrawActivity(by.ctx, one.id, { version: one.version, reason: 'Ghi nhầm' })
      one.counts = false
    } else {
      await correctActivity(by.ctx, one.id, {
        version: one.version,
        reason: 'Kiểm lại',
        ...inputOf(by, step.content),
      })
      one.version += 1
      one.content = { ...step.content, tasks: tasksOf(by, step.content).map((t) => t.taskKey) }
    }
  }
  return done
}

/** Where a task stands, from the activities one by one: written by hand from docs/decisions/0009. */
function standOf(place: Place, task: Task, places: readonly Place[], done: readonly Did[]) {
  const partsOf = (p: Place, key: string) =>
    places.flatMap((below) =>
      below.above === p
        ? below.tasks
            .filter((t) => !t.declined && t.from.includes(key))
            .map((t) => ({ place: below, key: t.key }))
        : [],
    )
  const isParts = task.indicator === 'units_with_model'
  const hitsOf = (p: Place, key: string): Set<Did> => {
    const parts = partsOf(p, key)
    const own =
      isParts && parts.length > 0
        ? []
        : done.filter((d) => d.counts && d.by === p && d.content.tasks.some((k) => k === key))
    return new Set([...own, ...parts.flatMap((part) => [...hitsOf(part.place, part.key)])])
  }
  const hits = [...hitsOf(place, task.key)]
  const reach = (some: Did[]): number => {
    const { indicator } = task
    if (indicator === null) return some.length
    const stating = some.filter((d) => d.content.figures.includes(indicator))
    const sum = stating.reduce((n, d) => n + d.content.n, 0)
    if (indicator === 'persons_reached') return Math.max(0, ...stating.map((d) => d.content.n))
    if (indicator === 'satisfaction')
      return stating.length === 0 ? 0 : Math.floor((sum * 100) / (50 * stating.length))
    if (indicator !== 'procedures_posted') return sum
    const last = new Map<Place, Did>()
    for (const d of [...stating].sort((a, b) => a.content.day - b.content.day || a.order - b.order))
      last.set(d.by, d)
    return [...last.values()].reduce((n, d) => n + d.content.n, 0)
  }
  const own = hits.filter((d) => d.by === place)
  const parts = partsOf(place, task.key)
  const isDone = task.indicator
    ? reach(hits) >= task.target
    : own.length > 0 || parts.every((p) => hitsOf(p.place, p.key).size > 0)
  const below = parts.length > 0 ? reach(hits.filter((d) => d.by !== place)) : null
  return {
    activities: hits.length,
    done: reach(hits),
    own: reach(own),
    below,
    isDone: hits.length > 0 && isDone,
  }
}

describe('sums kept for tasks', () => {
  it('say the same as the activities one by one, whatever was logged, corrected, withdrawn and revised', async () => {
    const kept = homeInvariants.find((i) => i.code === 'task_sums')
    await fc.assert(
      fc.asyncProperty(script, async (told) => {
        const places = await plant(told)
        const done = await carryOut(told, places)
        const refs = places.flatMap((place) => place.tasks.map((task) => ({ place, task })))
        const stands = await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
          findTaskStands(
            trx,
            refs.map(({ place, task }) => ({ planId: place.planId, taskKey: task.key })),
          ),
        )
        const seen = stands.map(({ activities, done: reached, own, below, isDone }) => ({
          activities,
          done: reached,
          own,
          below,
          isDone,
        }))
        expect(seen).toEqual(refs.map(({ place, task }) => standOf(place, task, places, done)))
        expect(await kept?.find(world.system(), 5)).toEqual([])
      }),
      { numRuns: sized('sums', 12, 500) },
    )
  }, 3_600_000)
})
