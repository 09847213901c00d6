import type pg from 'pg'

export interface BackupTable {
  schema: string
  table: string
  /** stored columns; generated ones are made again by the load */
  columns: string[]
}

/** What is not worth keeping, or would do harm: sessions would let in again whoever signed out since. */
const left = new Set([
  'system.sessions',
  'system.rate_counters',
  'system.sign_in_steps',
  'system.provider_logouts',
  'system.migrations',
  'system.migration_lock',
  'system.homes',
])

/**
 * Tables of the schemas in an order in which they can be loaded with their foreign keys in force.
 * @throws Error when foreign keys between different tables form a circle: then no such order exists
 */
export async function listTables(client: pg.ClientBase, schemas: readonly string[]): Promise<BackupTable[]> {
  const tables = await client.query<{ oid: number; schema: string; table: string; columns: string[] }>(
    `select c.oid::int as oid, n.nspname as schema, c.relname as table,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by n.nspname, c.relname`,
    [schemas],
  )
  const keys = await client.query<{ child: number; parent: number }>(
    `select distinct conrelid::int as child, confrelid::int as parent from pg_constraint where contype = 'f' and conrelid <> confrelid`,
  )
  const wanted = tables.rows.filter((t) => !left.has(`${t.schema}.${t.table}`))
  const oids = new Set(wanted.map((t) => t.oid))
  const parents = new Map<number, number[]>()
  for (const { child, parent } of keys.rows)
    if (oids.has(child) && oids.has(parent)) parents.set(child, [...(parents.get(child) ?? []), parent])
  const ordered: BackupTable[] = []
  const done = new Set<number>()
  while (ordered.length < wanted.length) {
    const next = wanted.filter(
      (t) => !done.has(t.oid) && (parents.get(t.oid) ?? []).every((p) => done.has(p)),
    )
    if (next.length === 0)
      throw new Error(
        `foreign keys in a circle: ${wanted
          .filter((t) => !done.has(t.oid))
          .map((t) => t.table)
          .join(', ')}`,
      )
    for (const { oid, schema, table, columns } of next) {
      done.add(oid)
      ordered.push({ schema, table, columns })
    }
  }
  return ordered
}

/** A name as an identifier of SQL. Names come from the catalogue or were checked against a pattern. */
export function tableName({ schema, table }: Pick<BackupTable, 'schema' | 'table'>): string {
  return `"${schema}"."${table}"`
}

export function columnList(columns: readonly string[]): string {
  return columns.map((c) => `"${c}"`).join(', ')
}
