import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import { recordEvent, type EventSubject } from './events.ts'
import type {} from './files.tables.ts'
import { newId } from './ids.ts'
import type { PersonalColumn, PersonalTable } from './personal.ts'

/** What stands where all words of a version were taken away by law and the column can't be empty. */
export const redactedWords = '[đã xóa theo pháp luật]'

/** Why words go: the law or the request it rests on, and whom it was for. */
export interface RedactionReason {
  /** legal ground in words, e.g. "Luật Bảo vệ dữ liệu cá nhân, Điều 14" */
  ground: string
  /** named in the event beside what was changed: the person, the request … */
  subject: EventSubject
}

/**
 * What happens to the words: all of them go, or each text is changed by itself (a name in it is covered).
 * @param place which text of which row: of which row, where in it
 */
export type WordChange = 'all' | ((words: string, place: WordPlace) => string)

export interface WordPlace {
  key: readonly string[]
  /** column, and behind it the names and numbers that lead to the text within JSON or a list, parted by "/" */
  path: string
}

/** Which rows of a table; a condition (`where`, `only`) is SQL over the table as `t`. */
export type RowChoice =
  | { key: string[] }
  | { keys: readonly string[][]; only: RawBuilder<unknown> }
  | { hints: readonly string[][]; after: string[] | null; most: number }
  | { where: RawBuilder<unknown>; after: string[] | null; most: number }

export interface RedactedRow {
  /** table of the row */
  what: string
  /** its key as text, in the order of the primary key */
  key: string[]
}

export interface RedactionStep {
  changed: RedactedRow[]
  /** key of the last row looked at: where the next step goes on; null when the table is through */
  after: string[] | null
}

/**
 * Takes words out of rows of one table: the one function that changes what left a unit. Of a sealed version the salt goes
 * with the words, so that nobody can try names against the hash; the hash stays, `redacted_at` is set, and a row of
 * `redactions` names the legal ground and the event. Verification accepts exactly these. Of drafts and other rows that
 * may change anyway only the words go; a row that keeps a PDF printed from them goes whole.
 * @param trx as the wide role: the application's own may not update what left
 * @param which rows: those whose key is given, or every row after a key that may hold one of the hints (lower case
 *   without diacritics, see PersonMask) or for which a condition holds, at most `most` of them
 */
export async function redactRows(
  trx: Trx,
  ctx: Ctx,
  table: PersonalTable,
  which: RowChoice,
  change: WordChange,
  reason: RedactionReason,
): Promise<RedactionStep> {
  const rows = await selectRows(trx, table, which, true)
  const changed: RedactedRow[] = []
  for (const row of rows) {
    const values = changedColumns(table, row, change)
    if (values.length === 0) continue
    if (table.isPrinted) {
      // Nothing can be covered in a file that is signed: it is printed anew from what it is printed from.
      await sql`delete from ${sql.table(table.name)} where ${keyIs(table, row.key)}`.execute(trx)
      changed.push({ what: table.name, key: row.key })
      continue
    }
    const losesHash = table.isSealed && values.some(({ column }) => column.isHashed)
    const sets = values.map(({ column, value }) => sql`${sql.ref(column.name)} = ${value}`)
    if (losesHash) sets.push(sql`salt = null`, sql`redacted_at = ${ctx.clock.now()}`)
    // Whoever is writing the draft right now is told that it changed, instead of putting the words back by the next save.
    if (table.isDraft) sets.push(sql`version = version + 1`)
    await sql`update ${sql.table(table.name)} set ${sql.join(sets)} where ${keyIs(table, row.key)}`.execute(
      trx,
    )
    changed.push({ what: table.name, key: row.key })
  }
  if (changed.length > 0) await record(trx, ctx, table, changed, reason)
  const isThrough = !('most' in which) || rows.length < which.most
  return {
    changed,
    after: isThrough ? null : (rows.at(-1)?.key ?? null),
  }
}

/**
 * Rows of a table in whose words something stands, with the first column that holds it.
 * @param hints as for `redactRows`
 */
export async function findHolding(
  trx: Trx,
  table: PersonalTable,
  hints: readonly string[][],
  holds: (words: string) => boolean,
  most: number,
): Promise<{ key: string[]; column: PersonalColumn }[]> {
  const found: { key: string[]; column: PersonalColumn }[] = []
  let after: string[] | null = null
  while (found.length < most) {
    const rows: FoundRow[] = await selectRows(trx, table, { hints, after, most: 100 }, false)
    for (const { key, words } of rows) {
      const column = table.columns.find((c) => someWords(words[c.name], holds))
      if (column) found.push({ key, column })
    }
    after = rows.at(-1)?.key ?? null
    if (rows.length < 100) break
  }
  return found.slice(0, most)
}

export interface FoundRow {
  key: string[]
  /** what its personal columns hold */
  words: Record<string, unknown>
}

