import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { examine } from '../../src/cli/doctor.ts'
import { sharedInvariants } from '../../src/cli/invariants/index.ts'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { countTry, signInLimits } from '../../src/modules/people/throttle.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/ids.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeApp, signedIn, type Browser } from '../support/http.ts'
import { makePerson, makeUnit } from '../support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask, type Plan } from '../support/plans.ts'

const start = Date.parse(testNow)
const [hour, day] = [3_600_000, 86_400_000]

let world: World
let app: FastifyInstance
let office: Browser
let school: Browser
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  world = await makeWorld()
  app = await makeApp(world, systemClock)
  const top = await makeUnit(world, { kind: 'education_office', abbreviation: 'PGDĐT' })
  const below = await makeUnit(world, { profession: top.id })
  const seat = async (unitId: string) =>
    signedIn(
      world,
      app,
      await makePerson(world, unitId, { roles: ['clerk', 'specialist', 'leader', 'admin'], isHead: true }),
    )
  office = await seat(top.id)
  school = await seat(below.id)
  loadJobHandlers()
})
afterAll(() => vi.useRealTimers())

const ctx = () => ({ ...world.system(), clock: systemClock })

async function workOn(): Promise<{ plan: Plan; activity: string }> {
  const recipients = [
    { words: 'Các trường', kind: 'group' as const, purpose: 'carry out' as const, groupCode: 'schools' },
  ]
  const plan = await makeIssuedPlan(
    { drafter: office, leader: office, clerk: office },
    readyContent({ tasks: [readyTask('a')], recipients, belowDueOn: '2024-07-20' }),
  )
  await drainJobs(ctx())
  const activity = newId()
  const body = { id: activity, day: '2024-06-12', form: 'leaflet', title: 'Phát tờ gấp', photoIds: [] }
  await must(school.call('POST', 'activities', body, { requestId: activity }))
  await must(school.call('POST', 'activities', body, { requestId: activity }))
  while ((await sealEvents(ctx())) > 0);
  return { plan, activity }
}

describe('a clock that is set while the server runs', () => {
  it('back or forward by an hour or a day loses nothing, doubles nothing, and signs nobody out', async () => {
    const done: { plan: Plan; activity: string }[] = []
    for (const ahead of [0, hour, -hour, day, -day, 0]) {
      vi.setSystemTime(start + ahead)
      done.push(await workOn())
      expect((await school.call('GET', 'session')).statusCode).toBe(200)
      expect([ahead, await examine(ctx())]).toEqual([ahead, []])
      expect(await examine(ctx(), sharedInvariants)).toEqual([])
    }
    expect(done.map(({ plan }) => parseInt(plan.numberSymbol ?? '', 10))).toEqual([1, 2, 3, 4, 5, 6])
    const { rows } = await world.database.pool.query<{ id: string; duties: number }>(
      `select source_id as id, count(*)::int as duties from ${testHome}.obligations where what = 'make_plan' group by 1`,
    )
    expect(new Map(rows.map((r) => [r.id, r.duties]))).toEqual(new Map(done.map(({ plan }) => [plan.id, 1])))
    const activities = await world.database.pool.query<{ id: string }>(
      `select id from ${testHome}.activities`,
    )
    expect(activities.rows.map((r) => r.id).sort()).toEqual(done.map((d) => d.activity).sort())
    const seals = await world.database.pool.query<{ n: number }>(`select n from ${testHome}.seals order by n`)
    expect(seals.rows.map((s) => s.n)).toEqual(seals.rows.map((_, i) => i + 1))
  }, 120_000)

  it('back by a day makes nobody wait a day for tries that were counted while it was ahead', async () => {
    const { db } = world.database
    const tries = async (at: number, n: number) => {
      let wait = 0
      for (let i = 0; i < n; i += 1)
        wait = await countTry(db, 'sign-in', 'ai-do', signInLimits.account, new Date(at))
      return wait
    }
    expect(await tries(start + day, 9)).toBeGreaterThan(0)
    expect(await tries(start, 1)).toBe(0)
    // A few seconds are the difference of two servers' clocks, not a jump: the tries still count.
    expect(await tries(start + 5_000, 8)).toBeGreaterThan(0)
    expect(await tries(start, 1)).toBeGreaterThan(0)
  })
})
