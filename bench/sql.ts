import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type pg from 'pg'
import type { Ctx } from '../src/platform/context.ts'
import type { Tables } from '../src/platform/db.ts'
import { beginStatement, type Scope } from '../src/platform/tx.ts'
import type { Bench } from './support.ts'

/** One message to PostgreSQL. */
export interface Statement {
  text: string
  values: readonly unknown[]
}

/**
 * The least program: one script, sent as one message, with the same begin, settings and commit as the use case.
 * @returns the rows of each SELECT, in order
 */
export async function runBare(
  bench: Bench,
  scope: Scope,
  script: string,
  options: { readOnly?: boolean } = {},
): Promise<Record<string, unknown>[][]> {
  const client = await bench.database.pool.connect()
  try {
    const begin = beginStatement({ home: bench.home, scope, ...options })
    // Several statements in one message are answered by a list, of which pg's types know nothing.
    const results = (await client.query(`${begin}; ${script}; commit`)) as unknown as pg.QueryResult<
      Record<string, unknown>
    >[]
    return results.filter((r) => r.command === 'SELECT').map((r) => r.rows)
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** A value as a literal of the bare script. Ids, dates and numbers of our own only. */
export function literal(value: string | number | readonly string[]): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  return `array[${value.map(literal).join(',')}]`
}

/** Carries out a use case and tells what it sent to PostgreSQL, message by message. */
export async function statementsOf(
  bench: Bench,
  ctx: Ctx,
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<Statement[]> {
  const sent: Statement[] = []
  const { pool } = bench.database
  const recording: PostgresPool = {
    options: {},
    end: async () => undefined,
    connect: async () => {
      const client = await pool.connect()
      const query = (text: string, values: readonly unknown[]) => {
        sent.push({ text, values })
        return client.query(text, [...values])
      }
      // Of Kysely's client only `query` with text and values and `release` are called here.
      return { query, release: () => client.release() } as unknown as Awaited<
        ReturnType<PostgresPool['connect']>
      >
    },
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: recording }) })
  await run({ ...ctx, db })
  return sent
}

/** Sends the same messages again: what the SQL of a use case costs by itself. */
export async function resend(bench: Bench, statements: readonly Statement[]): Promise<void> {
  const client = await bench.database.pool.connect()
  try {
    for (const { text, values } of statements) await client.query(text, [...values])
  } finally {
    client.release()
  }
}
