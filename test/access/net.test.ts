import { beforeAll, describe, expect, it } from 'vitest'
import { testHome } from '../support/database.ts'
import { makeRichWorld, type RichWorld } from './rich-world.ts'

let rich: RichWorld
let tables: string[]
beforeAll(async () => {
  rich = await makeRichWorld({ papers: false })
  const { rows } = await rich.world.database.pool.query<{ name: string; comment: string }>(
    `select c.relname as name, obj_description(c.oid, 'pg_class') as comment
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r' order by 1`,
    [testHome],
  )
  tables = rows.filter((r) => r.comment.startsWith('@own ')).map((r) => r.name)
}, 180_000)

/** Runs statements as the application's role with a scope, and takes everything back. Answers the last one's rows, or the error's code. */
async function asApp(units: readonly string[], statement: string, values: unknown[] = []) {
  const client = await rich.world.database.pool.connect()
  try {
    await client.query(
      `begin; set local role lantoa_app; set local search_path = ${testHome}, shared; set local lantoa.units = '{${units.join(',')}}'`,
    )
    const { rows, rowCount } = await client.query<Record<string, unknown>>(statement, values)
    return { rows, count: rowCount ?? 0, error: '' }
  } catch (error) {
    return { rows: [], count: -1, error: error instanceof Error ? error.message : '' }
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** One row of each unit that has any in a table, as it lies there. */
async function samples(table: string): Promise<{ unit_id: string; n: number; row: object }[]> {
  const { rows } = await rich.world.database.pool.query<{ unit_id: string; n: number; row: object }>(
    `select unit_id, count(*)::int as n, (array_agg(to_jsonb(t)))[1] as row from ${testHome}.${table} t group by unit_id`,
  )
  return rows
}

const everyUnit = () => Object.values(rich.units).map((u) => u.id)

/**
 * The net beneath the stores: whatever SQL runs in a transaction whose scope is a list of units, rows of other units of
 * `@own` tables are not there. Every such table of the catalogue, with rows that the use cases made.
 */
describe('row-level security alone', () => {
  it('has rows of some unit in every @own table', async () => {
    const empty: string[] = []
    for (const table of tables) if ((await samples(table)).length === 0) empty.push(table)
    expect(empty).toEqual([])
    expect(tables.length).toBeGreaterThan(15)
  })

  it('shows a unit its own rows of every table, and no others', async () => {
    const wrong: string[] = []
    for (const table of tables) {
      const made = await samples(table)
      for (const unit of everyUnit()) {
        const { rows } = await asApp([unit], `select * from ${table}`)
        const foreign = rows.filter((r) => r['unit_id'] !== unit).length
        const own = made.find((m) => m.unit_id === unit)?.n ?? 0
        if (foreign > 0 || rows.length !== own)
          wrong.push(`${table}: ${foreign} foreign, ${rows.length} of ${own} own`)
      }
      const two = everyUnit().slice(0, 2)
      const { rows } = await asApp(two, `select unit_id from ${table}`)
      const expected = made.filter((m) => two.includes(m.unit_id)).reduce((n, m) => n + m.n, 0)
      if (rows.length !== expected) wrong.push(`${table}: ${rows.length} of ${expected} of two units`)
    }
    expect(wrong).toEqual([])
  })

  it('lets a unit change, take away and lock no row of another', async () => {
    const wrong: string[] = []
    for (const table of tables)
      for (const { unit_id } of await samples(table)) {
        const others = everyUnit().filter((u) => u !== unit_id)
        for (const statement of [
          `update ${table} set unit_id = unit_id where unit_id = '${unit_id}'`,
          `delete from ${table} where unit_id = '${unit_id}'`,
          `select 1 from ${table} where unit_id = '${unit_id}' for update`,
        ]) {
          const { count, error } = await asApp(others, statement)
          if (count !== 0) wrong.push(`${statement}: ${count} ${error}`)
        }
      }
    expect(wrong).toEqual([])
  })

  it('lets a unit write no row for another, nor give one of its own away', async () => {
    const wrong: string[] = []
    for (const table of tables)
      for (const { unit_id, row } of await samples(table)) {
        const [other = ''] = everyUnit().filter((u) => u !== unit_id)
        const insert = await asApp(
          [other],
          `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`,
          [JSON.stringify(row)],
        )
        if (!insert.error.includes('row-level security')) wrong.push(`insert into ${table}: ${insert.error}`)
        const give = await asApp([unit_id], `update ${table} set unit_id = $1`, [other])
        if (!give.error.includes('row-level security')) wrong.push(`give ${table}: ${give.error}`)
      }
    expect(wrong).toEqual([])
  })
})
