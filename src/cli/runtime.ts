import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { clockBehind, systemClock, type Clock } from '../platform/clock.ts'
import { systemActor, type Ctx } from '../platform/context.ts'
import { openMailer, type Mailer } from '../platform/mail.ts'
import { isConnectionLoss, openDatabase, type Database } from '../platform/db.ts'
import { BinariesError } from '../platform/embedded/earlier.ts'
import { PostgresError, startPostgres, type EmbeddedPostgres } from '../platform/embedded/postgres.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import { openBucket } from '../platform/files-s3.ts'
import { makeLog, type Log } from '../platform/log.ts'
import { isDiskFull } from '../platform/errors.ts'
import { MigrationError } from '../platform/migration-error.ts'
import { setKeeps } from '../platform/personal.ts'
import { isRetryable } from '../platform/tx.ts'
import { setAuthorities } from '../modules/library/index.ts'
import { setOutward } from '../modules/machines/index.ts'
import { translate } from '../messages/index.ts'
import type { CarryError } from './carry-over.ts'
import { readAuthorityFile } from './authorities.ts'
import { cliLocale, complain, say } from './help.ts'

/** In the data folder: where the server listened last, as `http://127.0.0.1:8080`. */
export const addressFile = 'address'

/** Where people reach this installation, without a closing slash: the public address, or where its server listens. */
export function addressOf(config: Pick<Config, 'publicUrl' | 'dataDir' | 'port'>): string {
  if (config.publicUrl !== null) return config.publicUrl
  const file = join(config.dataDir, addressFile)
  return existsSync(file) ? readFileSync(file, 'utf8') : `http://127.0.0.1:${config.port}`
}

/** What mails go out by; null where no mail server is set up. */
export function mailWayOf(config: Config): { mailer: Mailer; url: string } | null {
  return config.mail === null ? null : { mailer: openMailer(config.mail), url: addressOf(config) }
}

/** What every command that touches data works with. */
export interface Runtime {
  config: Config
  database: Database
  /** of the owner, embedded or outside */
  databaseUrl: string
  files: FileStore
  log: Log
  close(): Promise<void>
}

/**
 * Reads the settings, starts or finds PostgreSQL and opens the file store.
 * @param options.existing for commands that work on what is there: a folder or database that holds nothing yet is said to
 *   be wrong, instead of being set up because its name was mistyped
 * @param options.carries for the server's start: data that another major of PostgreSQL holds is carried over to ours
 * @returns null after it said what is wrong (exit status 2 or 1 is the caller's)
 */
export async function openRuntime(
  args: string[],
  options: { quiet?: boolean; existing?: boolean; carries?: boolean } = {},
): Promise<Runtime | null> {
  const config = readConfig(args)
  if ('wrong' in config) {
    complain('cli.wrongSettings')
    for (const { key, params } of config.wrong)
      process.stderr.write(`  ${translate(cliLocale(), key, params)}\n`)
    return null
  }
  if (options.existing && config.databaseUrl === null && !existsSync(join(config.dataDir, 'postgres'))) {
    complain('cli.noData', { dir: config.dataDir })
    return null
  }
  const owner = otherOwner(config.dataDir)
  if (owner !== null) {
    complain('cli.otherOwner', { dir: config.dataDir, owner })
    return null
  }
  setOutward({ allowed: config.outwardHosts }, config.publicUrl)
  setKeeps(config.keeps)
  const trusted = config.signAuthorities === null ? [] : readAuthorityFile(config.signAuthorities)
  if (trusted === null) {
    complain('cli.wrongSettings')
    complain('cli.settings.signCa', { file: config.signAuthorities ?? '' })
    return null
  }
  setAuthorities(trusted.map((one) => one.der))
  const { dataDir } = config
  const filesDir = join(dataDir, 'files')
  const files = config.bucket ? openBucket(config.bucket) : openFileStore(filesDir)
  let database: Database | null = null
  let postgres: EmbeddedPostgres | null = null
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    mkdirSync(filesDir, { recursive: true, mode: 0o700 })
    accessSync(filesDir, constants.W_OK)
    if (config.databaseUrl === null) {
      if (options.carries) await (await import('./carry-over.ts')).carryOver(dataDir, files)
      postgres = await startPostgres({
        dataDir,
        say: (step) => {
          if (!options.quiet) say(`cli.postgres.${step}`)
        },
        onMoved: (url) => database?.moveTo(url),
      })
    }
  } catch (error) {
    complainOfStart(error, dataDir)
    return null
  }
  const databaseUrl = config.databaseUrl ?? postgres?.url ?? ''
  const opened = openDatabase(databaseUrl)
  database = opened
  const close = async () => {
    await opened.close()
    await postgres?.stop()
  }
  const refusal = await refusalOfDatabase(opened, postgres !== null, options.existing ?? false)
  if (refusal) {
    complain(refusal.key, refusal.params)
    await close()
    return null
  }
  return {
    config,
    database: opened,
    databaseUrl,
    files,
    log: makeLog(config.logLevel),
    close,
  }
}

