import { spawn } from 'node:child_process'
import { createReadStream, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { restoreBackup } from '../../src/platform/backup/restore.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { pendingMigrations } from '../../src/platform/migrate.ts'
import { freePort } from '../faults/installation.ts'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A data folder as version 0.1.0 left it: a small story with an office, a school, their plan, activities and reports. */
async function olderFolder(): Promise<string> {
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir, { mode: 0o711 })
  await onDatabase(dataDir, (pool) =>
    restoreBackup(
      pool,
      openFileStore(join(dataDir, 'files')),
      createReadStream(join(import.meta.dirname, 'v0.1.0.tar')),
      null,
    ),
  )
  return dataDir
}

async function onDatabase<T>(
  dataDir: string,
  run: (pool: ReturnType<typeof openDatabase>['pool']) => Promise<T>,
): Promise<T> {
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 4)
  try {
    return await run(database.pool)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

/** Starts this release on a folder until it answers, then stops it. @returns what it said */
async function serveOnce(dataDir: string): Promise<string> {
  const port = await freePort()
  const args = ['serve', '--port', String(port), '--data', dataDir]
  const child = spawn(process.execPath, [join(projectRoot, 'dist/main.js'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', LANTOA_LOG: 'silent', LANG: 'en' },
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    if (answer?.ok) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGTERM')
  await ended
  return said
}

describe('a newer release on the folder of version 0.1.0', () => {
  it('backs up, migrates, finds everything right and says the way back; the second start has nothing to do', async () => {
    const dataDir = await olderFolder()
    const count = (pool: ReturnType<typeof openDatabase>['pool']) =>
      pool.query<{ n: number }>(
        'select (select count(*) from home_t.activities) + (select count(*) from home_t.report_versions) as n',
      )
    const before = await onDatabase(dataDir, async (pool) => {
      expect(await pendingMigrations(pool)).toBeGreaterThan(0)
      return (await count(pool)).rows[0]?.n
    })
    expect(before).toBeGreaterThan(20)

    const said = await serveOnce(dataDir)
    expect(said).toContain('taking a backup before the upgrade')
    expect(said).toContain('All is right')
    const kept = readdirSync(join(dataDir, 'backups')).find((n) => n.includes('before-upgrade'))
    expect(kept).toBeDefined()
    expect(said).toContain(`bin/lantoa restore ${join(dataDir, 'backups', kept ?? '')}`)

    await onDatabase(dataDir, async (pool) => {
      expect(await pendingMigrations(pool)).toBe(0)
      expect((await count(pool)).rows[0]?.n).toBe(before)
    })
    expect(await serveOnce(dataDir)).not.toContain('backup before the upgrade')
  }, 90_000)
})
