import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, closeSync, realpathSync } from 'node:fs'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { restoreBackup } from '../platform/backup/restore.ts'
import { takeBackup } from '../platform/backup/take.ts'
import { openDatabase, type Database } from '../platform/db.ts'
import { findBinaries, majorOfBinaries, majorOfCluster } from '../platform/embedded/binaries.ts'
import { fetchBinaries } from '../platform/embedded/earlier.ts'
import { startPostgres } from '../platform/embedded/postgres.ts'
import { alivePostmaster } from '../platform/embedded/postmaster.ts'
import type { FileStore } from '../platform/files.ts'
import { makeLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { diagnose } from './doctor.ts'
import { loadFacts } from './facts.ts'
import { say } from './help.ts'

/** Why a cluster of another major was not carried over; `cli.carry.<reason>` is the sentence. */
export class CarryError extends Error {
  readonly reason: 'newer' | 'busy' | 'running'
  readonly params: Record<string, string | number>
  constructor(reason: CarryError['reason'], params: Record<string, string | number> = {}) {
    super(reason)
    this.name = 'CarryError'
    this.reason = reason
    this.params = params
  }
}

/**
 * Carries the data of a folder whose cluster another major of PostgreSQL made into a cluster of ours: the earlier binaries
 * open it, one snapshot is copied row by row into a new cluster in `carried/`, brought to this release and examined, and
 * only then two renames put it in the place of the old one, which stays as `postgres-NN-old`. Killed at any moment the
 * next start goes on: what is in `carried/` counts only once it is marked as complete, and then only the renames are left.
 * @throws CarryError, BinariesError, and what PostgreSQL, the disk or the backup says; the old cluster is then as it was
 */
export async function carryOver(dataDir: string, files: FileStore): Promise<void> {
  const folder = join(dataDir, 'postgres')
  const carried = join(dataDir, 'carried')
  const native = findBinaries()
  if (native === null || !isNeeded(folder, carried, majorOfBinaries(native))) return
  const lock = await onlyOne(dataDir)
  try {
    if (!isComplete(carried)) {
      const from = majorOfCluster(folder) ?? 0
      const to = majorOfBinaries(native)
      if (from > to) throw new CarryError('newer', { from, to })
      say('cli.carry.begin', { from, to })
      // What a killed attempt started ends with it, a moment later.
      await untilEnded(folder, dataDir)
      await untilEnded(join(carried, 'postgres'), dataDir)
      rmSync(carried, { recursive: true, force: true })
      const earlier = await fetchBinaries(from, join(dataDir, 'postgres-binaries'))
      await copy(dataDir, carried, earlier, files)
      mark(carried)
    }
    const kept = switchOver(dataDir, folder, carried)
    rmSync(join(dataDir, 'postgres-binaries'), { recursive: true, force: true })
    if (kept !== null) say('cli.carry.done', { kept, folder })
  } catch (error) {
    // A full disk: what was copied so far would keep it full.
    if (!isComplete(carried)) rmSync(carried, { recursive: true, force: true })
    throw error
  } finally {
    lock?.close()
  }
}

/** True when the cluster is another major's, or an earlier start was killed on the way. */
function isNeeded(folder: string, carried: string, ours: number): boolean {
  const made = majorOfCluster(folder)
  return isComplete(carried) || (made !== null && made !== ours)
}

const isComplete = (carried: string) => existsSync(join(carried, 'complete'))

/** All rows of one instant from the old cluster into a new one. Files stay where they are: only rows are carried. */
async function copy(dataDir: string, carried: string, earlier: string, files: FileStore): Promise<void> {
  mkdirSync(carried, { mode: 0o711 })
  copyFileSync(join(dataDir, 'postgres-password'), join(carried, 'postgres-password'))
  const old = await openCluster(dataDir, earlier)
  try {
    const made = await openCluster(carried)
    try {
      const stream = new PassThrough()
      const taking = takeBackup(old.database.pool, null, stream, null).catch((error: unknown) => {
        stream.destroy(error instanceof Error ? error : new Error(String(error)))
        throw error
      })
      const [, restored] = await Promise.all([
        taking,
        restoreBackup(made.database.pool, files, stream, null, progress()),
      ])
      say('cli.carry.copied', { rows: restored.rows })
      await migrate(made.database.pool)
      await loadFacts(made.database.pool)
      await diagnose({ database: made.database, files, log: makeLog('silent') })
    } finally {
      await made.close()
    }
  } finally {
    await old.close()
  }
}

async function openCluster(
  dataDir: string,
  native?: string,
): Promise<{ database: Database; close: () => Promise<void> }> {
  const postgres = await startPostgres({ dataDir, ...(native !== undefined && { native }) })
  const database = openDatabase(postgres.url, 4)
  return {
    database,
    close: async () => {
      await database.close()
      await postgres.stop()
    },
  }
}

/** Says that the copy is whole: from here on only renames are left. */
function mark(carried: string): void {
  writeFileSync(join(carried, 'complete'), '')
  syncFolder(carried)
}

/** @returns where the old cluster lies now; null when an earlier start had put both in their places */
function switchOver(dataDir: string, folder: string, carried: string): string | null {
  let kept: string | null = null
  if (existsSync(join(carried, 'postgres'))) {
    if (existsSync(folder)) {
      kept = freeName(join(dataDir, `postgres-${majorOfCluster(folder)}-old`))
      renameSync(folder, kept)
    }
    renameSync(join(carried, 'postgres'), folder)
    syncFolder(dataDir)
  }
  rmSync(carried, { recursive: true, force: true })
  return kept
}

/** The data may have been carried once before, taken back, and is carried again. */
function freeName(path: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (!existsSync(name)) return name
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

async function untilEnded(folder: string, dataDir: string): Promise<void> {
  for (let i = 0; i < 150; i += 1) {
    if (!existsSync(folder) || alivePostmaster(folder) === null) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new CarryError('running', { dir: dataDir })
}

/**
 * Two starts at once must not both carry. A socket without a file: the system lets go of it however the process ends.
 * @returns null where there are no such sockets; there the renames alone decide
 */
async function onlyOne(dataDir: string): Promise<Server | null> {
  if (process.platform !== 'linux') return null
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new CarryError('busy', { dir: dataDir })))
    server.listen(`\0lantoa-carry-${name}`, resolve)
  })
  server.unref()
  return server
}

/** A word every four seconds, so that nobody thinks it hangs. */
function progress(): (step: 'rows' | 'files', done: number) => void {
  let last = Date.now()
  return (_step, done) => {
    if (Date.now() - last < 4_000) return
    last = Date.now()
    say('cli.carry.progress', { done })
  }
}
