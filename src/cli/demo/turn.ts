import type pg from 'pg'
import { loadFacts } from '../facts.ts'
import { say } from '../help.ts'

const mark = 'the demonstration is being loaded'

/** Marks the database while the demonstration is being loaded; the mark that stays tells of a start that was cut off. */
export async function markDemo(pool: pg.Pool, isLoading: boolean): Promise<void> {
  await pool.query(`comment on schema system is ${isLoading ? `'${mark}'` : 'null'}`)
}

/** Whether the demonstration is being loaded now, or its loading was cut off. */
export async function isDemoMarked(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ words: string | null }>(
    `select obj_description(oid, 'pg_namespace') as words from pg_namespace where nspname = 'system'`,
  )
  return rows[0]?.words === mark
}

/**
 * Loads the demonstration into a database that has no home, one process at a time: of two first starts the second waits,
 * and finds it there. What a start that was cut off left half told is taken away first.
 * @param load does the loading; null where none is wanted
 * @returns whether it was loaded now
 */
export async function inDemoTurn(pool: pg.Pool, load: (() => Promise<void>) | null): Promise<boolean> {
  await pool.query('insert into system.migration_lock values (2) on conflict do nothing')
  const client = await pool.connect()
  try {
    for (;;) {
      // A row lock goes with its connection, also when this process is killed.
      await client.query('begin')
      const turn = await client.query(
        'select from system.migration_lock where one = 2 for update skip locked',
      )
      if (turn.rowCount === 1) break
      await client.query('rollback')
      say('cli.demo.other')
      await new Promise((resolve) => setTimeout(resolve, 4_000))
    }
    if (await isDemoMarked(pool)) {
      say('cli.demo.again')
      await clear(pool)
    }
    const homes = await pool.query('select from system.homes limit 1')
    if (homes.rowCount !== 0 || load === null) return false
    await load()
    return true
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}

/** Nobody has worked with what is taken away here: the server listens only after the loading. */
async function clear(pool: pg.Pool): Promise<void> {
  const homes = await pool.query<{ schema_name: string }>('select schema_name from system.homes')
  for (const { schema_name } of homes.rows) await pool.query(`drop schema if exists ${schema_name} cascade`)
  const shared = await pool.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables where schemaname = 'shared'`,
  )
  await pool.query(`truncate ${shared.rows[0]?.tables}`)
  await pool.query(`delete from system.migrations where schema_name like 'home\\_%'`)
  await pool.query('delete from system.homes')
  await pool.query('delete from system.demonstration')
  await loadFacts(pool)
  await markDemo(pool, false)
}
