import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { makeLog } from '../../src/platform/log.ts'
import { makeWorld, testNow, type World } from '../support/database.ts'
import { signedIn } from '../support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../support/make.ts'

let primary: World
let copy: Database
let copyUrl: string
let units: { there: MadeUnit; behind: MadeUnit }
let app: FastifyInstance
// The copy is another database with an agency of its own, so that a page shows where it was read.
beforeAll(async () => {
  primary = await makeWorld()
  const behind = await makeWorld()
  copyUrl = behind.url
  copy = openDatabase(copyUrl, 2)
  units = { there: await listed(primary, 'Phòng Ở Chính'), behind: await listed(behind, 'Phòng Ở Bản Sao') }
  app = await buildApp({
    config: { publicUrl: null, empty: false },
    db: primary.database.db,
    replica: copy.db,
    files: primary.files,
    clock: clockAt(testNow),
    log: makeLog('silent'),
  })
})
afterAll(async () => {
  await app.close()
  await copy.close()
})

async function listed(world: World, name: string): Promise<MadeUnit> {
  return makeUnit(world, { kind: 'education_office', name })
}

describe('a replica', () => {
  it('is read by public pages only, and while it is away they read where everybody works', async () => {
    // Without a public plan the page says so, with the name of an agency that it knows.
    const knows = async ({ code, name }: MadeUnit) =>
      (await app.inject({ url: `/p/${code}`, headers: { accept: 'text/html' } })).body.includes(name)
    expect([await knows(units.behind), await knows(units.there)]).toEqual([true, false])
    const unit = await makeUnit(primary)
    const person = await signedIn(primary, app, await makePerson(primary, unit.id))
    expect((await person.call('GET', 'session')).statusCode).toBe(200)

    // As when its machine is gone: what is open is cut, and nobody answers.
    const name = new URL(copyUrl).pathname.slice(1)
    copy.moveTo('postgres://nobody@127.0.0.1:1/none')
    await primary.database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    )
    expect([await knows(units.behind), await knows(units.there)]).toEqual([false, true])
  })
})
