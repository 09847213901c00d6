import { spawn } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { testHome, type World } from '../../../test/support/database.ts'
import {
  expectHealthy,
  homeB,
  issueAbove,
  makeTwoHomes,
  rowsIn,
  settle,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import { makeManySchools } from '../../../test/support/many.ts'
import type { Plan } from '../../../test/support/plans.ts'
import { projectRoot } from '../../config.ts'

/** Units of the second home directly below the department, beside its office there: four messages of one cascade. */
const schools = 650

let stage: TwoHomes
let world: World
let plan: Plan
beforeAll(async () => {
  stage = await makeTwoHomes()
  world = stage.world
  await makeManySchools(world, stage.department.id, schools, homeB)
  plan = await issueAbove(stage)
})

/** A worker of both homes as a process of its own, which says each step that it has done. */
const worker = () => `
  import { openDatabase } from './src/platform/db.ts'
  import { systemActor } from './src/platform/context.ts'
  import { clockAt } from './src/platform/clock.ts'
  import { makeLog } from './src/platform/log.ts'
  import { runNextJob } from './src/platform/worker.ts'
  import { registerDispatchJobs } from './src/modules/dispatch/index.ts'
  import { registerHomeJobs } from './src/modules/homes/index.ts'
  registerDispatchJobs()
  registerHomeJobs()
  const { db } = openDatabase(${JSON.stringify(world.url)}, 2)
  const at = (home) => ({ db, home, clock: clockAt('2024-06-17T02:00:00Z'), actor: systemActor, locale: 'vi', files: null, log: makeLog('silent'), request: null })
  const step = (home) => runNextJob(at(home), (e) => { throw e })
  while ((await step('${testHome}')) || (await step('${homeB}'))) process.stdout.write('step\\n')`

/** Starts a worker and kills it some milliseconds after its n-th step. @returns whether it was killed before it was through */
function killAfter(steps: number, ms: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', worker()], { cwd: projectRoot })
  let said = ''
  let isDoomed = false
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString()
    if (said.split('step').length <= steps || isDoomed) return
    isDoomed = true
    setTimeout(() => child.kill('SIGKILL'), ms)
  })
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal === 'SIGKILL')))
}

const counts = async (home: string) =>
  (
    await rowsIn<Record<string, number>>(
      world,
      home,
      `select (select count(*) from deliveries where document_id = '${plan.documentId}')::int as deliveries,
        (select count(distinct unit_id) from deliveries where document_id = '${plan.documentId}')::int as units,
        (select count(*) from obligations where what = 'make_plan' and source_id = '${plan.id}')::int as owed,
        (select sum(recipients) from dispatches where document_id = '${plan.documentId}')::int as recipients,
        (select count(*) from plan_revisions where plan_id = '${plan.id}')::int as plans,
        (select count(*) from reader where what = 'plan' and id = '${plan.id}')::int as readers`,
    )
  )[0]

// Workers are started and killed, and hundreds of units sent to: some 15 s on quiet cores.
it(
  'a cascade to units of another home arrives once and only once across kill -9 of the worker',
  { timeout: 300_000 },
  async () => {
    const killed: boolean[] = []
    for (const [steps, ms] of [
      [1, 5],
      [2, 1],
      [1, 20],
      [1, 0],
      [2, 8],
    ] as const)
      killed.push(await killAfter(steps, ms))
    expect(killed).toContain(true)
    const all = schools + 2
    // The killed worker's row lock is there until PostgreSQL has noticed.
    await expect
      .poll(
        async () => {
          await settle(world, '2024-06-17T03:00:00Z')
          return [await counts(testHome), await counts(homeB)]
        },
        { timeout: 60_000, interval: 200 },
      )
      .toEqual([
        { deliveries: all, units: all, owed: all, recipients: all, plans: 1, readers: 1 },
        {
          deliveries: all - 1,
          units: all - 1,
          owed: all - 1,
          recipients: all - 1,
          plans: 1,
          readers: all - 1,
        },
      ])
    const late = `select count(*)::int as n from outbox_messages where kind = 'delivery' and arrived_at is null`
    expect(await rowsIn(world, testHome, late)).toEqual([{ n: 0 }])
    // Nobody works in these schools: doctor would say so of what each owes.
    await world.database.pool.query(`delete from ${homeB}.obligations where unit_id not in ($1, $2)`, [
      stage.officeThere.id,
      stage.school.id,
    ])
    await expectHealthy(world)
  },
)
