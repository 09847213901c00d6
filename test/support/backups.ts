import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { inject } from 'vitest'
import { listTables, tableName } from '../../src/platform/backup/tables.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { openFileStore, type FileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/ids.ts'
import { testHome, type World } from './database.ts'

/** An empty database beside the others of the test server, and an empty file store; both gone afterwards. */
export async function withEmpty<T>(
  world: World,
  folder: string,
  run: (database: Database, files: FileStore) => Promise<T>,
): Promise<T> {
  const name = `r_${newId().replaceAll('-', '')}`
  await world.database.pool.query(`create database ${name}`)
  const database = openDatabase(inject('postgresUrl').replace(/postgres$/, name), 4)
  try {
    return await run(database, openFileStore(mkdtempSync(join(folder, 'files-'))))
  } finally {
    await database.close()
    await world.database.pool.query(`drop database ${name} with (force)`)
  }
}

/** Of every table that a backup holds: how many rows, and a hash over all of them as PostgreSQL writes them, in one order. */
export async function everything(client: pg.ClientBase | pg.Pool): Promise<Map<string, string>> {
  // A pool answers queries as a client does.
  const tables = await listTables(client as pg.ClientBase, ['system', 'shared', testHome])
  const found = new Map<string, string>()
  for (const table of tables) {
    const columns = table.columns.map((c) => `"${c}"::text`).join(", '|', ")
    const { rows } = await client.query<{ all: string | null }>(
      `select md5(string_agg(line, e'\\n' order by line)) || ' ' || count(*) as all from (select concat(${columns}) as line from ${tableName(table)}) t`,
    )
    found.set(`${table.schema}.${table.table}`, rows[0]?.all ?? '0')
  }
  return found
}

/** Tables in a row of which a text stands, whatever the column. */
export async function tablesHolding(
  pool: pg.Pool,
  text: string,
  schemas: readonly string[] = ['system', 'shared', testHome],
): Promise<string[]> {
  const tables = await listTables(pool as unknown as pg.ClientBase, schemas)
  const found: string[] = []
  for (const table of tables) {
    const { rows } = await pool.query(
      `select 1 from ${tableName(table)} t where position($1 in t::text) > 0 limit 1`,
      [text],
    )
    if (rows.length > 0) found.push(`${table.schema}.${table.table}`)
  }
  return found
}

/** Kept files, of those that the rows name, whose bytes are there; each with its size. */
export async function filesNamed(client: pg.ClientBase | pg.Pool): Promise<{ hash: string; size: number }[]> {
  const { rows } = await client.query<{ hash: string; size: number }>(
    `select hash, size from ${testHome}.files where redacted_at is null order by hash`,
  )
  return rows
}

/**
 * A pool whose first client begins its transaction at a snapshot that somebody else holds, so that what was seen through it
 * can be compared with that snapshot afterwards. Every other client is the pool's own and sees what is there when it looks.
 * @param snapshot of `pg_export_snapshot()`, whose transaction is still open
 */
export function poolAt(pool: pg.Pool, snapshot: string): Pick<pg.Pool, 'connect'> {
  let isFirst = true
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    if (!isFirst) return client
    isFirst = false
    // The client's own, whichever of its shapes it is called by.
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const begin = async (...args: unknown[]): Promise<unknown> => {
      const answer = await query(...args)
      await query(`set transaction snapshot '${snapshot}'`)
      return answer
    }
    const ours: Partial<Record<string | symbol, unknown>> = {
      query: (...args: unknown[]) => (/^begin/i.test(String(args[0])) ? begin : query)(...args),
      release: client.release.bind(client),
    }
    return new Proxy(client, { get: (target, name): unknown => ours[name] ?? Reflect.get(target, name) })
  }
  return { connect: connect as pg.Pool['connect'] }
}
