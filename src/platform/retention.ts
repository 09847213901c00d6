import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from './context.ts'
import type { Db, Trx } from './db.ts'
import { AppError, declareErrors } from './errors.ts'
import { recordEvent, type EventSubject } from './events.ts'
import {
  columnsWithOwnKeep,
  findPersonalTables,
  type AfterMonths,
  type PersonalColumn,
  type PersonalTable,
} from './personal.ts'
import { holdsWords, redactRows, subjectOf } from './redaction.ts'

declareErrors({ 'retention.unknown_column': 422, 'retention.no_start': 422 })

/** Columns of one table whose months begin at one time, last equally long and end in the same way. */
export interface RetentionRule {
  /** what it is called: table, columns, months; the order in which rules are applied */
  key: string
  /** with the columns of the rule only */
  table: PersonalTable
  keep: number
  /** as the COMMENT says it */
  from: string
  then: AfterMonths
  /**
   * SQL over the table as `t`: the day in Asia/Ho_Chi_Minh on which the months begin, null while they have not begun;
   * null for what is not reckoned by the row itself (`from=persons`)
   */
  start: RawBuilder<string | null> | null
}

/** The legal ground that stands beside what was taken away because its months were over. */
export function groundOf({ keep, from }: Pick<RetentionRule, 'keep' | 'from'>): string {
  return `retention: keep=${keep} months from=${from}`
}

/**
 * The rules of a schema, from the COMMENTs of its columns and the months that this installation says instead.
 * @param schema a home, `shared` or `system`
 * @throws retention.no_start for a column of which nothing says when its months begin, or says it in words that the
 *   catalogue does not bear out: then nothing is taken away
 */
