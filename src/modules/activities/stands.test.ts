import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeIssuedPlan, type MadeTask } from '../../../test/support/issued-plan.ts'
import { makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { findTaskStands, sumUnitsAnew, type TaskStand } from './index.ts'

let world: World
let department: MadeUnit
let office: MadeUnit
let schools: MadeUnit[]

beforeAll(async () => {
  world = await makeWorld()
  department = await makeUnit(world, { kind: 'department' })
  office = await makeUnit(world, { kind: 'education_office', profession: department.id })
  schools = await Promise.all([1, 2, 3].map(() => makeUnit(world, { profession: office.id })))
})

const rows = (text: string, values: unknown[]) =>
  world.database.pool.query(text.replaceAll('@', `${testHome}.`), values)

/** A plan with one task `t`, that derives from tasks of others. */
async function plan(unit: MadeUnit, task: Partial<MadeTask> = {}, ...origins: string[]): Promise<string> {
  const { planId } = await makeIssuedPlan(world, unit.id, { tasks: [{ key: 't', ...task }] })
  for (const origin of origins) await derive(planId, origin)
  return planId
}

async function derive(planId: string, origin: string, revision = 1): Promise<void> {
  await rows('insert into @task_origins values ($1, $2, $3, $4, 1, $3)', [planId, revision, 't', origin])
}

/** A counted activity of a unit for tasks `t`, with a figure. */
async function did(
  unit: MadeUnit,
  planIds: string[],
  figure: { indicator: string; n: number; d?: number } | null,
  day = '2024-05-02',
): Promise<string> {
  const id = newId()
  await rows(`insert into @activities values ($1, $2, 1, $3, 'counted', 0, 0, now())`, [id, unit.id, day])
  await rows(
    `insert into @activity_versions (activity_id, version, unit_id, day, title, form, audiences, place, result, shortcoming, cause, next_step, photo_ids, recorded_at, hash)
     values ($1, 1, $2, $3, 'Việc', 'leaflet', '{}', '', '', '', '', '', '{}', now(), 'x')`,
    [id, unit.id, day],
  )
  if (figure)
    await rows('insert into @activity_figures values ($1, 1, $2, $3, $4)', [
      id,
      figure.indicator,
      figure.n,
      figure.d ?? null,
    ])
  for (const planId of planIds)
    await rows(`insert into @activity_tasks values ($1, 1, $2, 't', 1)`, [id, planId])
  await summed(unit)
  return id
}

/** As writing an activity does it. */
const summed = (...units: MadeUnit[]) =>
  transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    sumUnitsAnew(
      trx,
      units.map((u) => u.id),
    ),
  )

async function stand(planId: string): Promise<TaskStand> {
  const [found] = await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    findTaskStands(trx, [{ planId, taskKey: 't' }]),
  )
  if (!found) throw new Error('no stand')
  return found
}

const leaflets = (n: number) => ({ indicator: 'leaflets', n })

describe('a task of its own', () => {
  it('is done when the sum of its counted activities meets the target', async () => {
    const planId = await plan(office, { indicator: 'leaflets', target: 100 })
    expect(await stand(planId)).toMatchObject({ done: 0, activities: 0, below: null, isDone: false })
    await did(office, [planId], leaflets(99))
    expect(await stand(planId)).toMatchObject({ done: 99, own: 99, below: null, isDone: false })
    const last = await did(office, [planId], leaflets(1))
    expect(await stand(planId)).toMatchObject({ done: 100, own: 100, activities: 2, isDone: true })
    await rows(`update @activities set state = 'withdrawn' where id = $1`, [last])
    await summed(office)
    expect(await stand(planId)).toMatchObject({ done: 99, isDone: false })
  })

  it('without a target is done with its first counted activity; a target of 0 needs one too', async () => {
    const words = await plan(office)
    const zero = await plan(office, { indicator: 'leaflets', target: 0 })
    expect([(await stand(words)).isDone, (await stand(zero)).isDone]).toEqual([false, false])
    await did(office, [words, zero], null)
    expect([(await stand(words)).isDone, (await stand(zero)).isDone]).toEqual([true, true])
  })
})

