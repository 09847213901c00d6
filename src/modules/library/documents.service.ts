import type { z } from 'zod'
import { lastDay, placesOf, resolve } from '../../document/index.ts'
import { findUnits } from '../units/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { isId } from '../../platform/ids.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { wide } from '../../platform/wide.ts'
import { rowsToExport } from '../../platform/workbook.ts'
import { read } from '../../platform/write.ts'
import { translate } from '../../messages/index.ts'
import {
  findClauses,
  findDocument,
  findDocuments,
  type DocumentFacts,
  type DocumentReading,
} from './documents.store.ts'
import { bestMatch, refOf } from './drafts.service.ts'
import { findKnown } from './drafts.store.ts'
import { paperName } from './file-names.ts'
import { stateOfKnown } from './known.rules.ts'
import { registerFor } from './known.store.ts'
import { mayCopy, mayRelateTo, mayScan, mayWorkOnDocuments } from './library.policy.ts'
import { namesUnit } from './named-us.ts'
import {
  DraftHeader,
  headerFields,
  relations,
  type DocumentList,
  type DocumentQuery,
  type DocumentRow,
  type DocumentView,
} from './library.schema.ts'
import { findOriginal } from './originals.ts'
import { sizesOf } from './pages.service.ts'
import { listDocuments, type RegisterRow } from './register.store.ts'
import { docxMime, pdfMime } from './render.ts'
import { writeRegister } from './register-xlsx.ts'
import { scansOf } from './scans.service.ts'

declareErrors({ 'library.no_paper': 404, 'library.bad_cursor': 400 })

type Query = z.output<typeof DocumentQuery>
type Row = z.input<typeof DocumentRow>
type View = z.input<typeof DocumentView>