/** Rows of a table with what their personal columns hold, in the order of their key. */
export async function selectRows(
  trx: Trx,
  table: PersonalTable,
  which: RowChoice,
  lock: boolean,
): Promise<FoundRow[]> {
  const key = sql.join(table.key.map((k) => sql`${sql.ref(k.name)}::text`))
  const words = sql.join(table.columns.flatMap((c) => [sql.lit(c.name), sql.ref(c.name)]))
  const conditions: RawBuilder<unknown>[] = []
  if ('key' in which) conditions.push(keyIs(table, which.key))
  else if ('keys' in which) conditions.push(keyAmong(table, which.keys), which.only)
  else {
    if (which.after)
      conditions.push(
        sql`(${sql.join(table.key.map((k) => sql.ref(k.name)))}) > (${keyValues(table, which.after)})`,
      )
    if ('where' in which) conditions.push(which.where)
    else conditions.push(mayHold(table, which.hints))
  }
  const { rows } = await sql<FoundRow>`
    select array[${key}] as key, jsonb_build_object(${words}) as words from ${sql.table(table.name)} t
    where ${sql.join(conditions, sql` and `)}
    order by ${sql.join(table.key.map((k) => sql.ref(k.name)))}
    limit ${'most' in which ? sql.lit(which.most) : sql`all`} ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows
}

function mayHold(table: PersonalTable, hints: readonly string[][]): RawBuilder<unknown> {
  const all = sql`shared.vn_norm(concat_ws(' ', ${sql.join(table.columns.map((c) => sql`${sql.ref(c.name)}::text`))}))`
  const any = hints.map((list) => sql`${all} like all (${list.map((word) => `%${word}%`)}::text[])`)
  return any.length === 0 ? sql`false` : sql`(${sql.join(any, sql` or `)})`
}

function keyIs(table: PersonalTable, key: string[]): RawBuilder<unknown> {
  return sql`(${sql.join(table.key.map((k) => sql.ref(k.name)))}) = (${keyValues(table, key)})`
}

function keyAmong(table: PersonalTable, keys: readonly string[][]): RawBuilder<unknown> {
  const columns = table.key.map((k, i) => sql`${keys.map((key) => key[i])}::${sql.raw(k.type)}[]`)
  return sql`(${sql.join(table.key.map((k) => sql.ref(k.name)))}) in (select * from unnest(${sql.join(columns)}))`
}

function keyValues(table: PersonalTable, key: string[]): RawBuilder<unknown> {
  // Types come from the catalogue, so that the index of the primary key is used.
  return sql.join(table.key.map((k, i) => sql`${key[i]}::${sql.raw(k.type)}`))
}

interface Changed {
  column: PersonalColumn
  value: unknown
}

function changedColumns(table: PersonalTable, { key, words }: FoundRow, change: WordChange): Changed[] {
  return table.columns.flatMap((column) => {
    const before = words[column.name]
    if (before === null || before === undefined) return []
    const after =
      change === 'all'
        ? emptied(column)
        : changeTexts(before, column.name, (text, path) => change(text, { key, path }))
    if (JSON.stringify(after) === JSON.stringify(before)) return []
    // Emptied is SQL's null, not the null of JSON, which is a value.
    const isJson = column.type === 'jsonb' && after !== null
    return [{ column, value: isJson ? JSON.stringify(after) : after }]
  })
}

function emptied(column: PersonalColumn): unknown {
  if (column.isNullable) return null
  if (column.type === 'jsonb') return {}
  return column.type === 'text[]' ? [] : redactedWords
}

/** SQL over the table as `t`: whether any of its personal columns still holds something that `all` would take away. */
export function holdsWords(table: PersonalTable): RawBuilder<boolean> {
  const holding = table.columns.map((column) => {
    const ref = sql.ref(`t.${column.name}`)
    if (column.isNullable) return sql`${ref} is not null`
    if (column.type === 'text') return sql`${ref} <> ${redactedWords}`
    return sql`${ref} <> '{}'`
  })
  return sql<boolean>`(${sql.join(holding, sql` or `)})`
}

/**
 * Changes every text of a value; the names of properties are ours.
 * @param path where the value stands, see WordPlace
 */
export function changeTexts(
  value: unknown,
  path: string,
  change: (words: string, path: string) => string,
): unknown {
  if (typeof value === 'string') return change(value, path)
  if (Array.isArray(value)) return value.map((v, i) => changeTexts(v, `${path}/${i}`, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, changeTexts(v, `${path}/${k}`, change)]),
  )
}

function someWords(value: unknown, holds: (words: string) => boolean): boolean {
  if (typeof value === 'string') return holds(value)
  return value !== null && typeof value === 'object' && Object.values(value).some((v) => someWords(v, holds))
}

/** The subject of a row: the id it is known by and, of a version, which. */
export function subjectOf(table: PersonalTable, key: string[]): EventSubject {
  const at = table.key.findIndex((k) => k.type === 'uuid')
  const id = key[at]
  if (id === undefined) return { what: table.name, id: key.join(' ') }
  const version = table.key.findIndex((k) => k.name === 'revision' || k.name === 'version')
  return { what: table.name, id, ...(version >= 0 ? { version: Number(key[version]) } : {}) }
}

async function record(
  trx: Trx,
  ctx: Ctx,
  table: PersonalTable,
  changed: readonly RedactedRow[],
  reason: RedactionReason,
): Promise<void> {
  const subjects = new Map<string, EventSubject>()
  for (const { key } of changed) {
    const subject = subjectOf(table, key)
    subjects.set(`${subject.id} ${subject.version ?? ''}`, subject)
  }
  const eventId = await recordEvent(trx, { ...ctx, request: null }, 'words.redact', [
    reason.subject,
    ...subjects.values(),
  ])
  // What is sealed and still a unit's own (submissions) needs its ground as much as what left it.
  if (!table.isLeft && !table.isSealed) return
  await trx
    .insertInto('redactions')
    .values(
      [...subjects.values()].map((s) => ({
        id: newId(),
        at: ctx.clock.now(),
        what: table.name,
        subject_id: s.id,
        version: s.version ?? null,
        ground: reason.ground,
        event_id: eventId,
      })),
    )
    .execute()
}
