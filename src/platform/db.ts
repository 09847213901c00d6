import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { findPrimaryOf, readHosts } from './hosts.ts'

/**
 * The row types of all tables, filled by each module's `*.tables.ts` through declaration merging, so that the platform
 * has no word of the domain. Tables of the home and of `shared` are named bare (search_path finds them), those of
 * `system` with the schema.
 */
export interface Tables {
  'system.homes': { code: string; name: string; schema_name: string; created_at: Date }
}

/** A handle outside any transaction: only `system` is reachable through it, because every role's search_path is empty. */
export type Db = Kysely<Tables>

/** A handle inside a transaction begun by `tx.ts`. Store functions that write ask for this type. */
export type Trx = Transaction<Tables>

// DATE as the text it is (pg would make it local midnight), bigint and count(*) as numbers within the safe range.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new Error(`bigint ${text} is beyond safe integers`)
  return n
})

export interface Database {
  pool: pg.Pool
  db: Db
  /** New connections go to this address from now on: the same database, on another port since it was started again. */
  moveTo(url: string): void
  close(): Promise<void>
}

/**
 * Opens a pool as the owner given by the URL; transactions step down to `lantoa_app` or `lantoa_wide`.
 * @param url postgres://…, of several hosts where one follows the other: the one that takes writes is found, and found
 *   again after the other was promoted
 * @param size connections at most; a transaction never spans a file or network call, so few serve many
 */
export function openDatabase(url: string, size = 10): Database {
  const among = readHosts(url)
  const primary = among.hosts.length > 1 ? findPrimaryOf(among) : null
  const pool = new pg.Pool({
    connectionString: among.url,
    max: size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...primary?.options,
  })
  const lost = () => undefined
  // A lost connection of an idle client (PostgreSQL restarted) must not end the process: the next query gets a new one.
  pool.on('error', lost)
  // Nor may one that is lost between two statements of a transaction: the next statement says so.
  pool.on('connect', (client) => client.on('error', lost))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    pool,
    db,
    // The pool hands its options to each new client as they are then.
    moveTo: (moved) => Object.assign(pool.options, { connectionString: moved }),
    close: () => db.destroy(),
  }
}

/**
 * True when a statement failed because its connection did: PostgreSQL was killed, is starting, or can't be reached.
 * Whether a commit that was on its way happened is then not known.
 */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^08|^57P0[123]$|^ECONN|^EPIPE$|^ETIMEDOUT$/.test(code)) return true
  // What a host that meanwhile only follows says to a write.
  if (code === '25006') return true
  // pg has no code for these.
  return /^Connection terminated|^timeout exceeded when trying to connect|not queryable$/.test(error.message)
}