/** The register: what this person may read, newest first, a page at a time. */
export async function readRegister(ctx: Ctx, query: Query): Promise<z.input<typeof DocumentList>> {
  const { cursor, limit, ...filter } = query
  const find = async (trx: Trx) => {
    const found = await listDocuments(trx, ctx, { ...filter, after: readCursor(cursor), limit: limit + 1 })
    return toRows(trx, ctx, found)
  }
  // PostgreSQL uses the index of the full text only for a role without a filtering policy (platform/wide.ts).
  const rows = filter.q
    ? await wide(ctx, 'documents that the asking person may read: mayReadDocument', find)
    : await read(ctx, '*', find)
  const last = rows[limit - 1]
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.createdAt}_${last.id}` : null,
  }
}

function readCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [at = '', id = ''] = cursor.split('_')
  if (Number.isNaN(Date.parse(at)) || !isId(id)) throw new AppError('library.bad_cursor')
  return { at: new Date(at), id }
}

async function toRows(trx: Trx, ctx: Ctx, rows: readonly RegisterRow[]): Promise<Row[]> {
  const units = await findUnits(trx, [...new Set(rows.map((r) => r.unitId))], ctx.clock.today())
  return rows.map(({ unitId, createdAt, ...row }) => ({
    ...row,
    holder: { id: unitId, name: units.get(unitId)?.name ?? '' },
    mine: ctx.actor.ownUnits.includes(unitId),
    createdAt: createdAt.toISOString(),
  }))
}

/** The register as a workbook: the same filters, without paging. @throws common.export_too_many */
export async function exportRegister(ctx: Ctx, query: Query): Promise<FileAnswer> {
  const { cursor: _cursor, limit: _limit, ...filter } = query
  const find = async (trx: Trx) =>
    toRows(trx, ctx, await rowsToExport((limit) => listDocuments(trx, ctx, { ...filter, limit })))
  const rows = filter.q
    ? await wide(ctx, 'documents that the asking person may read: mayReadDocument', find)
    : await read(ctx, '*', find)
  return {
    body: await writeRegister(ctx.locale, rows),
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: `${translate(ctx.locale, 'library.export.name')} ${ctx.clock.today()}.xlsx`,
  }
}

/** A document with its page, clauses, citations, recipients and files. */
export async function readDocument(ctx: Ctx, id: string): Promise<View> {
  return read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    const content = await trx
      .selectFrom('documents')
      .select(['text', 'page_html', 'reading'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    // Written by insertDocument only; a redaction leaves an empty object.
    const reading = content.reading as Partial<DocumentReading>
    const unitIds = [facts.unitId, ...(facts.issuerUnitId === null ? [] : [facts.issuerUnitId])]
    const units = await findUnits(trx, unitIds, facts.issuedOn ?? ctx.clock.today())
    const holder = (await findUnits(trx, [facts.unitId], ctx.clock.today())).get(facts.unitId)
    const issuer = facts.issuerUnitId === null ? undefined : units.get(facts.issuerUnitId)
    const { files, papers, isSigned } = await findFiles(trx, facts)
    const recipients = reading.recipients ?? []
    const us =
      facts.origin === 'received' && holder && ctx.actor.ownUnits.includes(facts.unitId)
        ? namesUnit(content.text, recipients, holder)
        : []
    return {
      ...refOf(facts),
      origin: facts.origin,
      number: facts.number,
      symbol: facts.symbol,
      holder: { id: facts.unitId, name: holder?.name ?? '' },
      mine: ctx.actor.ownUnits.includes(facts.unitId),
      createdAt: facts.createdAt.toISOString(),
      text: content.text,
      html: content.page_html,
      pages: facts.redactedAt === null ? sizesOf(reading.pages) : [],
      header: headerOf(facts, reading),
      headerSpans: spansOf(reading),
      issuer: issuer ? { id: issuer.id, name: issuer.name } : null,
      clauses: (await findClauses(trx, id)).map(({ ord: _ord, ...clause }) => clause),
      citations: await findCitations(trx, ctx, facts),
      recipients: recipients.map(({ text, purpose, start, end }, i) => ({
        text,
        purpose,
        start,
        end,
        isUs: us[i] ?? false,
      })),
      signer: reading.signer ?? null,
      related: await findRelated(trx, ctx, id),
      files,
      papers,
      scans: await scansOf(trx, ctx, facts),
      planId: facts.planId,
      redacted: facts.redactedAt !== null,
      copyAs: mayCopy(ctx.actor) ? ((await findOriginal(trx, ctx, id))?.types ?? []) : [],
      may: [
        ...(facts.redactedAt === null && mayWorkOnDocuments(ctx.actor) ? ['document.plan_from'] : []),
        ...(mayRelateTo(ctx.actor, facts) ? ['document.relate'] : []),
        ...(papers !== 'waiting' && !isSigned && mayScan(ctx.actor, facts) ? ['document.scan'] : []),
      ],
    }
  })
}

function headerOf(facts: DocumentFacts, reading: Partial<DocumentReading>): z.input<typeof DraftHeader> {
  return {
    parentAgency: reading.header?.parentAgency ?? null,
    agency: reading.header?.agency ?? facts.issuerName,
    numberSymbol: facts.numberSymbol,
    place: reading.header?.place ?? null,
    date: facts.issuedOn,
    type: facts.type,
    subject: facts.subject,
  }
}

function spansOf(reading: Partial<DocumentReading>): View['headerSpans'] {
  const spans: View['headerSpans'] = {}
  for (const field of headerFields) {
    const span = reading.headerSpans?.[field]
    if (span) spans[field] = { start: span.start, end: span.end }
  }
  return spans
}

/** How a document stands to others of its unit: those of them that the person may read. */
async function findRelated(trx: Trx, ctx: Ctx, id: string): Promise<View['related']> {
  const rows = await trx
    .selectFrom('document_relations')
    .selectAll()
    .where((e) => e.or([e('document_id', '=', id), e('target_id', '=', id)]))
    // Copies may be many, and must not push out what changed the document.
    .orderBy((e) => e('relation', '=', 'copies'))
    .limit(100)
    .execute()
  const otherOf = (r: { document_id: string; target_id: string }) =>
    r.target_id === id ? r.document_id : r.target_id
  const others = await findDocuments(trx, ctx, rows.map(otherOf))
  return rows
    .flatMap((r) => {
      const other = others.get(otherOf(r))
      return other ? [{ relation: r.relation, isBy: r.target_id === id, document: refOf(other) }] : []
    })
    .sort((a, b) => ((a.document.issuedOn ?? '') < (b.document.issuedOn ?? '') ? -1 : 1))
}

async function findCitations(trx: Trx, ctx: Ctx, facts: DocumentFacts): Promise<View['citations']> {
  const { id } = facts
  const rows = await trx
    .selectFrom('document_citations')
    .selectAll()
    .where('document_id', '=', id)
    .orderBy('ord')
    .execute()
  const known = await findKnown(
    trx,
    ctx,
    rows.map((row) => row.number_symbol),
  )
  const cited = rows.map((row) => ({
    type: row.type,
    numberSymbol: row.number_symbol,
    title: row.title,
    date: row.issued_on,
    issuer: row.issuer,
  }))
  const register = await registerFor(trx, ctx, cited)
  const context = { on: facts.issuedOn, places: placesOf([facts.issuerName]) }
  const today = ctx.clock.today()
  return rows.map((row, i) => {
    const one = cited[i]
    const meant = one && resolve(one, register, context)
    const match = bestMatch(known, row.number_symbol, row.issued_on)
    return {
      words: row.words,
      start: row.span_start,
      end: row.span_end,
      type: row.type,
      numberSymbol: row.number_symbol,
      date: row.issued_on,
      issuer: row.issuer,
      relation: relations.find((relation) => relation === row.relation) ?? null,
      document: match && match.id !== id ? refOf(match) : null,
      known:
        meant?.status === 'known'
          ? {
              id: meant.document.id,
              state: stateOfKnown(meant.document, today),
              lastDay: lastDay(meant.document),
            }
          : null,
    }
  })
}

type PaperKind = 'original' | 'docx' | 'pdf'

/** Files of a document with the names they are saved under; its papers come a moment after the issue. */
async function findFiles(
  trx: Trx,
  facts: DocumentFacts,
): Promise<{ files: View['files']; papers: View['papers']; isSigned: boolean }> {
  const paper = await trx
    .selectFrom('document_papers')
    .select(['docx_hash', 'pdf_hash', 'is_signed'])
    .where('document_id', '=', facts.id)
    .executeTakeFirst()
  const wanted: { kind: PaperKind; hash: string; name: string }[] = []
  if (facts.fileHash !== null)
    wanted.push({ kind: 'original', hash: facts.fileHash, name: facts.fileName ?? paperName(facts, 'txt') })
  if (paper) {
    if (paper.docx_hash !== null)
      wanted.push({ kind: 'docx', hash: paper.docx_hash, name: paperName(facts, 'docx') })
    wanted.push({ kind: 'pdf', hash: paper.pdf_hash, name: paperName(facts, 'pdf') })
  }
  const kept =
    wanted.length === 0
      ? []
      : await trx
          .selectFrom('files')
          .select(['hash', 'size', 'mime', 'redacted_at'])
          .where('hash', 'in', [...new Set(wanted.map((file) => file.hash))])
          .execute()
  const files = wanted.flatMap(({ kind, hash, name }) => {
    const file = kept.find((f) => f.hash === hash && f.redacted_at === null)
    return file ? [{ kind, name, size: file.size, mime: file.mime }] : []
  })
  const made = !paper ? 'waiting' : paper.docx_hash === null ? 'pdf' : 'ready'
  return {
    files,
    papers: facts.origin === 'issued' ? made : 'none',
    isSigned: paper?.is_signed ?? false,
  }
}

/** One file of a document, for whoever may read the document. */
export async function readPaper(ctx: Ctx, id: string, kind: PaperKind): Promise<FileAnswer> {
  const found = await read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    const { files } = await findFiles(trx, facts)
    const file = files.find((f) => f.kind === kind)
    if (!file) throw new AppError('library.no_paper')
    if (kind === 'original') return { ...file, hash: facts.fileHash }
    const paper = await trx
      .selectFrom('document_papers')
      .select(['docx_hash', 'pdf_hash'])
      .where('document_id', '=', id)
      .executeTakeFirst()
    return { ...file, hash: kind === 'pdf' ? (paper?.pdf_hash ?? null) : (paper?.docx_hash ?? null) }
  })
  if (found.hash === null || !(await ctx.files.has(found.hash))) throw new AppError('library.no_paper')
  const mime = kind === 'pdf' ? pdfMime : kind === 'docx' ? docxMime : found.mime
  return { body: ctx.files.stream(found.hash), mime, name: found.name, inline: kind === 'pdf' }
}
