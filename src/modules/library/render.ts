import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { recordEvent } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { renderPaper } from '../../print/index.ts'
import type { DocumentReading } from './documents.store.ts'
import { paperName } from './file-names.ts'
import { dropBytes } from './kept-files.ts'

export const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const pdfMime = 'application/pdf'

interface RenderJob {
  documentId: string
  /** files that were made in vain: they show words that were taken away meanwhile */
  drop?: string[]
  /** the PDF with its signatures, which is there already */
  signedPdf?: { hash: string; size: number }
}

interface Paper {
  hash: string
  size: number
  mime: string
  name: string
}

interface Rendered {
  unitId: string
  /** when words of the document were last taken away, as milliseconds; null: never */
  redactedAt: number | null
  docx: Paper
  pdf: Paper
}

/**
 * `document.render`: the .docx and PDF of an issued document, and again after a name in it was covered by law. Rendering
 * twice (a worker was killed in between) is harmless: files are kept by content, and only the pair of the step that
 * commits is named anywhere.
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
      const { unitId, docx, pdf } = rendered
      const now = ctx.clock.now()
      const document = await trx
        .selectFrom('documents')
        .select('redacted_at')
        .where('id', '=', job.payload.documentId)
        .forShare()
        .executeTakeFirst()
      // A name was covered while we rendered: these papers still show it, and are made anew.
      if ((document?.redacted_at?.getTime() ?? null) !== rendered.redactedAt)
        return { done: false, payload: { ...job.payload, drop: [docx.hash, pdf.hash] }, progress: job.done }
      const made = [docx, pdf]
      const isNew = { created_at: now, redacted_at: null, redaction_reason: null }
      await trx
        .insertInto('files')
        .values(made.map(({ hash, size, mime }) => ({ hash, size, mime, ...isNew })))
        .onConflict((c) => c.column('hash').doNothing())
        .execute()
      await trx
        .insertInto('file_holders')
        .values(made.map(({ hash, name }) => ({ unit_id: unitId, hash, name, created_at: now })))
        .onConflict((c) => c.columns(['unit_id', 'hash']).doNothing())
        .execute()
      const kept = await trx
        .insertInto('document_papers')
        .values({
          document_id: job.payload.documentId,
          docx_hash: docx.hash,
          pdf_hash: pdf.hash,
          created_at: now,
        })
        .onConflict((c) =>
          rendered.redactedAt === null
            ? c.column('document_id').doNothing()
            : c
                .column('document_id')
                .doUpdateSet({ docx_hash: docx.hash, pdf_hash: pdf.hash, created_at: now }),
        )
        .returning('document_id')
        .executeTakeFirst()
      if (!kept) return { done: true }
      // From here on the log says which bytes the document's papers are.
      await recordEvent(trx, ctx, 'document.paper', [
        { what: 'document_docx', id: job.payload.documentId, hash: docx.hash },
        { what: 'document_pdf', id: job.payload.documentId, hash: pdf.hash },
      ])
      return { done: true }
    },
  })
}

/** @returns null for a document all of whose words were taken away */
async function render(ctx: Ctx, { documentId, signedPdf }: RenderJob): Promise<Rendered | null> {
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
  const keep = async (bytes: Uint8Array | undefined, mime: string, extension: string): Promise<Paper> => {
    if (!bytes) throw new Error(`no ${extension} was made`)
    return { ...(await ctx.files.put(bytes)), mime, name: paperName(facts, extension) }
  }
  // Words that were covered since stand in the signed bytes too: then the paper is printed without them, and unsigned.
  const kept = row.redacted_at === null ? signedPdf : undefined
  const [docx, pdf] = await renderPaper(row.source, kept ? ['docx'] : ['docx', 'pdf'])
  return {
    unitId: row.unit_id,
    redactedAt: row.redacted_at?.getTime() ?? null,
    docx: await keep(docx, docxMime, 'docx'),
    pdf: kept ? { ...kept, mime: pdfMime, name: paperName(facts, 'pdf') } : await keep(pdf, pdfMime, 'pdf'),
  }
}
