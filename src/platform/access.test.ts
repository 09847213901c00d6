import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { findWrongAccess } from './access.ts'
import { openDatabase, type Database } from './db.ts'
import { migrate } from './migrate.ts'

let world: World
let starting: Database
beforeAll(async () => {
  world = await makeWorld()
  // A start that has to wait for somebody is refused, so that this test says so instead of hanging.
  const url = new URL(world.url)
  url.searchParams.set('options', '-c lock_timeout=3000')
  starting = openDatabase(url.href, 2)
})
afterAll(() => starting.close())

async function wrong(): Promise<string[]> {
  const client = await world.database.pool.connect()
  try {
    await client.query('begin; set local search_path = shared')
    const found = await findWrongAccess((text, values) => client.query(text, values), [testHome, 'shared'])
    return found.map(({ name }) => name)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('grants and policies', () => {
  it('that are right are left alone by a start, which waits for nobody who works', async () => {
    expect(await wrong()).toEqual([])
    const worker = await world.database.pool.connect()
    try {
      await worker.query(`begin; lock table ${testHome}.plan_drafts, shared.units in row exclusive mode`)
      expect(await migrate(starting.pool)).toBe(0)
    } finally {
      await worker.query('rollback')
      worker.release()
    }
  })

  it.each([
    ['a right that is missing', `revoke insert on ${testHome}.events from lantoa_app`, 'events'],
    ['a right too many', `grant update on ${testHome}.events to lantoa_app`, 'events'],
    ['a right of the wide role', `grant delete on ${testHome}.documents to lantoa_wide`, 'documents'],
    ['no policy', `drop policy own_units on ${testHome}.plan_drafts`, 'plan_drafts'],
    ['another policy', `alter policy own_units on ${testHome}.plan_drafts using (true)`, 'plan_drafts'],
    ['row security off', `alter table ${testHome}.plan_drafts disable row level security`, 'plan_drafts'],
  ])('are put right by the next start: %s', async (_, alter, table) => {
    await world.database.pool.query(alter)
    expect(await wrong()).toEqual([`${testHome}.${table}`])
    await migrate(starting.pool)
    expect(await wrong()).toEqual([])
  })
})
