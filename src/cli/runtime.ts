import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { clockBehind, systemClock, type Clock } from '../platform/clock.ts'
import { systemActor, type Ctx } from '../platform/context.ts'
import { openDatabase, type Database } from '../platform/db.ts'
import { PostgresError, startPostgres, type EmbeddedPostgres } from '../platform/embedded/postgres.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import { makeLog, type Log } from '../platform/log.ts'
import { MigrationError } from '../platform/migrate.ts'
import { translate } from '../messages/index.ts'
import { cliLocale, complain, say } from './help.ts'

/** In the data folder: where the server listened last, as `http://127.0.0.1:8080`. */
export const addressFile = 'address'

/** Where people reach this installation, without a closing slash: the public address, or where its server listens. */
export function addressOf(config: Pick<Config, 'publicUrl' | 'dataDir' | 'port'>): string {
  if (config.publicUrl !== null) return config.publicUrl
  const file = join(config.dataDir, addressFile)
  return existsSync(file) ? readFileSync(file, 'utf8') : `http://127.0.0.1:${config.port}`
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
 * @returns null after it said what is wrong (exit status 2 or 1 is the caller's)
 */
export async function openRuntime(
  args: string[],
  options: { quiet?: boolean; existing?: boolean } = {},
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
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 })
  let postgres: EmbeddedPostgres | null = null
  try {
    if (config.databaseUrl === null) {
      postgres = await startPostgres({
        dataDir: config.dataDir,
        say: (step) => {
          if (!options.quiet) say(`cli.postgres.${step}`)
        },
      })
    }
  } catch (error) {
    complain(error instanceof PostgresError ? `cli.postgres.${error.reason}` : 'cli.postgres.failed', {
      dir: config.dataDir,
    })
    if (error instanceof PostgresError && error.reason === 'failed')
      process.stderr.write(`${error.message}\n`)
    return null
  }
  const databaseUrl = config.databaseUrl ?? postgres?.url ?? ''
  const database = openDatabase(databaseUrl)
  const refusal = await refusalOfDatabase(database, options.existing ?? false)
  if (refusal) {
    complain(refusal.key, refusal.params)
    await database.close()
    await postgres?.stop()
    return null
  }
  const filesDir = join(config.dataDir, 'files')
  mkdirSync(filesDir, { recursive: true, mode: 0o700 })
  return {
    config,
    database,
    databaseUrl,
    files: openFileStore(filesDir),
    log: makeLog(config.logLevel),
    close: async () => {
      await database.close()
      await postgres?.stop()
    },
  }
}

/** The oldest PostgreSQL that will do: pg_has_role(…, 'SET') and what migrations use are of 16. */
const oldestPostgres = 16

/** What keeps us from working with a database, as a message; null when nothing does. */
async function refusalOfDatabase(
  database: Database,
  existing: boolean,
): Promise<{ key: string; params: Record<string, string | number> } | null> {
  try {
    const { rows } = await database.pool.query<{ version: number; there: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, to_regclass('system.demonstration') is not null as there`,
    )
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
