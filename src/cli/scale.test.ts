import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { citusDdl } from './scale.ts'

let world: World
let ddl: string
beforeAll(async () => {
  world = await makeWorld()
  ddl = await citusDdl(world.database.pool)
})

/** Every table by its schema, asked of another catalogue than the command asks. */
async function tables(schema: string): Promise<string[]> {
  const { rows } = await world.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE' order by 1`,
    [schema],
  )
  return rows.map((r) => r.name)
}

const found = (pattern: RegExp) => [...ddl.matchAll(pattern)].map((m) => m[1] ?? '')

describe('DDL for Citus, read off the catalogue', () => {
  it('makes every table of shared a reference table, each once and after those it refers to', async () => {
    const made = found(/^select create_reference_table\('shared\.(\w+)'\);$/gm)
    expect([...made].sort()).toEqual(await tables('shared'))
    const { rows } = await world.database.pool.query<{ from: string; to: string }>(
      `select distinct tc.table_name as from, ccu.table_name as to from information_schema.table_constraints tc
       join information_schema.constraint_column_usage ccu using (constraint_schema, constraint_name)
       where tc.constraint_type = 'FOREIGN KEY' and tc.table_schema = 'shared' and tc.table_name <> ccu.table_name`,
    )
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.filter((r) => made.indexOf(r.to) >= made.indexOf(r.from))).toEqual([])
  })

  it('places every home whole, and leaves every table of system where it is', async () => {
    expect(found(/^select citus_schema_distribute\('(\w+)'\);$/gm)).toEqual([testHome])
    const homely = ddl.slice(ddl.indexOf('on one node together'), ddl.indexOf('citus_schema_distribute'))
    expect([...homely.matchAll(/^-- {3}(\w+)$/gm)].map((m) => m[1])).toEqual(await tables(testHome))
    expect(found(/^-- {3}system\.(\w+)$/gm)).toEqual(await tables('system'))
  })

  it('names a table that was added since, so that it is never out of date', async () => {
    await world.database.pool.query('create table shared.added_since (id uuid primary key)')
    expect(await citusDdl(world.database.pool)).toContain("create_reference_table('shared.added_since')")
    await world.database.pool.query('drop table shared.added_since')
  })
})
