import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { isRecipient } from '../platform/backup/envelope.ts'
import { writeSynced } from '../platform/backup/synced.ts'
import { takeBackup, type TakenBackup } from '../platform/backup/take.ts'
import { addDays, startOfDay, type Clock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import type { FileStore } from '../platform/files.ts'
import { idFromWords } from '../platform/ids.ts'
import { addJob, onJob } from '../platform/jobs.ts'
import type { Trx } from '../platform/db.ts'
import { wide } from '../platform/wide.ts'

/** Backups of an installation lie in one folder: `lantoa-<day>[-why].tar`, with `.age` behind it when encrypted. */
export interface Backups {
  pool: pg.Pool
  files: FileStore
  folder: string
}

export function backupsOf(runtime: {
  config: { dataDir: string }
  database: { pool: pg.Pool }
  files: FileStore
}): Backups {
  return {
    pool: runtime.database.pool,
    files: runtime.files,
    folder: join(runtime.config.dataDir, 'backups'),
  }
}

/** The public half of the administrator's key; the secret half is never kept here. */
const recipientFile = 'recipient.txt'

/** @returns the age recipient that backups are encrypted for, null when the administrator has made no key yet */
export function readRecipient(folder: string): string | null {
  const path = join(folder, recipientFile)
  if (!existsSync(path)) return null
  const recipient = readFileSync(path, 'utf8').trim()
  return isRecipient(recipient) ? recipient : null
}

export async function keepRecipient(folder: string, recipient: string): Promise<void> {
  makeFolder(folder)
  await writeSynced(join(folder, recipientFile), (file) => file.writeFile(`${recipient}\n`))
}

/**
 * Takes a backup into the folder: written under another name, synced, renamed, so that what has its name is whole.
 * @param why '' for the nightly one, else a word for the name, e.g. `before-upgrade`
 * @returns the file, and what is in it
 */
export async function keepBackup(
  backups: Backups,
  day: string,
  why: string,
  say?: (step: 'rows' | 'files', done: number) => void,
): Promise<TakenBackup & { path: string }> {
  const recipient = readRecipient(backups.folder)
  makeFolder(backups.folder)
  const name = `lantoa-${day}${why === '' ? '' : `-${why}`}.tar${recipient === null ? '' : '.age'}`
  const path = join(backups.folder, name)
  const kept: { taken?: TakenBackup } = {}
  await writeSynced(path, async (_file, part) => {
    kept.taken = await takeBackup(backups.pool, backups.files, createWriteStream(part), recipient, say)
  })
  if (!kept.taken) throw new Error('no backup was taken')
  return { ...kept.taken, path }
}

/**
 * A word for the name of a backup that is not the nightly one: the time in Viet Nam, because the day before it is that too.
 * @returns e.g. `084203`
 */
export function timeWord(now: Date): string {
  return now.toLocaleTimeString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).replaceAll(':', '')
}

/** When the newest backup of a folder was whole: it gets its name only then. @returns null when there is none */
export function lastBackup(folder: string): Date | null {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const times = names
    .filter((name) => /^lantoa-.*\.tar(\.age)?$/.test(name))
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return times.length === 0 ? null : new Date(Math.max(...times))
}

/**
 * Which backups go: kept are those of the last seven days, the newest of each of the last three months, and everything
 * with a word in its name (before an upgrade), which a person made room for on purpose.
 * @param names file names of the folder
 * @param today `YYYY-MM-DD`
 */
export function outdated(names: readonly string[], today: string): string[] {
  const nightly = names
    .flatMap((name) => {
      const day = /^lantoa-(\d{4}-\d{2}-\d{2})\.tar(\.age)?$/.exec(name)?.[1]
      return day === undefined ? [] : [{ name, day }]
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1))
  const newestOfMonth = new Map<string, string>()
  for (const { name, day } of nightly)
    if (!newestOfMonth.has(day.slice(0, 7))) newestOfMonth.set(day.slice(0, 7), name)
  const months = new Set([...newestOfMonth.values()].slice(0, 3))
  const week = addDays(today, -7)
  return nightly.filter(({ name, day }) => day <= week && !months.has(name)).map(({ name }) => name)
}

/** Hour of the night in Viet Nam at which the nightly backup is taken. */
const hour = 1

/**
 * Job `backup.nightly`: the whole installation, once a night, by whichever worker comes first. It is a job of the first
 * home, because jobs live in homes.
 * @param clock the real one: the demonstration's time is not the disk's
 */
export function registerBackupJob(backups: Backups, clock: Clock): void {
  onJob<{ day: string }, undefined>('backup.nightly', {
    prepare: async (ctx) => {
      const day = clock.today()
      const names = existsSync(backups.folder) ? readdirSync(backups.folder) : []
      // Taken again after a kill between the file and the job's mark: it is there already.
      if (!names.some((n) => n.startsWith(`lantoa-${day}.tar`))) {
        const { missing } = await keepBackup(backups, day, '')
        if (missing.length > 0) ctx.log.error({ files: missing.length }, 'backup lacks files')
      }
      for (const name of outdated(names, day)) rmSync(join(backups.folder, name), { force: true })
      return undefined
    },
    step: async (trx, ctx, job) => {
      await orderNight(trx, ctx, addDays(job.payload.day, 1))
      return { done: true }
    },
  })
}

/** Orders the next nightly backup. A second time changes nothing. */
export async function beginBackups(first: Ctx | undefined): Promise<void> {
  if (!first) return
  await wide(first, 'the order of the nightly backup', (trx) =>
    orderNight(trx, first, addDays(first.clock.today(), 1)),
  )
}

async function orderNight(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const id = idFromWords(`backup.nightly ${day}`)
  const runAt = new Date(startOfDay(day).getTime() + hour * 3_600_000)
  await addJob(trx, ctx, 'backup.nightly', { day }, { id, runAt })
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}
