import { beforeAll, describe, expect, it } from 'vitest'
import { accessOf } from '../../src/platform/access.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

async function rows<T extends object>(query: string): Promise<T[]> {
  return (await world.database.pool.query<T>(query)).rows
}

/** The rules of "From one PC to the country", read off the catalogue. */
describe('the schema holds at the size of a country', () => {
  it('has every table in a home, in shared or in system, and none in public', async () => {
    const found = await rows<{ schema: string }>(
      `select distinct schemaname as schema from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    expect(found.map((r) => r.schema)).toEqual([testHome, 'shared', 'system'])
  })

  it('keeps foreign keys within a home or from a home to shared', async () => {
    const wrong = await rows(`
      select c.conname, n.nspname as from_schema, rn.nspname as to_schema
      from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
      join pg_class r on r.oid = c.confrelid join pg_namespace rn on rn.oid = r.relnamespace
      where c.contype = 'f' and n.nspname <> rn.nspname and rn.nspname <> 'shared'`)
    expect(wrong).toEqual([])
  })

  it('has no serial, sequence, ENUM, EXCLUDE, range type, deferrable constraint or trigger of ours', async () => {
    expect(await rows(`select schemaname, sequencename from pg_sequences`)).toEqual([])
    expect(
      await rows(
        `select t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'r') and n.nspname not in ('pg_catalog', 'information_schema')`,
      ),
    ).toEqual([])
    expect(await rows(`select conname from pg_constraint where contype = 'x' or condeferrable`)).toEqual([])
    expect(await rows(`select tgname from pg_trigger where not tgisinternal`)).toEqual([])
  })

  it('names every constraint and gives every table a primary key and a comment', async () => {
    expect(
      await rows(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('shared', 'system', '${testHome}') and c.relkind = 'r'
        and (obj_description(c.oid, 'pg_class') is null or not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'))`),
    ).toEqual([])
  })

  it('has a policy exactly on the tables that say @own, reading settings only', async () => {
    const tables = await rows<{
      name: string
      comment: string
      secured: boolean
      policies: string[]
      unit: boolean
    }>(`
      select c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.relrowsecurity as secured,
        array(select p.polname || ': ' || pg_get_expr(p.polqual, p.polrelid) from pg_policy p where p.polrelid = c.oid order by 1) as policies,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'unit_id' and a.attnotnull) as unit
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${testHome}' and c.relkind = 'r'`)
    expect(tables.length).toBeGreaterThan(40)
    for (const table of tables) {
      const own = accessOf(table.comment)?.policy === true
      expect(table.secured, table.name).toBe(own)
      expect(table.policies, table.name).toEqual(
        own
          ? ['own_units: (shared.scope_all() OR (unit_id = ANY (shared.scope_units())))', 'wide: true']
          : [],
      )
      if (own) expect(table.unit, `${table.name}.unit_id`).toBe(true)
    }
  })

  it('lets the application change no row of what left a unit', async () => {
    const wrong = await rows(`
      select c.relname, g.privilege_type from information_schema.role_table_grants g
      join pg_class c on c.relname = g.table_name join pg_namespace n on n.oid = c.relnamespace and n.nspname = g.table_schema
      where g.grantee = 'lantoa_app' and g.table_schema = '${testHome}' and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
        and obj_description(c.oid, 'pg_class') not like '@own %'`)
    expect(wrong).toEqual([])
  })

  it('makes a forgotten home an error, and an empty scope too', async () => {
    const client = await world.database.pool.connect()
    try {
      await client.query("begin; set local role lantoa_app; set local search_path = ''")
      await expect(client.query('select * from plans')).rejects.toThrow(/does not exist/)
      await client.query('rollback')
      await client.query(
        `begin; set local role lantoa_app; set local search_path = ${testHome}, shared; set local lantoa.units = ''`,
      )
      await expect(client.query('select * from plans')).rejects.toThrow(/malformed array literal/)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
