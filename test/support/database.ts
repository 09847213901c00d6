import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { clockAt, type Clock } from '../../src/platform/clock.ts'
import { systemActor, type Actor, type Ctx, type Role } from '../../src/platform/context.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { openFileStore, type FileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeLog } from '../../src/platform/log.ts'
import { template } from './global-setup.ts'

/** The home of every test database. */
export const testHome = 'home_t'

export interface World {
  database: Database
  url: string
  files: FileStore
  filesDir: string
  /** A context of the system in the test home, or another. */
  system(at?: string | Date, home?: string): Ctx
  /** A context of a person acting for a unit. */
  as(
    actor: { unitId: string; personId?: string; accountId?: string; roles?: Role[]; ownUnits?: string[] },
    at?: string | Date,
  ): Ctx
}

/** Monday 17 June 2024, 08:42 in Viet Nam: the day of the drawn screens, and of tests that do not say another. */
export const testNow = '2024-06-17T01:42:00Z'

/** A database of this test file's own, copied from the template, dropped at its end. */
export async function makeWorld(): Promise<World> {
  const server = inject('postgresUrl')
  const name = `t_${newId().replaceAll('-', '')}`
  const admin = openDatabase(server, 1)
  await admin.pool.query(`create database ${name} template ${template}`)
  const url = server.replace(/postgres$/, name)
  const database = openDatabase(url, 12)
  const filesDir = mkdtempSync(join(tmpdir(), 'lantoa-files-'))
  const files = openFileStore(filesDir)
  afterAll(async () => {
    await database.close()
    await admin.pool.query(`drop database ${name} with (force)`)
    await admin.close()
    rmSync(filesDir, { recursive: true, force: true })
  })
  const context = (actor: Actor, clock: Clock, home = testHome): Ctx => ({
    db: database.db,
    home,
    clock,
    actor,
    locale: 'vi',
    files,
    log: makeLog('silent'),
    request: null,
  })
  return {
    database,
    url,
    files,
    filesDir,
    system: (at = testNow, home = testHome) => context(systemActor, clockAt(at), home),
    as: (actor, at = testNow) =>
      context(
        {
          kind: 'person',
          accountId: actor.accountId ?? newId(),
          personId: actor.personId ?? newId(),
          unitId: actor.unitId,
          roles: actor.roles ?? ['specialist'],
          deskIds: [],
          ownUnits: actor.ownUnits ?? [actor.unitId],
        },
        clockAt(at),
      ),
  }
}