/**
 * Whose the data folder is, when root would work in it and it is not root's: what root makes there (`backups/`, a file)
 * the server could not write to any more.
 * @returns the user's name, or `#` and its number as `sudo -u` takes it; null when nothing stands in the way
 */
function otherOwner(dataDir: string): string | null {
  if (process.getuid?.() !== 0) return null
  const uid = statSync(dataDir, { throwIfNoEntry: false })?.uid ?? 0
  if (uid === 0) return null
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : ''
  return new RegExp(`^([^:]+):[^:]*:${uid}:`, 'm').exec(users)?.[1] ?? `#${uid}`
}

/** What hindered the start, as a sentence; what PostgreSQL itself said beneath it. */
function complainOfStart(error: unknown, dir: string): void {
  if (error instanceof BinariesError || isCarryError(error))
    return complain(`cli.carry.${error.reason}`, error.params)
  if (isDiskFull(error)) return complain('cli.diskFull', { dir })
  if (error instanceof PostgresError) {
    complain(`cli.postgres.${error.reason}`, { dir, detail: error.message })
    if (error.reason === 'failed') process.stderr.write(`${error.message}\n`)
    return
  }
  // EACCES, EROFS, ENOSPC, ENOTDIR …: the folder can't be used; anything else is a fault of ours.
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
  complain('cli.dataFolder', { dir, code: String(error.code) })
}

// By its name: carry-over is loaded by a start that carries, and by no other.
function isCarryError(error: unknown): error is CarryError {
  return error instanceof Error && error.name === 'CarryError'
}

/** The oldest PostgreSQL that will do: pg_has_role(…, 'SET') and what migrations use are of 16. */
const oldestPostgres = 16

/** What keeps us from working with a database, as a message; null when nothing does. */
async function refusalOfDatabase(
  database: Database,
  isEmbedded: boolean,
  existing: boolean,
): Promise<{ key: string; params: Record<string, string | number> } | null> {
  try {
    const ask = () =>
      database.pool.query<{ version: number; there: boolean }>(
        `select current_setting('server_version_num')::int / 10000 as version, to_regclass('system.demonstration') is not null as there`,
      )
    // Our own is started again when it ends; of another, what can't be reached is said at once.
    const { rows } = await (isEmbedded ? throughRestarts(ask) : ask())
    const { version, there } = rows[0] ?? { version: 0, there: false }
    if (version < oldestPostgres)
      return { key: 'cli.postgres.tooOld', params: { version, oldest: oldestPostgres } }
    return existing && !there ? { key: 'cli.notSetUp', params: {} } : null
  } catch (error) {
    // The code only (ECONNREFUSED, 28P01, 3D000 …): the address holds a password.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { key: 'cli.postgres.unreachable', params: { code: code || 'timeout' } }
  }
}

/** Says why the database could not be brought to this release; what is no such refusal is thrown on. */
export function complainOfMigration(error: unknown): void {
  if (!(error instanceof MigrationError)) throw error
  if (error.remedy === null) complain('cli.serve.migration', { what: error.message })
  else complain('cli.postgres.rights', { sql: error.remedy })
}

/** How long a start waits for PostgreSQL to come back (ms). */
const patience = 60_000

/**
 * Runs what a start needs of the database, and again when the connection was lost: PostgreSQL ends with the process that
 * started it, and whoever else runs starts it again. Also when what it does to tables and what a running worker does to
 * them waited for each other.
 * @param run must be harmless the second time
 */
export async function throughRestarts<T>(run: () => Promise<T>): Promise<T> {
  const until = Date.now() + patience
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!(isConnectionLoss(error) || isRetryable(error)) || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** The clock of an installation: the real one, or the demonstration's, which goes on from the day of its story. */
export async function clockOf(runtime: Pick<Runtime, 'database'>): Promise<Clock> {
  const { rows } = await runtime.database.pool.query<{ behind: number }>(
    'select extract(epoch from installed_at - story_at)::float8 * 1000 as behind from system.demonstration',
  )
  return rows[0] ? clockBehind(rows[0].behind) : systemClock
}

/** The system's context in every home, for workers, seals and checks. */
export async function homeContexts(
  runtime: Pick<Runtime, 'database' | 'files' | 'log'>,
  clock: Clock,
): Promise<Ctx[]> {
  const homes = await runtime.database.db
    .selectFrom('system.homes')
    .select('schema_name')
    .orderBy('code')
    .execute()
  return homes.map((home) => ({
    db: runtime.database.db,
    home: home.schema_name,
    clock,
    actor: systemActor,
    locale: 'vi',
    files: runtime.files,
    log: runtime.log,
    request: null,
  }))
}
