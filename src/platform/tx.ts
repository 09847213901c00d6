import { Kysely, PostgresDialect, sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Db, Tables, Trx } from './db.ts'
import { isId, newId } from './ids.ts'

/** Whose rows of `@own` tables a transaction reaches: a list of units, or `*` for a use case that reads below. */
export type Scope = readonly string[] | '*'

export interface TransactionOptions {
  /** schema of the home, e.g. `home_ht` */
  home: string
  scope: Scope
  role?: 'lantoa_app' | 'lantoa_wide'
  readOnly?: boolean
}

/**
 * Goes on inside a transaction that a plain connection has begun, as the application in one home: for the one place
 * where making a schema and writing its first rows must be one deed.
 */
export async function continueAs<T>(
  client: pg.PoolClient,
  home: string,
  run: (trx: Trx) => Promise<T>,
): Promise<T> {
  await client.query(beginStatement({ home, scope: '*' }).replace(/^begin; /, ''))
  const connection: PostgresPoolClient = {
    query: client.query.bind(client),
    release: () => undefined,
  }
  const pool: PostgresPool = { connect: async () => connection, end: async () => undefined, options: {} }
  // As in transaction(): the connection is inside a transaction, which is what the type says.
  return run(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) as Trx)
}

const schemaName = /^home_[a-z0-9_]{1,40}$/

/** Handles inside a transaction that will be taken back: see simulate.ts. */
export const simulations = new WeakSet<Db>()

/**
 * One transaction of a use case inside the one that holds the whole simulation: a savepoint, so that a refusal takes its
 * own work back and no more.
 */
function step<T>(db: Db, options: TransactionOptions, run: (trx: Trx) => Promise<T>): Promise<T> {
  const settings = beginStatement({ ...options, readOnly: false }).replace(/^begin; /, '')
  return db.connection().execute(async (connection) => {
    await sql.raw(`savepoint step; ${settings}`).execute(connection)
    try {
      const result = await run(connection as Trx)
      // The settings outlive a released savepoint: what stands outside a transaction is again the owner's.
      await sql
        .raw(`release savepoint step; set local role none; set local search_path to default`)
        .execute(connection)
      return result
    } catch (error) {
      await sql
        .raw('rollback to savepoint step; release savepoint step')
        .execute(connection)
        .catch(() => undefined)
      throw error
    }
  })
}

/** True for an error that PostgreSQL asks to be tried again: serialization failure or deadlock. */
export function isRetryable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === '40001' || code === '40P01'
}

/**
 * Runs a function in one transaction of one home. Role, home and scope are set by literal `SET LOCAL` in the same
 * message as BEGIN: on a Citus cluster set_config() does not reach the workers, and one message saves a round trip
 * (0.51 → 0.38 ms measured). An empty list of units is refused: it would read as "nothing set".
 * @returns what the function returns, after COMMIT
 */
export async function transaction<T>(
  db: Db,
  options: TransactionOptions,
  run: (trx: Trx) => Promise<T>,
): Promise<T> {
  if (simulations.has(db)) return step(db, options, run)
  const begin = beginStatement(options)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.connection().execute(async (connection) => {
        await sql.raw(begin).execute(connection)
        try {
          // The connection is inside the transaction just begun; Kysely's own Transaction type marks exactly that.
          const result = await run(connection as Trx)
          await sql.raw('commit').execute(connection)
          return result
        } catch (error) {
          await sql
            .raw('rollback')
            .execute(connection)
            .catch(() => undefined)
          throw error
        }
      })
    } catch (error) {
      if (!isRetryable(error) || attempt === 3) throw error
    }
  }
}

/**
 * Whether role and scope of a transaction reach the tables of a home: read beside a row of one of them, so that on a
 * cluster the node that holds the home answers. Asked at start, because a pooler or a cluster that loses `SET LOCAL` would
 * let queries run without the net.
 */
export async function scopeArrives(db: Db, home: string): Promise<boolean> {
  const unit = newId()
  return transaction(db, { home, scope: [unit], readOnly: true }, async (trx) => {
    const { rows } = await sql<{ units: string | null; role: string }>`
      select current_setting('lantoa.units', true) as units, current_user as role from request_key`.execute(
      trx,
    )
    return rows[0]?.units === `{${unit}}` && rows[0].role === 'lantoa_app'
  })
}

/** The message that begins a transaction: role, home and scope by literal `SET LOCAL`. */
export function beginStatement({
  home,
  scope,
  role = 'lantoa_app',
  readOnly = false,
}: TransactionOptions): string {
  if (!schemaName.test(home)) throw new Error(`not a home: ${home}`)
  if (scope !== '*' && (scope.length === 0 || !scope.every(isId)))
    throw new Error('a scope is a non-empty list of unit ids, or *')
  const units = scope === '*' ? '*' : `{${scope.join(',')}}`
  return [
    readOnly ? 'begin read only' : 'begin',
    `set local role ${role}`,
    `set local search_path = ${home}, shared`,
    `set local lantoa.units = '${units}'`,
  ].join('; ')
}
