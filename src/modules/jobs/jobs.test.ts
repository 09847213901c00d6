import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJobs } from '../../cli/jobs.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import * as vi from '../../messages/vi/index.ts'
import { newId } from '../../platform/ids.ts'
import { addJob, jobKinds, mostAttempts, onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { runNextJob } from '../../platform/worker.ts'
import { read } from '../../platform/write.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { causeInWords } from './jobs.rules.ts'

let world: World
let app: FastifyInstance
let unitId: string
let admin: Browser
let clerk: Browser
let stranger: Browser
/** what stands in the way of the test's job; none once it may succeed */
let obstacle: Error | null = null

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  onJob('test.obstructed', {
    step: async () => {
      if (obstacle) throw obstacle
      return { done: true }
    },
  })
  unitId = (await makeUnit(world)).id
  admin = await signedIn(world, app, await makePerson(world, unitId, { roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, unitId, { roles: ['clerk', 'leader'] }))
  const other = (await makeUnit(world)).id
  stranger = await signedIn(world, app, await makePerson(world, other, { roles: ['admin'] }))
})
afterAll(() => app.close())

/** A job that the worker has tried as often as it does. @param unit who ordered it; null: the system */
async function makeFailed(unit: string | null, error: Error): Promise<string> {
  // What ran again before gets done, so that the attempts below are this job's.
  const end = world.system(new Date(Date.parse(testNow) + 30 * 86_400_000))
  while (await runNextJob(end, () => undefined, ['test.obstructed']));
  obstacle = error
  const ctx = unit === null ? world.system() : world.as({ unitId: unit })
  const id = await wide(ctx, 'the test', (trx) => addJob(trx, ctx, 'test.obstructed', {}))
  for (let day = 0; day < mostAttempts; day += 1) {
    const later = world.system(new Date(Date.parse(testNow) + day * 86_400_000))
    expect(await runNextJob(later, () => undefined, ['test.obstructed'])).toBe(true)
  }
  obstacle = null
  return id
}

interface Row {
  id: string
  failedAt: string
  attempts: number
  error: string
  reason: string
  kindName: string
  may: string[]
}
const failedOf = async (browser: Browser) =>
  (await browser.call('GET', 'jobs/failed')).json<{ items: Row[] }>().items

async function stateOf(id: string) {
  const ctx = world.system()
  return read(ctx, '*', (trx) =>
    trx.selectFrom('jobs').select(['state', 'attempts']).where('id', '=', id).executeTakeFirstOrThrow(),
  )
}

const diskFull = () => Object.assign(new Error('no space left on /home/an'), { code: 'ENOSPC' })

describe('failed background work', () => {
  it('is listed to an administrator of the unit, with what can be done about it', async () => {
    expect(await failedOf(admin)).toEqual([])
    const id = await makeFailed(unitId, diskFull())
    const [row, ...more] = await failedOf(admin)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      id,
      attempts: mostAttempts,
      error: 'ENOSPC',
      reason: vi.jobs['cause.disk'],
      kindName: vi.jobs['kind.other'],
      failedAt: new Date(Date.parse(testNow) + (mostAttempts - 1) * 86_400_000).toISOString(),
      may: ['job.retry'],
    })
    const refused = await clerk.call('GET', 'jobs/failed')
    expect(refused.statusCode).toBe(403)
    expect(await failedOf(stranger)).toEqual([])
  })

  it('runs again once when an administrator says so, which the log keeps', async () => {
    const id = await makeFailed(unitId, new TypeError('an’s words'))
    expect((await clerk.call('POST', `jobs/${id}/retry`)).statusCode).toBe(403)
    expect((await stranger.call('POST', `jobs/${id}/retry`)).statusCode).toBe(404)
    expect(await stateOf(id)).toEqual({ state: 'failed', attempts: mostAttempts })
    const requestId = newId()
    const retried = await admin.call('POST', `jobs/${id}/retry`, undefined, { requestId })
    expect(retried.json()).toEqual({ id, state: 'waiting' })
    expect(await stateOf(id)).toEqual({ state: 'waiting', attempts: 0 })
    expect((await failedOf(admin)).map((r) => r.id)).not.toContain(id)
    await runNextJob(world.system(), () => undefined, ['test.obstructed'])
    expect((await stateOf(id)).state).toBe('done')
    // The same request again is answered with the present state; another comes too late.
    const again = await admin.call('POST', `jobs/${id}/retry`, undefined, { requestId })
    expect(again.json()).toEqual({ id, state: 'done' })
    const late = await admin.call('POST', `jobs/${id}/retry`)
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'jobs.not_failed'])
    const { rows } = await world.database.pool.query(
      `select unit_id, subjects from ${testHome}.events where verb = 'job.retry'`,
    )
    expect(rows).toEqual([{ unit_id: unitId, subjects: [{ what: 'job', id }] }])
  })

  it('of the system is no unit’s, and runs again from the command line', async () => {
    const own = await makeFailed(null, new TypeError('x'))
    expect((await failedOf(admin)).map((r) => r.id)).not.toContain(own)
    expect((await admin.call('POST', `jobs/${own}/retry`)).statusCode).toBe(404)
    const call = { home: null, data: [] }
    expect(await runJobs(world.system(), { ...call, verb: 'list', id: null })).toBe(0)
    expect(await runJobs(world.system(), { ...call, verb: 'retry', id: own })).toBe(0)
    expect((await stateOf(own)).state).toBe('waiting')
    expect(await runJobs(world.system(), { ...call, verb: 'retry', id: own })).toBe(1)
    expect(await runJobs(world.system(), { ...call, verb: 'retry', id: newId() })).toBe(1)
    expect(await runJobs(world.system(), { ...call, verb: 'retry', id: null })).toBe(0)
    expect(await failedOf(admin)).toEqual([])
  })

  it('is exported as it stands, without words of people', async () => {
    await makeFailed(unitId, diskFull())
    const file = await admin.call('GET', 'jobs/failed.xlsx')
    expect(file.statusCode).toBe(200)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(new Uint8Array(file.rawPayload).buffer)
    const words = JSON.stringify(book.worksheets.map((page) => page.getSheetValues()))
    expect(words).toContain(vi.jobs['cause.disk'])
    expect(words).toContain('ENOSPC')
    expect(words).not.toContain('/home/an')
    expect((await clerk.call('GET', 'jobs/failed.xlsx')).statusCode).toBe(403)
  })
})

describe('the words', () => {
  it('name every kind of work that there is', () => {
    const words: Record<string, string> = vi.jobs
    const kinds = jobKinds().filter((kind) => !kind.startsWith('test.'))
    expect(kinds.length).toBeGreaterThan(5)
    expect(kinds.filter((kind) => words[`kind.${kind}`] === undefined)).toEqual([])
  })

  it('say of a failure what can be done, and never nothing', () => {
    expect(causeInWords('vi', '53100')).toBe(vi.jobs['cause.disk'])
    expect(causeInWords('vi', '23505')).toBe(vi.jobs['cause.database'])
    expect(causeInWords('vi', 'ECONNREFUSED')).toBe(vi.jobs['cause.network'])
    for (const error of [null, '', 'TypeError', 'reports.not_found'])
      expect(causeInWords('vi', error)).toBe(vi.jobs['cause.fault'])
  })
})
