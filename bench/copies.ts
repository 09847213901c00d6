import { literal } from './sql.ts'
import type { Bench } from './support.ts'

type Row = Record<string, unknown>
/** What a use case left behind: the rows that it wrote, by table. */
export type Left = Map<string, Row[]>

/** A moment in the database's own count of transactions; rows written after it are told by it. */
export async function markNow({ database }: Bench): Promise<string> {
  const { rows } = await database.pool.query<{ mark: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as mark',
  )
  return rows[0]?.mark ?? ''
}

/** Every row of the home that was inserted or updated since a moment, whatever the table. */
export async function leftSince(bench: Bench, mark: string): Promise<Left> {
  const left: Left = new Map()
  for (const [table, columns] of await columnsOf(bench)) {
    const { rows } = await bench.database.pool.query<{ row: Row }>(
      `select to_jsonb(r) as row from (select ${columns.join(', ')} from ${bench.home}.${table} where xmin::text::bigint >= $1::bigint) r`,
      [mark],
    )
    if (rows.length > 0)
      left.set(
        table,
        rows.map((r) => r.row),
      )
  }
  return left
}

const tables = new Map<string, Map<string, string[]>>()

/** Tables of the home with the columns that can be written. */
async function columnsOf({ database, home }: Bench): Promise<Map<string, string[]>> {
  const known = tables.get(home)
  if (known) return known
  const { rows } = await database.pool.query<{ table: string; columns: string[] }>(
    `select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = $1 and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' group by 1`,
    [home],
  )
  const found = new Map(rows.map((r) => [r.table, r.columns]))
  tables.set(home, found)
  return found
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The rows with other ids and words: what the same deed leaves when it is done once more. */
export function copyOf(left: Left, replace: ReadonlyMap<string, string>): Left {
  const words = [...replace].filter(([from]) => !isId(from))
  const copied = new Map<string, Row[]>()
  for (const [table, rows] of left) {
    let text = JSON.stringify(rows).replace(uuids, (id) => replace.get(id) ?? id)
    for (const [from, to] of words) text = text.replaceAll(from, to)
    copied.set(table, JSON.parse(text) as Row[])
  }
  return copied
}

function isId(text: string): boolean {
  return text.replace(uuids, '') === ''
}

/** The ids of the rows themselves, which a copy must have anew. The `id` of `reader` is of what may be read. */
export function ownIds(left: Left): string[] {
  const rows = [...left].flatMap(([table, of]) => (table === 'reader' ? [] : of))
  return rows.map((row) => row['id']).filter((id) => typeof id === 'string')
}

/**
 * Lays rows ready in tables beside the home (schema `bench`), so that the bare script only has to insert them.
 * @returns the columns by table, for `insertAll`
 */
export async function layReady(bench: Bench, left: Left): Promise<Map<string, string[]>> {
  const { pool } = bench.database
  await pool.query(`create schema if not exists bench; grant usage on schema bench to lantoa_app`)
  const ready = new Map<string, string[]>()
  for (const [table, rows] of left) {
    const columns = (await columnsOf(bench)).get(table) ?? []
    await pool.query(`drop table if exists bench.${table};
      create table bench.${table} as select ${columns.join(', ')} from ${bench.home}.${table} with no data;
      grant select on bench.${table} to lantoa_app`)
    for (let at = 0; at < rows.length; at += 2_000)
      await pool.query(
        `insert into bench.${table} select ${columns.join(', ')} from jsonb_populate_recordset(null::${bench.home}.${table}, $1::jsonb)`,
        [JSON.stringify(rows.slice(at, at + 2_000))],
      )
    await pool.query(`analyze bench.${table}`)
    ready.set(table, columns)
  }
  return ready
}

/** The order in which foreign keys allow the tables to be filled; those not named come last. */
const order = [
  'plans',
  'register_entries',
  'documents',
  'clauses',
  'document_citations',
  'plan_revisions',
  'plan_bases',
  'tasks',
  'dispatches',
  'recipients',
  'events',
]

function rankOf(table: string): number {
  return order.includes(table) ? order.indexOf(table) : order.length
}

/** The statements that put the rows laid ready where they belong. */
export function insertAll(ready: ReadonlyMap<string, string[]>): string {
  return [...ready]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(
      ([table, columns]) =>
        `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from bench.${table}`,
    )
    .join('; ')
}

/** The rows written out, for a program that has them in hand. Of tables without arrays. */
export function insertRows(left: Left): string {
  const value = (v: unknown): string =>
    v === null ? 'null' : literal(typeof v === 'string' || typeof v === 'number' ? v : JSON.stringify(v))
  return [...left]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .flatMap(([table, rows]) =>
      rows.map(
        (row) =>
          `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).map(value).join(', ')})`,
      ),
    )
    .join('; ')
}

const madeAnew = new Set(['salt', 'hash', 'number', 'last'])

/**
 * The rows as text for comparing: ids that are not `known`, salts, hashes and register numbers left out, in no order.
 * @param forget words that differ by nature, such as the number under which a document was issued
 */
export function comparable(
  left: Left,
  known: ReadonlySet<string>,
  forget: readonly string[],
): Record<string, string[]> {
  return Object.fromEntries(
    [...left]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([table, rows]) => [table, rows.map((row) => textOf(row, known, forget)).sort()]),
  )
}

function textOf(row: Row, known: ReadonlySet<string>, forget: readonly string[]): string {
  const text = JSON.stringify(row, (key, value: unknown) => (madeAnew.has(key) ? null : value))
  return forget
    .reduce((words, word) => words.replaceAll(word, '#'), text)
    .replace(uuids, (id) => (known.has(id) ? id : '*'))
}
