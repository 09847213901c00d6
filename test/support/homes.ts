import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { examine, sentenceOfBreach } from '../../src/cli/doctor.ts'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeHome } from '../../src/platform/migrate.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { transaction } from '../../src/platform/tx.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from './database.ts'
import { makeApp, signedIn, type Browser } from './http.ts'
import { makePerson, makeUnit, type MadeUnit } from './make.ts'
import {
  issueContent,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from './plans.ts'

/** The second home of such a test; the first is the tests' own. */
export const homeB = 'home_b'

/** Two homes in one database: a department and an office in the one, in the other an office under it with a school. */
export interface TwoHomes {
  world: World
  app: FastifyInstance
  department: MadeUnit
  officeHere: MadeUnit
  officeThere: MadeUnit
  school: MadeUnit
  above: Hands
  here: Hands
  there: Hands
  below: Hands
  /** somebody of another unit of the second home */
  outsider: Browser
}

export async function makeTwoHomes(): Promise<TwoHomes> {
  const world = await makeWorld()
  await makeHome(world.database.pool, 'b', 'Tỉnh Bình Sơn', new Date(testNow))
  loadJobHandlers()
  const app = await makeApp(world)
  const province = await makeUnit(world, { kind: 'people_committee_province', name: 'UBND tỉnh Hà Thanh' })
  const department = await makeUnit(world, {
    kind: 'department',
    administration: province.id,
    name: 'Sở Giáo dục và Đào tạo',
    abbreviation: 'SGDĐT',
  })
  const office = { kind: 'education_office', profession: department.id }
  const officeHere = await makeUnit(world, { ...office, name: 'Phòng GD&ĐT huyện Vân Sơn' })
  const officeThere = await makeUnit(world, { ...office, name: 'Phòng GD&ĐT huyện Bình An', home: homeB })
  const school = await makeUnit(world, { name: 'TH Bình An', profession: officeThere.id, home: homeB })
  const elsewhere = await makeUnit(world, { home: homeB })
  const hands = (unit: MadeUnit, home?: string) => handsOf({ world, app }, unit, home)
  return {
    world,
    app,
    department,
    officeHere,
    officeThere,
    school,
    above: await hands(department),
    here: await hands(officeHere),
    there: await hands(officeThere, homeB),
    below: await hands(school, homeB),
    outsider: (await hands(elsewhere, homeB)).drafter,
  }
}

/** One person with every role that work needs. */
export async function handsOf(
  { world, app }: Pick<TwoHomes, 'world' | 'app'>,
  unit: MadeUnit,
  home = testHome,
): Promise<Hands> {
  const person = await makePerson(world, unit.id, {
    roles: ['specialist', 'leader', 'clerk'],
    title: 'Trưởng đơn vị',
    isHead: true,
    home,
  })
  const browser = await signedIn(world, app, person)
  return { drafter: browser, leader: browser, clerk: browser }
}

/** Both homes' jobs until none is due: what one sends, the other takes in and answers. */
export async function settle(world: World, at = testNow): Promise<void> {
  let n: number
  do n = (await drainJobs(world.system(at))) + (await drainJobs(world.system(at, homeB)))
  while (n > 0)
}

/** Every message and job of either home once more, as if a worker had been killed after the effect and before its mark. */
export async function again(world: World, at = testNow): Promise<void> {
  for (const home of [testHome, homeB])
    await world.database.pool.query(
      `update ${home}.jobs set state = 'waiting', finished_at = null where kind like 'homes.%'`,
    )
  await settle(world, at)
}

/** What a query of a home gives, as the application may read it. */
export async function rowsIn<T extends object>(world: World, home: string, query: string): Promise<T[]> {
  return transaction(
    world.database.db,
    { home, scope: '*' },
    async (trx) => (await sql.raw<T>(query).execute(trx)).rows,
  )
}

/** Fails when `doctor` finds anything in either home. */
export async function expectHealthy(world: World): Promise<void> {
  for (const home of [testHome, homeB]) {
    const ctx = world.system(testNow, home)
    while ((await sealEvents(ctx)) > 0);
    expect((await examine(ctx)).map((breach) => sentenceOfBreach('vi', breach))).toEqual([])
  }
}

export const toOffices = {
  words: 'Các phòng GD&ĐT',
  kind: 'group' as const,
  purpose: 'carry out' as const,
  groupCode: 'all_below',
}

/** The department's plan for the offices of both homes. */
export function issueAbove({ above }: TwoHomes): Promise<Plan> {
  return makeIssuedPlan(
    above,
    readyContent({
      tasks: [
        readyTask('a', { target: { indicator: 'meetings', value: 1 } }),
        readyTask('b', { target: { indicator: 'leaflets', value: 900 } }),
      ],
      recipients: [toOffices],
      belowDueOn: '2024-07-15',
    }),
  )
}

/** The office of the second home makes its plan of the superior's, every task kept. */
export async function planThere({ there }: TwoHomes, plan: Plan): Promise<Plan> {
  const id = newId()
  const documents = [{ documentId: plan.documentId }]
  const draft = (await must(there.drafter.call('POST', 'plans', { id, year: 2024, documents }))).json<Draft>()
  expect(draft.sources.map((s) => s.documentId)).toEqual([plan.documentId])
  expect(draft.content.tasks.map((t) => t.origins.map((o) => o.taskKey))).toEqual([['a'], ['b']])
  return issueContent(there, id, {
    ...draft.content,
    signer: { personId: null, authority: null, position: 'Trưởng phòng' },
    recipients: [],
    tasks: draft.content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      target: t.target && { ...t.target, value: 1 },
    })),
  })
}