export async function findRules(db: Db, schema: string): Promise<RetentionRule[]> {
  const catalogue = await readCatalogue(db, schema)
  const rules: RetentionRule[] = []
  for (const table of await findPersonalTables(db, schema)) {
    const groups = Map.groupBy(
      table.columns,
      (c) => `${c.keep} ${c.retention?.from ?? ''} ${c.retention?.then ?? ''}`,
    )
    for (const columns of groups.values()) {
      const [{ keep, retention, name }] = columns as [PersonalColumn]
      if (!retention) throw noStart(table, name)
      const { from, then } = retention
      const start = from === 'persons' ? null : startOf(catalogue, table, from)
      if (from === 'persons' ? schema !== 'shared' : !start) throw noStart(table, name)
      const key = `${table.name}.${columns.map((c) => c.name).join(',')} ${keep}`
      rules.push({ key, table: { ...table, columns }, keep, from, then, start })
    }
  }
  return rules.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/**
 * Refuses months of the settings for a column that is not there: a slip of the pen would else have it kept as long as the
 * COMMENT says, which may be too short.
 * @param rules of a home, `shared` and `system` together
 * @throws retention.unknown_column
 */
export function checkOwnKeeps(rules: readonly RetentionRule[]): void {
  const known = new Set(rules.flatMap((r) => r.table.columns.map((c) => `${r.table.name}.${c.name}`)))
  const column = columnsWithOwnKeep().find((name) => !known.has(name))
  if (column !== undefined) throw new AppError('retention.unknown_column', { column })
}

/**
 * SQL of a day: the last on which something may be kept. A term of months ends with the day of the same number, or with
 * the last day of a month that has none, and the day on which it begins does not count (Civil Code 91/2015/QH13, Art. 147, 148).
 */
export function lastDay(start: RawBuilder<string | null>, keep: number): RawBuilder<string | null> {
  return sql<string | null>`(${start} + make_interval(months => ${sql.lit(keep)}))::date`
}

/** SQL over the table as `t`: whether the months were over before a day, and there is still something to take away. */
export function isDue(rule: RetentionRule, today: string): RawBuilder<boolean> {
  if (!rule.start) throw new Error(`${rule.key} is not reckoned by its own rows`)
  const isOver = sql<boolean>`${lastDay(rule.start, rule.keep)} < ${today}::date`
  return rule.then === 'delete' ? isOver : sql<boolean>`${isOver} and ${holdsWords(rule.table)}`
}

/** How many rows are due. @param within further SQL over the table as `t` */
export async function countDue(
  db: Db,
  rule: RetentionRule,
  schema: string,
  today: string,
  within: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.id(schema, rule.table.name)} t where ${isDue(rule, today)} and ${within}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/**
 * Until when rows are kept by a rule: the last day by the row's key (as text, joined by blanks), null while its months
 * have not begun. A row that is gone has none.
 */
export async function findLastDays(
  trx: Trx,
  rule: RetentionRule,
  keys: readonly string[][],
): Promise<Map<string, string | null>> {
  if (keys.length === 0 || !rule.start) return new Map()
  const columns = rule.table.key
  const wanted = keys.map(
    (key) => sql`(${sql.join(columns.map((c, i) => sql`${key[i]}::${sql.raw(c.type)}`))})`,
  )
  const { rows } = await sql<{ key: string[]; day: string | null }>`
    select array[${sql.join(columns.map((c) => sql`${sql.ref(`t.${c.name}`)}::text`))}] as key, ${lastDay(rule.start, rule.keep)} as day
    from ${sql.table(rule.table.name)} t
    where (${sql.join(columns.map((c) => sql.ref(`t.${c.name}`)))}) in (${sql.join(wanted)})`.execute(trx)
  return new Map(rows.map((row) => [row.key.join(' '), row.day]))
}

/**
 * Takes away what is due by a rule, at most some rows of it, with one event that names them.
 * @param trx as the wide role
 * @param after where the step before ended
 * @param run names in the event what did it
 * @returns how many rows, and where to go on; null when the table is through
 */
export async function applyRule(
  trx: Trx,
  ctx: Ctx,
  rule: RetentionRule,
  after: string[] | null,
  most: number,
  run: EventSubject,
): Promise<{ n: number; after: string[] | null }> {
  // What belongs to the archive is for people to decide, whoever calls.
  if (rule.then === 'archive') return { n: 0, after: null }
  const where = isDue(rule, ctx.clock.today())
  if (rule.then === 'empty') {
    const reason = { ground: groundOf(rule), subject: run }
    const step = await redactRows(trx, ctx, rule.table, { where, after, most }, 'all', reason)
    return { n: step.changed.length, after: step.after }
  }
  const key = sql.join(rule.table.key.map((k) => sql.ref(k.name)))
  const { rows } = await sql<{ key: string[] }>`
    delete from ${sql.table(rule.table.name)} where (${key}) in (
      select ${key} from ${sql.table(rule.table.name)} t where ${where} order by ${key} limit ${sql.lit(most)} for update)
    returning array[${sql.join(rule.table.key.map((k) => sql`${sql.ref(k.name)}::text`))}] as key`.execute(
    trx,
  )
  if (rows.length > 0) {
    const gone = rows.map((row) => subjectOf(rule.table, row.key))
    await recordEvent(trx, { ...ctx, request: null }, 'retention.delete', [run, ...gone])
  }
  // Deleted rows are found no more: the next step begins at the beginning, which is where it goes on.
  return { n: rows.length, after: rows.length < most ? null : [] }
}

function noStart(table: PersonalTable, column: string): AppError {
  return new AppError('retention.no_start', { column: `${table.name}.${column}` })
}

interface Catalogue {
  /** type of each column that holds a day or an instant or a state, by `table.column` */
  types: Map<string, string>
  keys: ForeignKey[]
}

interface ForeignKey {
  table: string
  columns: string[]
  target: string
  targetColumns: string[]
}

async function readCatalogue(db: Db, schema: string): Promise<Catalogue> {
  const columns = await sql<{ name: string; type: string }>`
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in (${schema}, 'shared') and c.relkind in ('r', 'p')`.execute(db)
  const keys = await sql<ForeignKey>`
    select c.relname as "table", r.relname as target,
      array(select a.attname::text from unnest(k.conkey) with ordinality x(n, ord)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = x.n order by ord) as columns,
      array(select a.attname::text from unnest(k.confkey) with ordinality x(n, ord)
        join pg_attribute a on a.attrelid = r.oid and a.attnum = x.n order by ord) as "targetColumns"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
    join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = ${schema}`.execute(db)
  return { types: new Map(columns.rows.map((c) => [c.name, c.type])), keys: keys.rows }
}

/** What `from=…` means for a table, as SQL; null when the catalogue has no such column or no one way to it. */
function startOf(catalogue: Catalogue, table: PersonalTable, from: string): RawBuilder<string | null> | null {
  const [, names = '', column, value] = /^([a-z_.,]+?)(?:\[([a-z_]+)=([a-z_]+)\])?$/.exec(from) ?? []
  const days = names
    .split(',')
    .map((name) =>
      name.includes('.') ? dayElsewhere(catalogue, table, name) : dayOf(catalogue, table, name),
    )
  if (days.some((day) => day === null) || names === '') return null
  // least() passes over what is null: of several ends the first that came.
  const first = sql<string | null>`least(${sql.join(days)})`
  if (column === undefined) return first
  if (!catalogue.types.has(`${table.name}.${column}`)) return null
  return sql`case when ${sql.ref(`t.${column}`)} = ${value} then ${first} end`
}

function dayOf(
  { types }: Catalogue,
  table: { name: string },
  column: string,
  alias = 't',
): RawBuilder<string | null> | null {
  const type = types.get(`${table.name}.${column}`)
  if (type === 'date') return sql`${sql.ref(`${alias}.${column}`)}`
  if (type !== 'timestamp with time zone') return null
  return sql`(${sql.ref(`${alias}.${column}`)} at time zone 'Asia/Ho_Chi_Minh')::date`
}

/**
 * `table.column`: of the row that this one belongs to; or the last of the rows that belong to this one, not while one of
 * them is open, and where there never was any, the day on which this row was made.
 */
function dayElsewhere(
  catalogue: Catalogue,
  table: PersonalTable,
  name: string,
): RawBuilder<string | null> | null {
  const [other = '', column = ''] = name.split('.')
  const up = catalogue.keys.filter((k) => k.table === table.name && k.target === other)
  const down = catalogue.keys.filter((k) => k.table === other && k.target === table.name)
  const [way] = [...up, ...down]
  const day = dayOf(catalogue, { name: other }, column, 'o')
  if (!way || up.length + down.length > 1 || !day) return null
  const [theirs, ours] = up.length > 0 ? [way.targetColumns, way.columns] : [way.columns, way.targetColumns]
  const joined = sql.join(
    theirs.map((c, i) => sql`${sql.ref(`o.${c}`)} = ${sql.ref(`t.${ours[i] ?? ''}`)}`),
    sql` and `,
  )
  const rows = sql`from ${sql.table(other)} o where ${joined}`
  if (up.length > 0) return sql`(select ${day} ${rows})`
  const made = dayOf(catalogue, table, 'created_at')
  if (!made) return null
  return sql`case when exists (select 1 ${rows} and ${sql.ref(`o.${column}`)} is null) then null
    else coalesce((select max(${day}) ${rows}), ${made}) end`
}