describe('a task that units below have a part in', () => {
  it('counts what they did, level by level, each activity once, and says which part is whose', async () => {
    const top = await plan(department, { indicator: 'leaflets', target: 350 })
    const middle = await plan(office, { indicator: 'leaflets', target: 300 }, top)
    const [a, b, c] = schools
    if (!a || !b || !c) throw new Error('three schools')
    const first = await plan(a, { indicator: 'leaflets', target: 100 }, middle)
    const again = await plan(a, { indicator: 'leaflets', target: 10 }, middle)
    const second = await plan(b, { indicator: 'leaflets', target: 100 }, middle)
    const declined = await plan(c, { indicator: 'leaflets', target: 100, declined: true }, middle)
    await did(department, [top], leaflets(7))
    await did(office, [middle], leaflets(50))
    // For two tasks at once, and in another indicator too: leaflets are asked about, and these are 90.
    await did(a, [first, again], leaflets(90))
    await did(b, [second], leaflets(160))
    await did(c, [declined], leaflets(1_000))
    expect(await stand(middle)).toMatchObject({
      done: 300,
      own: 50,
      below: 250,
      activities: 3,
      isDone: true,
    })
    expect(await stand(top)).toMatchObject({ done: 307, own: 7, below: 300, activities: 4, isDone: false })
    expect(await stand(first)).toMatchObject({ done: 90, own: 90, below: null, isDone: false })
  })

  it('counts plans in force: a revision without the task takes its part away', async () => {
    const [a] = schools
    if (!a) throw new Error('a school')
    const top = await plan(office, { indicator: 'leaflets', target: 10 })
    const planId = await plan(a, { indicator: 'leaflets', target: 10 }, top)
    await did(a, [planId], leaflets(12))
    expect(await stand(top)).toMatchObject({ done: 12, below: 12, isDone: true })
    await makeIssuedPlan(world, a.id, { tasks: [{ key: 'other' }], planId, revision: 2 })
    expect(await stand(top)).toMatchObject({ done: 0, below: null, isDone: false })
    await makeIssuedPlan(world, a.id, { tasks: [{ key: 't' }], planId, revision: 3 })
    await derive(planId, top, 3)
    expect(await stand(top)).toMatchObject({ done: 12, below: 12, isDone: true })
  })

  it.each([
    ['ratio', 'satisfaction', { n: 30, d: 40 }, { n: 90, d: 100 }, { own: 75, below: 90, done: 85 }],
    ['latest value', 'procedures_posted', { n: 5 }, { n: 7 }, { own: 5, below: 7, done: 12 }],
    ['sum of parts only', 'units_with_model', { n: 5 }, { n: 1 }, { own: 0, below: 1, done: 1 }],
    ['persons', 'persons_reached', { n: 300 }, { n: 120 }, { own: 300, below: 120, done: 300 }],
  ])('adds as its indicator does: a %s', async (_, indicator, ofOffice, ofSchool, expected) => {
    const [a] = schools
    if (!a) throw new Error('a school')
    const top = await plan(office, { indicator, target: 1_000 })
    const planId = await plan(a, { indicator, target: 10 }, top)
    await did(office, [top], { indicator, ...ofOffice }, '2024-05-03')
    // Earlier, so that it is not the latest; as many again of nothing for what adds.
    await did(office, [top], { indicator, n: 0, ...('d' in ofOffice ? { d: 0 } : {}) }, '2024-04-03')
    await did(a, [planId], { indicator, ...ofSchool })
    expect(await stand(top)).toMatchObject(expected)
  })

  it('without a target is done by the unit itself, or when every task that derives from it has an activity', async () => {
    const [a, b] = schools
    if (!a || !b) throw new Error('two schools')
    const top = await plan(office)
    const first = await plan(a, {}, top)
    const second = await plan(b, { indicator: 'leaflets', target: 10 }, top)
    await did(a, [first], null)
    expect(await stand(top)).toMatchObject({ activities: 1, isDone: false })
    const last = await did(b, [second], leaflets(1))
    expect(await stand(top)).toMatchObject({ activities: 2, isDone: true })
    await rows(`update @activities set state = 'waiting' where id = $1`, [last])
    await summed(b)
    expect((await stand(top)).isDone).toBe(false)
    await did(office, [top], null)
    expect(await stand(top)).toMatchObject({ own: 1, below: 1, isDone: true })
  })

  it('of plans that derive from each other ends, and counts nothing twice', async () => {
    const [a] = schools
    if (!a) throw new Error('a school')
    const top = await plan(office, { indicator: 'leaflets', target: 10 })
    const planId = await plan(a, { indicator: 'leaflets', target: 10 }, top)
    await derive(top, planId)
    await did(a, [planId], leaflets(4))
    await did(office, [top], leaflets(3))
    expect(await stand(top)).toMatchObject({ done: 7, own: 3, below: 4 })
    expect(await stand(planId)).toMatchObject({ done: 7, own: 4, below: 3 })
  })
})
