import type pg from 'pg'
import { complain } from './help.ts'
import { openRuntime } from './runtime.ts'

/** `lantoa scale ddl`: prints what places this database on a Citus cluster, read off its own catalogue. Changes nothing. */
export async function scaleCommand(args: string[]): Promise<number> {
  const [verb, ...rest] = args
  if (verb !== 'ddl') {
    complain('cli.scale.usage')
    return 2
  }
  const runtime = await openRuntime(rest, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    process.stdout.write(await citusDdl(runtime.database.pool))
    return 0
  } finally {
    await runtime.close()
  }
}

/**
 * The statements for the coordinator, in their order: roles, tables of `shared` as reference tables (whoever is referred
 * to first), homes as distributed schemas. Tables of `system` stay on the coordinator. docs/scale.md says what goes before.
 * @param pool as the owner of the database
 */
export async function citusDdl(pool: pg.Pool): Promise<string> {
  const shared = inOrderOfReference(await tablesOf(pool, 'shared'))
  const system = await tablesOf(pool, 'system')
  const homes = await pool.query<{ schema_name: string; name: string }>(
    'select schema_name, name from system.homes order by schema_name',
  )
  const placed: string[] = []
  for (const { schema_name: schema, name } of homes.rows) {
    const tables = await tablesOf(pool, schema)
    placed.push(
      '',
      `-- ${name.replaceAll(/\s+/g, ' ')}: ${tables.length} tables, on one node together`,
      ...tables.map((t) => `--   ${t.name}`),
      `select citus_schema_distribute('${schema}');`,
    )
  }
  return [
    '-- Run on the coordinator, as the owner of the database, with nobody at work. Once per cluster:',
    'create extension if not exists citus;',
    `alter database ${await quoted(pool)} set citus.propagate_set_commands = 'local';`,
    '-- lantoa_app and lantoa_wide connect from node to node, without a password of their own: see docs/scale.md.',
    'alter role lantoa_app login;',
    'alter role lantoa_wide login;',
    '',
    '-- What all homes read and few write: a copy on every node. Whoever is referred to comes first.',
    ...shared.map((t) => `select create_reference_table('shared.${t.name}');`),
    '',
    '-- Sessions, counters and the list of homes stay on the coordinator; no transaction of a use case writes to them:',
    ...system.map((t) => `--   system.${t.name}`),
    ...placed,
    '',
    '-- Homes made later are placed by their schema alone:',
    `alter database ${await quoted(pool)} set citus.enable_schema_based_sharding = on;`,
    '',
  ].join('\n')
}

interface Table {
  name: string
  /** tables of the same schema that its foreign keys name */
  refers: string[]
}

async function tablesOf(pool: pg.Pool, schema: string): Promise<Table[]> {
  const { rows } = await pool.query<Table>(
    `select c.relname as name, array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
       where k.conrelid = c.oid and k.contype = 'f' and r.relnamespace = c.relnamespace and r.oid <> c.oid order by 1) as refers
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p') order by 1`,
    [schema],
  )
  return rows
}

/** Each table after those it refers to. */
function inOrderOfReference(tables: readonly Table[]): Table[] {
  const left = new Map(tables.map((t) => [t.name, t]))
  const ordered: Table[] = []
  while (left.size > 0) {
    const free = [...left.values()].filter((t) => t.refers.every((name) => !left.has(name)))
    // A circle has no order: PostgreSQL would refuse it too, and no schema of ours has one.
    if (free.length === 0) throw new Error(`foreign keys in a circle: ${[...left.keys()].join(', ')}`)
    for (const table of free) left.delete(table.name)
    ordered.push(...free)
  }
  return ordered
}

async function quoted(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>('select quote_ident(current_database()) as name')
  return rows[0]?.name ?? ''
}
