import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import type { EventSubject } from '../../platform/events.ts'
import { putRows, type Row, type Rows } from './copied.ts'
import type {} from './homes.tables.ts'

declareErrors({ 'homes.differs': 409, 'homes.impostor': 403 })

/** From where copies come. */
export interface Origin {
  home: string
  messageId: string
}

/** Something with a hash of its own that was new here. */
export interface TakenIn {
  what: 'document' | 'plan' | 'report' | 'activity' | 'report_answer' | 'direction' | 'direction_act'
  id: string
  /** 0 for what has only one */
  revision: number
  hash: string
}

/** Tables whose rows are sealed by a hash: how each is called in events, which columns tell its rows apart, whose they are. */
const sealed = {
  documents: { what: 'document', id: 'id', revision: null, unit: 'unit_id' },
  plan_revisions: { what: 'plan', id: 'plan_id', revision: 'revision', unit: 'unit_id' },
  activity_versions: { what: 'activity', id: 'activity_id', revision: 'version', unit: 'unit_id' },
  report_versions: { what: 'report', id: 'report_id', revision: 'version', unit: 'unit_id' },
  report_answers: { what: 'report_answer', id: 'id', revision: null, unit: 'unit_id' },
  directions: { what: 'direction', id: 'id', revision: null, unit: 'unit_id' },
  direction_acts: { what: 'direction_act', id: 'id', revision: null, unit: 'by_unit_id' },
} as const
type SealedTable = keyof typeof sealed

interface Given {
  id: RawBuilder<string>
  revision: (alias: string) => RawBuilder<number>
  rows: RawBuilder<unknown>
}

function given(table: SealedTable, rows: readonly Row[]): Given {
  const { id, revision } = sealed[table]
  return {
    id: sql.ref(id),
    revision: (alias) => (revision === null ? sql<number>`0` : sql.ref<number>(`${alias}.${revision}`)),
    rows: sql`jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`,
  }
}

/**
 * Puts rows that have a hash, and notes of what is new from where it is and with which hash.
 * @throws homes.differs when the same id stands here with another hash
 */
export async function putSealed(
  trx: Trx,
  ctx: Ctx,
  from: Origin,
  table: SealedTable,
  rows: readonly Row[] = [],
): Promise<TakenIn[]> {
  if (rows.length === 0) return []
  const key = sealed[table]
  const { id, revision, rows: list } = given(table, rows)
  const before = await sql<{ id: string; revision: number; differs: boolean }>`
    select h.${id} as id, ${revision('h')} as revision, h.hash <> x.hash as differs
    from ${list} x join ${sql.table(table)} h on h.${id} = x.${id} and ${revision('h')} = ${revision('x')}`.execute(
    trx,
  )
  if (before.rows.some((r) => r.differs)) throw new AppError('homes.differs')
  const here = new Set(before.rows.map((r) => `${r.id} ${r.revision}`))
  const fresh = rows
    .map((row) => ({
      row,
      id: String(row[key.id]),
      revision: key.revision === null ? 0 : Number(row[key.revision]),
      hash: String(row['hash']),
    }))
    .filter((r) => !here.has(`${r.id} ${r.revision}`))
  await putRows(
    trx,
    table,
    fresh.map((r) => r.row),
  )
  const taken = fresh.map(({ row: _, ...one }): TakenIn => ({ what: key.what, ...one }))
  if (taken.length > 0)
    await sql`
      insert into copies (what, id, revision, origin, hash, message_id, taken_at)
      select t.what, t.id, t.revision, ${from.home}, t.hash, ${from.messageId}, ${ctx.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as t(what text, id uuid, revision int, hash text)`.execute(
      trx,
    )
  return taken
}

/**
 * What a message brings is of units elsewhere, or is here already: nobody writes into this home in its own units' name.
 * @throws homes.impostor
 */
export async function requireForeign(trx: Trx, ctx: Ctx, rows: Rows): Promise<void> {
  for (const table of Object.keys(sealed) as SealedTable[]) {
    const list = rows[table] ?? []
    if (list.length === 0) continue
    const { id, revision, rows: given_ } = given(table, list)
    const found = await sql`
      select 1 from ${given_} x left join units u on u.id = ${sql.ref(`x.${sealed[table].unit}`)}
      where (u.id is null or u.home = ${ctx.home})
        and not exists (select 1 from ${sql.table(table)} h where h.${id} = x.${id} and ${revision('h')} = ${revision('x')}) limit 1`.execute(
      trx,
    )
    if (found.rows.length > 0) throw new AppError('homes.impostor')
  }
}

/** SQL over a row `c` of `copies`: what it is a copy of is of a unit of the home, whoever's message brought it. */
export function ownedBy(what: TakenIn['what'], home: string): RawBuilder<boolean> {
  const found = Object.entries(sealed).find(([, s]) => s.what === what)
  const [table, { id, unit }] = found ?? ['documents', sealed.documents]
  return sql<boolean>`exists (select 1 from ${sql.table(table)} s join units u on u.id = ${sql.ref(`s.${unit}`)} where ${sql.ref(`s.${id}`)} = c.id and u.home = ${home})`
}

/** What was taken in, for the event: the hashes of copies stand in this home's chain too. */
export function subjectsOf(taken: readonly TakenIn[]): EventSubject[] {
  return taken.map(({ what, id, revision, hash }) => ({
    what,
    id,
    ...(revision === 0 ? {} : { version: revision }),
    hash,
  }))
}

/**
 * Which files came with copies: from here on the log says which bytes belong to a document or piece of evidence, and which
 * came without theirs, because they were removed by law where they are from.
 */
export function fileSubjectsOf(rows: Rows): EventSubject[] {
  const named = (list: readonly Row[] | undefined, what: string, id: string, column: string) =>
    (list ?? []).flatMap((row) =>
      typeof row[column] === 'string' ? [{ what, id: String(row[id]), hash: row[column] }] : [],
    )
  return [
    ...named(rows.documents, 'document_file', 'id', 'file_hash'),
    ...named(rows.document_papers, 'document_docx', 'document_id', 'docx_hash'),
    ...named(rows.document_papers, 'document_pdf', 'document_id', 'pdf_hash'),
    ...named(rows.evidence, 'evidence', 'id', 'file_hash'),
    ...named(rows.evidence, 'evidence_thumb', 'id', 'thumb_hash'),
    ...(rows.files ?? []).flatMap((file) =>
      file['redacted_at'] === null ? [] : [{ what: 'file_removed', id: String(file['hash']) }],
    ),
  ]
}
