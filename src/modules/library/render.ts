import { sql } from 'kysely'
import type { OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { renderPaper } from '../../print/index.ts'
import type { DocumentReading } from './documents.store.ts'
import { paperName } from './file-names.ts'
import { dropBytes } from './kept-files.ts'

export const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const pdfMime = 'application/pdf'

interface RenderJob {
  documentId: string
  /** the .docx behind the PDF; absent: the PDF */
  format?: 'docx'
  /** a file that was made in vain: it shows words that were taken away meanwhile */
  drop?: string[]
  /** the PDF with its signatures, which is there already */
  signedPdf?: { hash: string; size: number }
}

interface Rendered {
  unitId: string
  /** when words of the document were last taken away, as milliseconds; null: never */
  redactedAt: number | null
  paper: { hash: string; size: number; mime: string; name: string }
}

/**
 * `document.render`: the PDF of an issued document, and again after a name in it was covered by law. The .docx is a job of its
 * own, ordered when the PDF is there: where a province issues at once, all PDFs come before the first .docx. Rendering
 * twice (a worker was killed in between) is harmless: files are kept by content, and only the one of the step that commits is
 * named anywhere.
 */
export function registerRenderJob(): void {
  onJob<RenderJob, Rendered | null>('document.render', {
    lane: 'papers',
    prepare: async (ctx, job) => {
      for (const hash of job.payload.drop ?? []) await dropBytes(ctx, hash)
      return render(ctx, job.payload)
    },
    step: async (trx, ctx, job, rendered) => {
      if (!rendered) return { done: true }
      const { documentId, format } = job.payload
      const document = await trx
        .selectFrom('documents')
        .select('redacted_at')
        .where('id', '=', documentId)
        .forShare()
        .executeTakeFirst()
      // A name was covered while we rendered: this paper still shows it, and is made anew.
      if ((document?.redacted_at?.getTime() ?? null) !== rendered.redactedAt)
        return { done: false, payload: { ...job.payload, drop: [rendered.paper.hash] }, progress: job.done }
      const isKept = await (format === 'docx' ? keepDocx : keepPdf)(trx, ctx, documentId, rendered)
      if (!isKept) return { done: true }
      // From here on the log says which bytes the document's paper is.
      const what = format === 'docx' ? 'document_docx' : 'document_pdf'
      await recordEvent(trx, ctx, 'document.paper', [{ what, id: documentId, hash: rendered.paper.hash }])
      if (format !== 'docx') await addJob(trx, ctx, 'document.render', { documentId, format: 'docx' })
      return { done: true }
    },
  })
}

/** @returns whether it is the document's PDF now */
async function keepPdf(trx: Trx, ctx: Ctx, documentId: string, rendered: Rendered): Promise<boolean> {
  await keepFile(trx, ctx, rendered)
  const now = ctx.clock.now()
  const { hash } = rendered.paper
  const kept = await trx
    .insertInto('document_papers')
    .values({ document_id: documentId, docx_hash: null, pdf_hash: hash, created_at: now })
    .onConflict((c) =>
      rendered.redactedAt === null
        ? c.column('document_id').doNothing()
        : c.column('document_id').doUpdateSet({ docx_hash: null, pdf_hash: hash, created_at: now }),
    )
    .returning('document_id')
    .executeTakeFirst()
  return kept !== undefined
}

/** @returns whether it is the document's .docx now: not beside a PDF that still shows covered words, which brings another */
async function keepDocx(trx: Trx, ctx: Ctx, documentId: string, rendered: Rendered): Promise<boolean> {
  const { redactedAt, paper } = rendered
  const papers = await trx
    .selectFrom('document_papers')
    .select(['docx_hash', 'created_at'])
    .where('document_id', '=', documentId)
    .forUpdate()
    .executeTakeFirst()
  const isWanted =
    papers?.docx_hash === null && (redactedAt === null || papers.created_at.getTime() >= redactedAt)
  if (!isWanted) return false
  await keepFile(trx, ctx, rendered)
  await trx
    .updateTable('document_papers')
    .set({ docx_hash: paper.hash })
    .where('document_id', '=', documentId)
    .execute()
  return true
}

async function keepFile(trx: Trx, ctx: Ctx, { unitId, paper }: Rendered): Promise<void> {
  const { hash, size, mime, name } = paper
  const created_at = ctx.clock.now()
  await trx
    .insertInto('files')
    .values({ hash, size, mime, created_at, redacted_at: null, redaction_reason: null })
    .onConflict((c) => c.column('hash').doNothing())
    .execute()
  await trx
    .insertInto('file_holders')
    .values({ unit_id: unitId, hash, name, created_at })
    .onConflict((c) => c.columns(['unit_id', 'hash']).doNothing())
    .execute()
}

/** @returns null for a document all of whose words were taken away */
async function render(ctx: Ctx, { documentId, format, signedPdf }: RenderJob): Promise<Rendered | null> {
  const row = await wide(ctx, 'the one document that the job names', (trx) =>
    trx
      .selectFrom('documents')
      .select(['unit_id', 'type', 'number_symbol', 'subject', 'redacted_at'])
      // `reading` is written by insertDocument only.
      .select(sql<DocumentReading['source'] | null>`reading -> 'source'`.as('source'))
      .where('id', '=', documentId)
      .executeTakeFirst(),
  )
  if (!row?.source) return null
  const facts = { type: row.type, numberSymbol: row.number_symbol, subject: row.subject }
  const extension = format ?? 'pdf'
  // Words that were covered since stand in the signed bytes too: then the paper is printed without them, and unsigned.
  const isSigned = format !== 'docx' && signedPdf !== undefined && row.redacted_at === null
  const kept = isSigned ? signedPdf : await ctx.files.put(await bytesOf(row.source, extension))
  const mime = format === 'docx' ? docxMime : pdfMime
  return {
    unitId: row.unit_id,
    redactedAt: row.redacted_at?.getTime() ?? null,
    paper: { hash: kept.hash, size: kept.size, mime, name: paperName(facts, extension) },
  }
}

async function bytesOf(source: OfficialDocument, format: 'docx' | 'pdf'): Promise<Uint8Array> {
  const [bytes] = await renderPaper(source, [format])
  if (!bytes) throw new Error(`no ${format} was made`)
  return bytes
}
