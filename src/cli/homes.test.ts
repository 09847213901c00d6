import { beforeAll, describe, expect, it, vi } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../test/support/database.ts'
import { makePerson, makeUnit } from '../../test/support/make.ts'
import { beginSession } from '../modules/people/index.ts'
import { clockAt } from '../platform/clock.ts'
import { makeLog } from '../platform/log.ts'
import { makeHome } from '../platform/migrate.ts'
import { inDemoTurn, isDemoMarked, markDemo } from './demo/turn.ts'
import { homeCommand, runHome } from './homes.ts'
import { homesAtWork } from './job-handlers.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

async function one<T extends object>(query: string): Promise<T | undefined> {
  return (await world.database.pool.query<T>(query)).rows[0]
}

describe('a worker', () => {
  it('gives a home that is made while it runs its daily jobs, and takes away sessions that ended', async () => {
    const unit = await makeUnit(world)
    const person = await makePerson(world, unit.id, {})
    const account = { id: person.accountId, home: testHome }
    const { db } = world.database
    await beginSession(db, account, 'old', new Date('2024-05-01T00:00:00Z'))
    await beginSession(db, account, 'new', new Date(testNow))
    const runtime = { database: world.database, files: world.files, log: makeLog('silent') }
    const homes = homesAtWork(runtime, clockAt(testNow))
    expect((await homes()).map((ctx) => ctx.home)).toEqual([testHome])
    await makeHome(world.database.pool, 'moi', 'Nơi mới', new Date(testNow))
    expect((await homes()).map((ctx) => ctx.home)).toEqual(['home_moi', testHome])
    await homes()
    expect(await one(`select array_agg(kind order by kind) as kinds from home_moi.jobs`)).toEqual({
      kinds: ['files.sweep', 'machines.sweep', 'notices.morning', 'reports.open', 'retention.apply'],
    })
    expect(await one(`select array_agg(device) as devices from system.sessions`)).toEqual({
      devices: ['new'],
    })
  })
})

describe('home', () => {
  const said: string[] = []
  const run = (words: Parameters<typeof runHome>[1]) => {
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    return runHome(world.database.pool, words, new Date(testNow)).finally(() => vi.restoreAllMocks())
  }

  it('adds one with its tables, refuses a code that is taken, and lists them with their units', async () => {
    expect(await run({ verb: 'add', code: 'nua', name: 'Tỉnh nữa' })).toBe(0)
    expect(await one(`select count(*)::int as n from home_nua.plans`)).toEqual({ n: 0 })
    expect(await run({ verb: 'add', code: 'nua', name: 'Tỉnh khác' })).toBe(1)
    said.length = 0
    expect(await run({ verb: 'list' })).toBe(0)
    expect(said.join('')).toContain('nua\tTỉnh nữa\t0\n')
    expect(said.join('')).not.toContain('Tỉnh khác')
  })

  it('answers a wrong call with 2 and how it is called', async () => {
    for (const words of ['', 'add', 'add x', 'add X tên', 'add x tên thừa', 'list thừa', 'drop x']) {
      vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
      expect(await homeCommand(words.split(' ').filter((w) => w !== ''))).toBe(2)
      vi.restoreAllMocks()
    }
    expect(said.at(-1)).toContain('lantoa home add')
  })
})

describe('the demonstration', () => {
  const load = async () => {
    await makeHome(world.database.pool, 'ht', 'Tỉnh Hà Thanh', new Date(testNow))
  }

  it('is not loaded beside a home that is there', async () => {
    expect(await inDemoTurn(world.database.pool, load)).toBe(false)
    expect(await one(`select count(*)::int as n from system.homes`)).toEqual({ n: 3 })
  })

  it('that was cut off is taken away and told anew, by one of two that start at once', async () => {
    const { pool } = world.database
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
    await markDemo(pool, true)
    let loads = 0
    const slowly = async () => {
      loads += 1
      await load()
      await makeUnit(world, { name: 'Trường mới' })
    }
    const both = await Promise.all([inDemoTurn(pool, slowly), inDemoTurn(pool, slowly)])
    expect([loads, both.sort()]).toEqual([1, [false, true]])
    expect(await isDemoMarked(pool)).toBe(false)
    expect(await one(`select string_agg(code, ' ') as codes from system.homes`)).toEqual({ codes: 'ht' })
    expect(await one(`select count(*)::int as n from shared.units`)).toEqual({ n: 1 })
    expect(await one(`select count(*) > 5 as there from shared.unit_kinds`)).toEqual({ there: true })
  })
})
