import { sql, type RawBuilder } from 'kysely'
import { canonicalJson } from '../../platform/canonical.ts'
import type { Trx } from '../../platform/db.ts'

/** A row as JSON, with the columns that can be put back. */
type Row = Record<string, unknown>
interface TableBefore {
  added: Row[]
  changed: { before: Row; after: Row }[]
  removed: Row[]
}
/** What carrying out did to the rows, by table: enough to put them back, and to see whether somebody changed them since. */
export type Before = Record<string, TableBefore>

interface Table {
  name: string
  key: readonly string[]
  /** only these columns are written by it; all when empty */
  columns: readonly string[]
}

/** In the order in which rows are put back: what refers before what is referred to. */
const tables = {
  memberships: { name: 'memberships', key: ['id'], columns: [] },
  obligations: { name: 'obligations', key: ['id'], columns: [] },
  reports: { name: 'reports', key: ['id'], columns: [] },
  plans: { name: 'plans', key: ['id'], columns: ['id', 'unit_id'] },
  plan_drafts: { name: 'plan_drafts', key: ['id'], columns: ['id', 'unit_id'] },
  unit_succession: { name: 'unit_succession', key: ['from_id', 'to_id', 'day', 'kind'], columns: [] },
  unit_superiors: { name: 'unit_superiors', key: ['unit_id', 'line', 'valid_from'], columns: [] },
  unit_names: { name: 'unit_names', key: ['unit_id', 'valid_from'], columns: [] },
  units: { name: 'units', key: ['id'], columns: [] },
} as const satisfies Record<string, Table>
type TableName = keyof typeof tables

export interface Reach {
  /** the units that close, are renamed or transferred */
  from: readonly string[]
  /** these and the ones that go on */
  concerned: readonly string[]
  /** these and the ones below */
  all: readonly string[]
  /** when the rows are written: tells what was made by it */
  now: Date
}
export type Snapshot = Map<TableName, Map<string, Row>>

const ids = (list: readonly string[]): RawBuilder<unknown> => sql`${[...list]}::uuid[]`

