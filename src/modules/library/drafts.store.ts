import { sql } from 'kysely'
import { fold, type DocumentErrorCode } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument, type DocumentFacts } from './documents.store.ts'
import { matchKey } from './keys.ts'
import { DocumentDraft, type DraftContent, type Pieces } from './library.schema.ts'
import type {} from './library.tables.ts'
import { partialOf } from './reading.ts'
import type { KnownDocument } from './uncertain.ts'

export interface DraftRow {
  id: string
  unitId: string
  version: number
  state: 'reading' | 'to_check' | 'failed'
  fileHash: string
  fileName: string
  /** null until it is read */
  content: DraftContent | null
  /** while it is being read: pages read off pictures so far */
  progress: { done: number; of: number } | null
  error: DocumentErrorCode | null
  createdAt: Date
  updatedAt: Date
}

interface StoredDraft extends Omit<DraftRow, 'content' | 'progress'> {
  content: unknown
}

const draftColumns = sql`id, unit_id as "unitId", version, state, file_hash as "fileHash", file_name as "fileName", content, error,
  created_at as "createdAt", updated_at as "updatedAt"`

function toDraft({ content, ...row }: StoredDraft): DraftRow {
  const partial = row.state === 'reading' ? partialOf(content) : null
  return {
    ...row,
    content: row.state === 'to_check' ? DocumentDraft.parse(content) : null,
    progress: partial && { done: partial.recognised.length, of: partial.of },
  }
}

/** A draft of the given units, or null. `lock` keeps it for the transaction. */
export async function findDraft(
  trx: Trx,
  units: readonly string[],
  id: string,
  lock = false,
): Promise<DraftRow | null> {
  const { rows } = await sql<StoredDraft>`
    select ${draftColumns} from document_drafts where id = ${id} and unit_id = any(${[...units]}::uuid[])
    ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0] ? toDraft(rows[0]) : null
}

/** What a unit has of one file: a draft, or a document it holds. */
export async function findByFile(
  trx: Trx,
  unitId: string,
  hash: string,
): Promise<{ id: string; what: 'draft' | 'document' } | null> {
  const { rows } = await sql<{ id: string; what: 'draft' | 'document' }>`
    select id, 'document' as what from documents where unit_id = ${unitId} and file_hash = ${hash}
    union all select id, 'draft' from document_drafts where unit_id = ${unitId} and file_hash = ${hash} limit 1`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** A draft as the list shows it, without its text. */
export interface DraftLine extends Omit<DraftRow, 'content' | 'progress'> {
  header: Pieces['header'] | null
  uncertain: number
}

/** The drafts of a unit, newest first; at most `most`. */
export async function listDrafts(trx: Trx, units: readonly string[], most: number): Promise<DraftLine[]> {
  const { rows } = await sql<DraftLine>`
    select id, unit_id as "unitId", version, state, file_hash as "fileHash", file_name as "fileName", error,
      created_at as "createdAt", updated_at as "updatedAt",
      content->'pieces'->'header' as header, coalesce((content->>'uncertain')::int, 0) as uncertain
    from document_drafts where unit_id = any(${[...units]}::uuid[])
    order by created_at desc, id desc limit ${most}`.execute(trx)
  return rows
}

/** Documents that this person may read and that the citations may mean, by match key. */
export async function findKnown(
  trx: Trx,
  ctx: Ctx,
  numberSymbols: readonly (string | null)[],
): Promise<Map<string, DocumentFacts[]>> {
  const keys = [...new Set(numberSymbols.flatMap((n) => matchKey(n) ?? []))]
  const known = new Map<string, DocumentFacts[]>()
  if (keys.length === 0) return known
  const { rows } = await sql<DocumentFacts>`
    select d.id, d.type, d.number_symbol as "numberSymbol", d.match_key as "matchKey", d.issuer_name as "issuerName",
      d.issued_on as "issuedOn", d.subject
    from documents d where d.match_key = any(${keys}::text[]) and ${mayReadDocument(ctx)}
    order by d.created_at limit 2000`.execute(trx)
  for (const row of rows) {
    const key = row.matchKey ?? ''
    known.set(key, [...(known.get(key) ?? []), row])
  }
  return known
}

/** What the rules for uncertain pieces need of them. */
export function knownDates(
  known: ReadonlyMap<string, readonly DocumentFacts[]>,
): Map<string, KnownDocument[]> {
  const dates = new Map<string, KnownDocument[]>()
  for (const [key, documents] of known) {
    dates.set(
      key,
      documents.flatMap((d) =>
        d.issuedOn === null
          ? []
          : [{ id: d.id, type: d.type, numberSymbol: d.numberSymbol ?? '', issuedOn: d.issuedOn }],
      ),
    )
  }
  return dates
}

/**
 * Documents that the unit has already, taken in or sent to it, with the same number, symbol and issuer (Decree 30/2020/NĐ-CP,
 * Appendix VI). Numbers begin anew each year: another year is another document; where a day is missing, a person decides.
 */
export async function findDuplicates(
  trx: Trx,
  units: readonly string[],
  document: {
    numberSymbol: string | null
    issuedOn: string | null
    issuerName: string
    issuerUnitId: string | null
  },
): Promise<DocumentFacts[]> {
  const key = matchKey(document.numberSymbol)
  if (key === null) return []
  const { rows } = await sql<DocumentFacts>`
    select d.id, d.type, d.number_symbol as "numberSymbol", d.issuer_name as "issuerName", d.issuer_unit_id as "issuerUnitId",
      d.issued_on as "issuedOn", d.subject
    from documents d where d.match_key = ${key}
      and (d.unit_id = any(${[...units]}::uuid[]) and d.origin <> 'issued'
        or exists (select 1 from reader r where r.unit_id = any(${[...units]}::uuid[]) and r.what = 'document' and r.id = d.id and r.ground = 'delivered'))
      and coalesce(extract(year from d.issued_on) = extract(year from ${document.issuedOn}::date), true)
    order by d.created_at limit 20`.execute(trx)
  return rows.filter(
    (d) =>
      (d.issuerUnitId !== null && d.issuerUnitId === document.issuerUnitId) ||
      fold(d.issuerName) === fold(document.issuerName),
  )
}
