import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeBackupKey, recipientOf } from '../platform/backup/envelope.ts'
import { BackupError } from '../platform/backup/format.ts'
import { checkBackup, restoreBackup } from '../platform/backup/restore.ts'
import { systemClock } from '../platform/clock.ts'
import { isDiskFull } from '../platform/errors.ts'
import { migrate } from '../platform/migrate.ts'
import { backupsOf, keepBackup, keepRecipient, readRecipient, timeWord } from './backups.ts'
import { loadFacts } from './facts.ts'
import { complainOfFault } from './faults.ts'
import { complain, say } from './help.ts'
import { eraseAgain } from './erasures.ts'
import { loadJobHandlers } from './job-handlers.ts'
import { clockOf, complainOfMigration, homeContexts, openRuntime, type Runtime } from './runtime.ts'

/**
 * `lantoa backup` takes one now · `backup key` makes the administrator's key and prints its secret half once · `backup list` ·
 * `backup check FILE [--key FILE]` reads one to its end. Exit status 0 done · 1 could not · 2 called wrongly.
 */
export async function backupCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) return usage()
  const [action = 'take', file, ...more] = call.words
  if (more.length > 0) return usage()
  if (action === 'check' && file !== undefined) return check(file, call.key)
  if (file !== undefined || !['take', 'key', 'list'].includes(action)) return usage()
  const runtime = await openRuntime(call.rest, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    if (action === 'key') return await makeKey(runtime)
    if (action === 'list') return list(runtime)
    return await take(runtime)
  } finally {
    await runtime.close()
  }
}

/**
 * `lantoa restore FILE [--key FILE]`: loads a backup into an empty data folder or database, brings it to this release.
 * Exit status 0 done · 1 could not · 2 called wrongly.
 */
export async function restoreCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  const [file, ...more] = call?.words ?? []
  if (!call || file === undefined || more.length > 0) {
    say('backup.restoreUsage')
    return 2
  }
  if (!existsSync(file)) {
    complain('backup.noFile', { file })
    return 1
  }
  const identity = readIdentity(call.key)
  if (identity === undefined) return 1
  const runtime = await openRuntime(call.rest)
  if (!runtime) return 2
  try {
    const restored = await restoreBackup(
      runtime.database.pool,
      runtime.files,
      createReadStream(file),
      identity,
      progress(),
    )
    const steps = await migrate(runtime.database.pool)
    await loadFacts(runtime.database.pool)
    loadJobHandlers()
    const clock = await clockOf(runtime)
    const { erased, left } = await eraseAgain(await homeContexts(runtime, clock), dirname(file))
    if (erased > 0) say('backup.erasedAgain', { n: erased })
    for (const person of left) complain('backup.notErased', { person })
    await goOnEncrypting(runtime, identity)
    say('backup.restored', {
      rows: restored.rows,
      files: restored.files,
      at: inWords(restored.takenAt),
      steps,
    })
    return 0
  } catch (error) {
    return fault(error, file)
  } finally {
    await runtime.close()
  }
}

/** What is backed up from here on is encrypted for the same key: forgotten, the next night's would be readable. */
async function goOnEncrypting(runtime: Runtime, identity: string | null): Promise<void> {
  const { folder } = backupsOf(runtime)
  if (identity === null || readRecipient(folder) !== null) return
  await keepRecipient(folder, await recipientOf(identity))
  say('backup.sameKey')
}

interface Call {
  words: string[]
  /** file that holds the secret key */
  key: string | null
  rest: string[]
}

function readCall(args: string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { key: { type: 'string' }, data: { type: 'string' } },
    })
    return {
      words: positionals,
      key: values.key ?? null,
      rest: values.data === undefined ? [] : ['--data', values.data],
    }
  } catch {
    return null
  }
}

function usage(): number {
  say('backup.usage')
  return 2
}

async function take(runtime: Runtime): Promise<number> {
  const backups = backupsOf(runtime)
  const why = timeWord(systemClock.now())
  try {
    const kept = await keepBackup(backups, systemClock.today(), why, progress())
    say('backup.taken', { path: kept.path, rows: kept.rows, files: kept.files })
    if (readRecipient(backups.folder) === null) complain('backup.notEncrypted')
    return complainOfMissing(kept) ? 1 : 0
  } catch (error) {
    return fault(error, backups.folder)
  }
}

/** Says that a backup lacks files that rows name. @returns whether it does */
export function complainOfMissing({ missing }: { missing: readonly string[] }): boolean {
  if (missing.length > 0) complain('backup.missing', { n: missing.length })
  return missing.length > 0
}

/** The secret key is shown once and kept nowhere: whoever steals the PC's disk can't open the backups. */
async function makeKey(runtime: Runtime): Promise<number> {
  const { folder } = backupsOf(runtime)
  if (readRecipient(folder) !== null) complain('backup.keyReplaced')
  const { identity, recipient } = await makeBackupKey()
  await keepRecipient(folder, recipient)
  say('backup.key', { identity, recipient })
  return 0
}

function list(runtime: Runtime): number {
  const { folder } = backupsOf(runtime)
  const names = existsSync(folder)
    ? readdirSync(folder).filter((n) => /^lantoa-.*\.tar(\.age)?$/.test(n))
    : []
  if (names.length === 0) say('backup.none', { folder })
  for (const name of names.sort()) {
    const { size } = statSync(join(folder, name))
    say('backup.line', { name: join(folder, name), size: Math.ceil(size / 1024 / 1024) })
  }
  return 0
}

async function check(file: string, key: string | null): Promise<number> {
  if (!existsSync(file)) {
    complain('backup.noFile', { file })
    return 1
  }
  const identity = readIdentity(key)
  if (identity === undefined) return 1
  try {
    const found = await checkBackup(createReadStream(file), identity)
    say('backup.whole', { rows: found.rows, files: found.files, at: inWords(found.takenAt) })
    return 0
  } catch (error) {
    return fault(error, file)
  }
}

/**
 * A key file as we print it or as other age programs write it: comments begin with #. The key itself is no argument of the
 * command: the list of processes and the shell's history would show it.
 * @returns null without a file, undefined after a sentence of what is wrong with it
 */
function readIdentity(path: string | null): string | null | undefined {
  if (path === null) return null
  if (!existsSync(path)) {
    if (path.startsWith('AGE-SECRET-KEY-')) complain('backup.keyIsNoFile')
    else complain('backup.noFile', { file: path })
    return undefined
  }
  const identity = /AGE-SECRET-KEY-[0-9A-Z-]+/.exec(readFileSync(path, 'utf8'))?.[0]
  if (identity === undefined) complain('backup.noKeyIn', { file: path })
  return identity
}

/** A word every four seconds, so that nobody thinks it hangs. */
function progress(): (step: 'rows' | 'files', done: number) => void {
  let last = Date.now()
  return (step, done) => {
    if (Date.now() - last < 4_000) return
    last = Date.now()
    say(`backup.${step}`, { done })
  }
}

/** @returns exit status 1, after the sentence of what went wrong */
function fault(error: unknown, file: string): number {
  if (error instanceof BackupError) complain(`backup.error.${error.fault}`, { file: basename(file) })
  else if (isDiskFull(error)) complain('backup.error.full', { file })
  else if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    complain('backup.noFile', { file })
  else if (!complainOfFault(error)) complainOfMigration(error)
  return 1
}

/** An instant as a person here reads it, e.g. "08:42 17/06/2024". */
function inWords(at: Date): string {
  return at.toLocaleString('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
}
