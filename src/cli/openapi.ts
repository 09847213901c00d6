import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildApp } from '../app.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/db.ts'
import { openFileStore } from '../platform/files.ts'
import { makeLog } from '../platform/log.ts'
import { complain } from './help.ts'

/** `lantoa openapi FILE`: writes the description of /api/v1; the build makes the staff application's client from it. */
export async function openapiCommand([file = '', ...more]: string[]): Promise<number> {
  if (file === '' || file.startsWith('-') || more.length > 0) {
    complain('cli.openapi.usage')
    return 2
  }
  // Nothing connects: the pool opens connections only when asked something.
  const database = openDatabase('postgres://nobody@127.0.0.1:1/none')
  const app = await buildApp({
    config: { publicUrl: null, empty: false },
    db: database.db,
    files: openFileStore('/nonexistent'),
    clock: systemClock,
    log: makeLog('silent'),
  })
  await app.ready()
  writeFileSync(resolve(file), `${JSON.stringify(app.swagger(), null, 1)}\n`)
  await app.close()
  await database.close()
  return 0
}
