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
  /** whether it bears the signatures that the document was issued with */
  isSigned: boolean
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
      const { found, kept } = await keepPaper(trx, ctx, job.payload, rendered)
      // A name was covered while we rendered: this paper still shows it, and is made anew.
      if (!found)
        return { done: false, payload: { ...job.payload, drop: [rendered.paper.hash] }, progress: job.done }
      if (!kept) return { done: true }
      // From here on the log says which bytes the document's paper is.
      const what = format === 'docx' ? 'document_docx' : 'document_pdf'
      await recordEvent(trx, ctx, 'document.paper', [{ what, id: documentId, hash: rendered.paper.hash }])
      if (format !== 'docx') await addJob(trx, ctx, 'document.render', { documentId, format: 'docx' })
      return { done: true }
    },
  })
}

/**
 * Names the paper as the document's, in one message: a province issues thousands at once. One that is there already stays, but for
 * a PDF made anew without covered words. A .docx is kept beside a PDF of the same words only: the next PDF brings its own.
 * @returns whether the document still has the words that were rendered, and whether the paper is its now
 */
async function keepPaper(
  trx: Trx,
  ctx: Ctx,
  { documentId, format }: RenderJob,
  { unitId, redactedAt, paper, isSigned }: Rendered,
): Promise<{ found: boolean; kept: boolean }> {
  const now = ctx.clock.now()
  const as = redactedAt === null ? null : new Date(redactedAt)
  const naming =
    format === 'docx'
      ? sql`update document_papers p set docx_hash = ${paper.hash} from document d
          where p.document_id = d.id and p.docx_hash is null and (d.redacted_at is null or p.created_at >= d.redacted_at)
          returning p.document_id`
      : sql`insert into document_papers as p (document_id, pdf_hash, is_signed, created_at) select id, ${paper.hash}, ${isSigned}, ${now} from document
          on conflict (document_id) do update set docx_hash = null, pdf_hash = excluded.pdf_hash, is_signed = excluded.is_signed, created_at = excluded.created_at
            where ${as}::timestamptz is not null
          returning p.document_id`
  const { rows } = await sql<{ found: boolean; kept: boolean }>`
    with document as (
      select id, redacted_at from documents
      where id = ${documentId} and date_trunc('milliseconds', redacted_at) is not distinct from ${as}::timestamptz for share
    ), named as (${naming}), file as (
      insert into files (hash, size, mime, created_at) select ${paper.hash}, ${paper.size}, ${paper.mime}, ${now}::timestamptz from named
      on conflict (hash) do nothing
    ), holder as (
      insert into file_holders (unit_id, hash, name, created_at)
      select ${unitId}, ${paper.hash}, ${paper.name}, ${now}::timestamptz from named on conflict (unit_id, hash) do nothing
    )
    select exists (select 1 from document) as found, exists (select 1 from named) as kept`.execute(trx)
  return rows[0] ?? { found: false, kept: false }
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
    isSigned,
  }
}

async function bytesOf(source: OfficialDocument, format: 'docx' | 'pdf'): Promise<Uint8Array> {
  const [bytes] = await renderPaper(source, [format])
  if (!bytes) throw new Error(`no ${format} was made`)
  return bytes
}