/** The rows that a reorganisation may touch, before or after it. */
export async function takeSnapshot(trx: Trx, reach: Reach, earlier: Snapshot | null): Promise<Snapshot> {
  const seen = (table: TableName) => ids([...(earlier?.get(table)?.keys() ?? [])])
  const where: Record<TableName, RawBuilder<unknown>> = {
    memberships: sql`unit_id = any(${ids(reach.concerned)})`,
    obligations: earlier
      ? sql`id = any(${seen('obligations')}) or ((unit_id = any(${ids(reach.all)}) or owed_to = any(${ids(reach.from)})) and opened_at = ${reach.now})`
      : sql`((unit_id = any(${ids(reach.all)}) or owed_to = any(${ids(reach.from)}) or passed_to = any(${ids(reach.from)})) and state = 'open')
          or (what = 'do_task' and source_id in (select p.id from plans p where p.unit_id = any(${ids(reach.from)})))`,
    reports: earlier
      ? sql`id = any(${seen('reports')}) or (unit_id = any(${ids(reach.all)}) and created_at = ${reach.now})`
      : sql`(unit_id = any(${ids(reach.all)}) or superior_id = any(${ids(reach.from)})) and state <> 'accepted'`,
    plans: earlier ? sql`id = any(${seen('plans')})` : sql`unit_id = any(${ids(reach.from)})`,
    plan_drafts: earlier ? sql`id = any(${seen('plan_drafts')})` : sql`unit_id = any(${ids(reach.from)})`,
    unit_succession: sql`from_id = any(${ids(reach.from)})`,
    unit_superiors: sql`unit_id = any(${ids(reach.all)})`,
    unit_names: sql`unit_id = any(${ids(reach.concerned)})`,
    units: sql`id = any(${ids(reach.concerned)})`,
  }
  const snapshot: Snapshot = new Map()
  for (const [name, table] of Object.entries(tables) as [TableName, Table][]) {
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(t) as row from ${sql.table(table.name)} t where ${where[name]}`.execute(trx)
    snapshot.set(name, new Map(rows.map(({ row }) => [keyOf(table, row), narrow(table, row)])))
  }
  return snapshot
}

const keyOf = (table: Table, row: Row): string => table.key.map((k) => String(row[k])).join(' ')

/** Without what PostgreSQL makes itself, and without columns that are not ours to put back. */
function narrow(table: Table, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([column]) => column !== 'search' && (table.columns.length === 0 || table.columns.includes(column)),
    ),
  )
}

/** What differs between two snapshots. */
export function difference(before: Snapshot, after: Snapshot): Before {
  const result: Before = {}
  for (const name of Object.keys(tables) as TableName[]) {
    const was = before.get(name) ?? new Map<string, Row>()
    const is = after.get(name) ?? new Map<string, Row>()
    const entry: TableBefore = { added: [], changed: [], removed: [] }
    for (const [key, row] of is) {
      const old = was.get(key)
      if (!old) entry.added.push(row)
      else if (canonicalJson(old) !== canonicalJson(row)) entry.changed.push({ before: old, after: row })
    }
    for (const [key, row] of was) if (!is.has(key)) entry.removed.push(row)
    if (entry.added.length + entry.changed.length + entry.removed.length > 0) result[name] = entry
  }
  return result
}

/** The ids of rows that carrying out made or changed, for its event. */
export function touchedIds(before: Before, table: TableName): string[] {
  const entry = before[table]
  if (!entry) return []
  return [...entry.added, ...entry.changed.map((c) => c.after)].map((row) =>
    String(row['id'] ?? row['unit_id']),
  )
}

/** The table of a row that is no longer as carrying out left it; null when all are. */
export async function findChangedSince(trx: Trx, before: Before): Promise<string | null> {
  for (const [name, table] of Object.entries(tables) as [TableName, Table][]) {
    const entry = before[name]
    if (!entry) continue
    const left = [...entry.added, ...entry.changed.map((c) => c.after)]
    const now = await readRows(trx, table, left)
    for (const row of left)
      if (canonicalJson(row) !== canonicalJson(now.get(keyOf(table, row)) ?? {})) return name
  }
  return null
}

async function readRows(trx: Trx, table: Table, rows: readonly Row[]): Promise<Map<string, Row>> {
  if (rows.length === 0) return new Map()
  const on = sql.join(
    table.key.map((k) => sql`t.${sql.ref(k)} = r.${sql.ref(k)}`),
    sql` and `,
  )
  const found = await sql<{ row: Row }>`
    select to_jsonb(t) as row from jsonb_populate_recordset(null::${sql.table(table.name)}, ${JSON.stringify(rows)}::jsonb) r
    join ${sql.table(table.name)} t on ${on}`.execute(trx)
  return new Map(found.rows.map(({ row }) => [keyOf(table, row), narrow(table, row)]))
}

/** Puts every row back as it was, but for units and names that were made: those go last, when nothing refers to them. */
export async function putBack(trx: Trx, before: Before): Promise<void> {
  for (const [name, table] of Object.entries(tables) as [TableName, Table][]) {
    const entry = before[name]
    if (!entry) continue
    if (name !== 'units' && name !== 'unit_names') await deleteRows(trx, table, entry.added)
    await updateRows(
      trx,
      table,
      entry.changed.map((c) => c.before),
    )
    await insertRows(trx, table, entry.removed)
  }
}

/** Takes away the units that were made, with their names. */
export async function removeMade(trx: Trx, before: Before): Promise<void> {
  await deleteRows(trx, tables.unit_names, before['unit_names']?.added ?? [])
  await deleteRows(trx, tables.units, before['units']?.added ?? [])
}

async function deleteRows(trx: Trx, table: Table, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const on = sql.join(
    table.key.map((k) => sql`t.${sql.ref(k)} = r.${sql.ref(k)}`),
    sql` and `,
  )
  await sql`delete from ${sql.table(table.name)} t
    using jsonb_populate_recordset(null::${sql.table(table.name)}, ${JSON.stringify(rows)}::jsonb) r where ${on}`.execute(
    trx,
  )
}

async function updateRows(trx: Trx, table: Table, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first).filter((c) => !table.key.includes(c))
  const on = sql.join(
    table.key.map((k) => sql`t.${sql.ref(k)} = r.${sql.ref(k)}`),
    sql` and `,
  )
  await sql`update ${sql.table(table.name)} t set ${sql.join(columns.map((c) => sql`${sql.ref(c)} = r.${sql.ref(c)}`))}
    from jsonb_populate_recordset(null::${sql.table(table.name)}, ${JSON.stringify(rows)}::jsonb) r where ${on}`.execute(
    trx,
  )
}

async function insertRows(trx: Trx, table: Table, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  await sql`insert into ${sql.table(table.name)} (${sql.join(columns.map((c) => sql.ref(c)))})
    select ${sql.join(columns.map((c) => sql`r.${sql.ref(c)}`))}
    from jsonb_populate_recordset(null::${sql.table(table.name)}, ${JSON.stringify(rows)}::jsonb) r`.execute(
    trx,
  )
}
