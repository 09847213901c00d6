import { expect } from 'vitest'
import { testHome, type World } from './database.ts'

/**
 * One sum a table over all its rows, to see what a request changed.
 * @param without tables, as `home_t.jobs`, that are not looked at
 */
export async function sumsOf(
  world: World,
  without: readonly string[] = [],
  schemas: readonly string[] = [testHome, 'shared', 'system'],
): Promise<Record<string, string>> {
  const { pool } = world.database
  const tables = await pool.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1) order by 1`,
    [schemas],
  )
  const parts = tables.rows
    .filter(({ name }) => !without.includes(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as sum from ${name} x`,
    )
  const { rows } = await pool.query<{ name: string; sum: string }>(parts.join(' union all '))
  return Object.fromEntries(rows.map((r) => [r.name, r.sum]))
}

/** Runs statements in the home of the tests. */
export async function runIn(world: World, statement: string): Promise<void> {
  const client = await world.database.pool.connect()
  try {
    await client.query(`begin; set local search_path = ${testHome}, shared; ${statement}; commit`)
  } finally {
    client.release()
  }
}

/** The one row that a query gives. */
export async function oneOf<T extends object>(world: World, query: string): Promise<T> {
  const { rows } = await world.database.pool.query<T>(query)
  expect(rows).toHaveLength(1)
  return rows[0] as T
}
