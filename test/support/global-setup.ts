import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadFacts } from '../../src/cli/facts.ts'
import { projectRoot } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { makeHome, migrate } from '../../src/platform/migrate.ts'
import { unpackBrowser } from './browser.ts'
import { hastySettings } from './hasty.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** Name of the migrated database that each test file copies. */
export const template = 'template_lantoa'

/**
 * One PostgreSQL for the run, or the one that DATABASE_URL names (without fsync: nothing here must outlive the run) and one migrated template database with
 * an empty home `home_t`; each test file makes its own copy in some 40 ms.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Children run from the source here: without it each would take the types out of fifty files again.
  process.env['NODE_COMPILE_CACHE'] = join(projectRoot, '.cache/node')
  await unpackBrowser()
  const folder = join(tmpdir(), `lantoa-test-${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const given = process.env['DATABASE_URL']
  const postgres =
    given === undefined
      ? await startPostgres({ dataDir: folder, settings: hastySettings })
      : { url: given, stop: async () => undefined }
  const admin = openDatabase(postgres.url, 2)
  // A server that is given may still have that of an earlier run.
  await admin.pool.query(`drop database if exists ${template}`)
  await admin.pool.query(`create database ${template}`)
  await admin.close()
  const made = openDatabase(postgres.url.replace(/postgres$/, template), 2)
  await migrate(made.pool)
  await makeHome(made.pool, 't', 'Tỉnh thử', new Date('2024-01-01T00:00:00Z'))
  await loadFacts(made.pool)
  await made.close()
  // Nothing may be connected while it is copied, autovacuum included.
  const closing = openDatabase(postgres.url, 1)
  await closing.pool.query(`alter database ${template} allow_connections false`)
  await closing.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`,
  )
  await closing.close()
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
