import { sql, type RawBuilder } from 'kysely'
import type { Citation, Header, HeaderSpans, Recipient, Signer } from '../../document/index.ts'
import type { OfficialDocument } from '../../document/write/index.ts'
import { sealContent } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { ClauseKind } from './clause-kinds.ts'
import { mayRead } from './grounds.ts'
import { matchKey } from './keys.ts'
import type { Placed } from './library.schema.ts'
import type {} from './library.tables.ts'

/** What `documents.reading` holds: head and recipients with their places; of our own documents also what they are written from. */
export interface DocumentReading {
  header: Header
  headerSpans: HeaderSpans
  recipients: Recipient[]
  signer: Signer | null
  /** of a PDF or picture: where the words stand on its pages */
  pages?: Placed[]
  source?: OfficialDocument
}

/** A document without its text and page. Dates are `YYYY-MM-DD`. */
export interface DocumentFacts {
  id: string
  unitId: string
  origin: 'received' | 'known' | 'issued'
  type: string
  number: string | null
  symbol: string | null
  numberSymbol: string | null
  matchKey: string | null
  issuerName: string
  issuerUnitId: string | null
  issuedOn: string | null
  subject: string
  planId: string | null
  planRevision: number | null
  reportId: string | null
  reportVersion: number | null
  registerEntryId: string | null
  fileHash: string | null
  fileName: string | null
  isPublic: boolean
  hash: string
  redactedAt: Date | null
  createdAt: Date
}

export interface Clause {
  key: string
  ord: number
  parentKey: string | null
  level: number
  marker: string
  /** `II.2.b`: what people cite */
  path: string
  kind: ClauseKind
  words: string
  start: number
  end: number
}

const factsOf = sql<DocumentFacts>`d.id, d.unit_id as "unitId", d.origin, d.type, d.number, d.symbol, d.number_symbol as "numberSymbol",
  d.match_key as "matchKey", d.issuer_name as "issuerName", d.issuer_unit_id as "issuerUnitId", d.issued_on as "issuedOn", d.subject,
  d.plan_id as "planId", d.plan_revision as "planRevision", d.report_id as "reportId", d.report_version as "reportVersion",
  d.register_entry_id as "registerEntryId", d.file_hash as "fileHash", d.file_name as "fileName", d.is_public as "isPublic", d.hash,
  d.redacted_at as "redactedAt", d.created_at as "createdAt"`

/**
 * Who may read a row `d` of `documents`. What a unit received or knows is its own: units above it read only what it
 * issued; whoever got it up the thread, or was sent it, has a row of `reader`.
 */
export function mayReadDocument(ctx: Ctx): RawBuilder<boolean> {
  return sql<boolean>`(d.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) or ${mayRead(ctx, 'document', {
    unit: sql`case when d.origin = 'issued' then d.unit_id end`,
    id: sql`d.id`,
    revision: sql`0`,
    isPublic: sql`d.is_public`,
  })})`
}

/** A document within the read grounds of the person, or null: missing and forbidden look the same. */
export async function findDocument(trx: Trx, ctx: Ctx, id: string): Promise<DocumentFacts | null> {
  const { rows } = await sql<DocumentFacts>`
    select ${factsOf} from documents d where d.id = ${id} and ${mayReadDocument(ctx)}`.execute(trx)
  return rows[0] ?? null
}

/** Several documents within the read grounds, by id; those one may not read are left out. */
export async function findDocuments(
  trx: Trx,
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, DocumentFacts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<DocumentFacts>`
    select ${factsOf} from documents d where d.id = any(${[...ids]}::uuid[]) and ${mayReadDocument(ctx)}`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The clauses of a document in their order. The caller has seen to it that the document may be read. */
export async function findClauses(trx: Trx, documentId: string): Promise<Clause[]> {
  const { rows } = await sql<Clause>`
    select key, ord, parent_key as "parentKey", level, marker, path, kind, words, span_start as start, span_end as "end"
    from clauses where document_id = ${documentId} order by ord`.execute(trx)
  return rows
}

export interface NewDocument {
  id: string
  unitId: string
  origin: 'received' | 'known' | 'issued'
  type: string
  number: string | null
  symbol: string | null
  numberSymbol: string | null
  issuerName: string
  issuerUnitId: string | null
  issuedOn: string | null
  subject: string
  planId?: string | null
  planRevision?: number | null
  reportId?: string | null
  reportVersion?: number | null
  registerEntryId?: string | null
  fileHash?: string | null
  fileName?: string | null
  text: string
  pageHtml: string
  reading: DocumentReading
  isPublic: boolean
}

/** What a document's hash is over: everything of it that a reader relies on, from the columns of its row. */
export function documentContent(
  d: Pick<NewDocument, 'type' | 'number' | 'symbol' | 'issuerName' | 'issuedOn' | 'subject' | 'text'>,
): object {
  const { type, number, symbol, issuerName, issuedOn, subject, text } = d
  return { type, number, symbol, issuerName, issuedOn, subject, text }
}

/**
 * Adds a document with its clauses and citations.
 * @returns the hash that the event keeps
 */
export async function insertDocument(
  trx: Trx,
  ctx: Ctx,
  document: NewDocument,
  clauses: readonly Omit<Clause, 'ord'>[],
  citations: readonly Citation[],
): Promise<string> {
  const d = document
  const { salt, hash } = sealContent(documentContent(d))
  await trx
    .insertInto('documents')
    .values({
      id: d.id,
      unit_id: d.unitId,
      origin: d.origin,
      type: d.type,
      number: d.number,
      symbol: d.symbol,
      number_symbol: d.numberSymbol,
      match_key: matchKey(d.numberSymbol),
      issuer_name: d.issuerName,
      issuer_unit_id: d.issuerUnitId,
      issued_on: d.issuedOn,
      subject: d.subject,
      plan_id: d.planId ?? null,
      plan_revision: d.planRevision ?? null,
      report_id: d.reportId ?? null,
      report_version: d.reportVersion ?? null,
      register_entry_id: d.registerEntryId ?? null,
      file_hash: d.fileHash ?? null,
      file_name: d.fileName ?? null,
      text: d.text,
      page_html: d.pageHtml,
      reading: JSON.stringify(d.reading),
      salt,
      hash,
      is_public: d.isPublic,
      redacted_at: null,
      created_at: ctx.clock.now(),
      created_by: ctx.actor.personId,
    })
    .execute()
  for (const rows of chunks(clauses.map((clause, ord) => ({ ...clause, ord })))) {
    await trx
      .insertInto('clauses')
      .values(
        rows.map((c) => ({
          document_id: d.id,
          key: c.key,
          ord: c.ord,
          parent_key: c.parentKey,
          level: c.level,
          marker: c.marker,
          path: c.path,
          kind: c.kind,
          words: c.words,
          span_start: c.start,
          span_end: c.end,
        })),
      )
      .execute()
  }
  for (const rows of chunks(citations.map((citation, ord) => ({ ...citation, ord })))) {
    await trx
      .insertInto('document_citations')
      .values(
        rows.map((c) => ({
          document_id: d.id,
          ord: c.ord,
          words: c.text,
          span_start: c.start,
          span_end: c.end,
          type: c.type,
          number_symbol: c.numberSymbol,
          match_key: matchKey(c.numberSymbol),
          title: c.title,
          issued_on: c.date,
          issuer: c.issuer,
          relation: c.relation,
        })),
      )
      .execute()
  }
  return hash
}

/** PostgreSQL takes 65,535 values in one statement. */
function* chunks<T>(rows: readonly T[], size = 1_000): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size)
}
