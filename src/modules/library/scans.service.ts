import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { DocumentError } from '../../document/index.ts'
import { translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { idFromWords } from '../../platform/ids.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { findDocument, type DocumentFacts } from './documents.store.ts'
import { paperName } from './file-names.ts'
import { dropBytes, holdFile, keepBytes } from './kept-files.ts'
import { requireScan, takesScans } from './library.policy.ts'
import { readScanBytes } from './reading.ts'
import type { DocumentScan, KeepScan, ScanFileFacts, ScanProgress } from './scans.schema.ts'

declareErrors({
  'library.scan_no_paper': 409,
  'library.scan_only_issuer': 403,
  'library.scan_not_issued': 409,
  'library.scan_signed': 409,
  'library.scan_offset': 409,
  'library.scan_changed': 422,
  'library.scan_kind': 422,
  'library.scan_locked': 422,
  'library.scan_damaged': 422,
  'library.scan_replaced': 409,
})

type Scan = z.input<typeof DocumentScan>
type Progress = z.input<typeof ScanProgress>

interface ScanRef {
  documentId: string
  scanId: string
}

/**
 * How much of a scan's file is here. What is on its way has no row: its place is made of who sends what, so that nobody
 * else's bytes fall into it, and what nobody sends any more is swept like every part.
 * @throws common.not_found, library.scan_only_issuer, common.only_roles, library.scan_not_issued, library.scan_signed
 */
export async function beginScan(
  ctx: Ctx,
  ref: ScanRef,
  file: z.output<typeof ScanFileFacts>,
): Promise<Progress> {
  const { kept } = await standing(ctx, ref)
  if (kept) return { received: file.size, kept: true }
  const part = partOf(ctx, ref, file.hash)
  const received = await ctx.files.partSize(part)
  // Longer than the file: nothing that this person sent under this hash.
  if (received > file.size) await ctx.files.removePart(part)
  return { received: received > file.size ? 0 : received, kept: false }
}

/**
 * Takes bytes at an offset; what does not begin where the last ended is refused with the present one.
 * @param bytes at most 1 MB
 * @throws library.scan_offset
 */
export async function takeScanBytes(
  ctx: Ctx,
  ref: ScanRef,
  { offset, hash }: { offset: number; hash: string },
  bytes: Buffer,
): Promise<Progress> {
  const { kept } = await standing(ctx, ref)
  if (kept) return { received: offset + bytes.length, kept: true }
  const part = partOf(ctx, ref, hash)
  const received = await ctx.files.partSize(part)
  if (offset !== received)
    throw new AppError('library.scan_offset', {}, { fields: [{ path: 'offset', message: String(received) }] })
  if (bytes.length > 0) await ctx.files.writePart(part, offset, bytes)
  return { received: received + bytes.length, kept: false }
}

/**
 * Keeps a scan whose bytes are here: looked at in a process of its own, kept by its hash, named in the log. It takes the
 * place of the one that stood, which stays listed.
 * @throws library.scan_changed when the bytes are not those of the hash, library.scan_kind, library.scan_damaged,
 *   library.scan_replaced when another stands by now
 */
export async function keepScan(ctx: Ctx, ref: ScanRef, input: z.output<typeof KeepScan>): Promise<Scan> {
  const { facts, kept, stands, pdfHash } = await standing(ctx, ref)
  const part = partOf(ctx, ref, input.hash)
  if (kept) {
    // The server may have been stopped before the bytes on their way were removed.
    await ctx.files.removePart(part)
    return read(ctx, '*', (trx) => scanOf(trx, ctx, facts, ref.scanId))
  }
  if (pdfHash === null) throw new AppError('library.scan_no_paper')
  if ((stands?.id ?? null) !== (input.replaces?.id ?? null)) throw new AppError('library.scan_replaced')
  const arrived = await wholePart(ctx, part, input)
  const looked = await look(arrived)
  // The print of a document that takes scans is never made anew: it was counted for the one that stands.
  const printedPages = stands?.printed ?? (await readScanBytes(await ctx.files.get(pdfHash))).pages
  const bytes = looked.picture === null ? arrived : Buffer.from(looked.picture, 'base64')
  const { hash, size } = await ctx.files.put(bytes)
  let answer: Scan
  try {
    answer = await write(ctx, ownScope(ctx), {
      act: async (trx) => {
        const name = paperName(facts, extensionOf(looked.mime))
        await holdFile(trx, ctx, facts.unitId, { hash, size, mime: looked.mime, name })
        await trx
          .insertInto('document_scans')
          .values({
            id: ref.scanId,
            document_id: facts.id,
            unit_id: facts.unitId,
            replaces_id: input.replaces?.id ?? null,
            reason: input.replaces?.reason ?? null,
            file_hash: hash,
            pages: looked.pages,
            printed_pages: printedPages,
            created_at: ctx.clock.now(),
            created_by: ctx.actor.personId,
          })
          .execute()
        // From here on the log says which bytes the scan is.
        await recordEvent(trx, ctx, 'document.scan', [
          { what: 'document_scan', id: ref.scanId, hash },
          { what: 'document', id: facts.id },
        ])
      },
      answer: (trx) => scanOf(trx, ctx, facts, ref.scanId),
    })
  } catch (error) {
    await dropBytes(ctx, hash)
    if (violates(error, 'document_scans_pkey')) throw new AppError('common.request_reused')
    if (['document_scans_first_key', 'document_scans_replaces_key'].some((key) => violates(error, key)))
      throw new AppError('library.scan_replaced')
    throw error
  }
  await keepBytes(ctx, hash, bytes)
  await ctx.files.removePart(part)
  return answer
}

/** One scan's file, for whoever may read the document. */
export async function readScan(ctx: Ctx, { documentId, scanId }: ScanRef): Promise<FileAnswer> {
  const found = await read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, documentId)
    if (!facts) throw new AppError('common.not_found')
    const row = (await findScans(trx, facts)).find(({ id }) => id === scanId)
    if (!row) throw new AppError('library.no_paper')
    return { ...row, name: nameOf(facts, row.mime) }
  })
  if (!(await ctx.files.has(found.hash))) throw new AppError('library.no_paper')
  return { body: ctx.files.stream(found.hash), mime: found.mime, name: found.name, inline: true }
}

/** The scans of a document that may be read, the one that stands first. */
export async function scansOf(trx: Trx, ctx: Ctx, facts: DocumentFacts): Promise<Scan[]> {
  const rows = await findScans(trx, facts)
  return rows.map((row) => ({
    id: row.id,
    name: nameOf(facts, row.mime),
    size: row.size,
    mime: row.mime,
    pages: row.pages,
    at: row.at.toISOString(),
    warning:
      row.pages === row.printed
        ? null
        : translate(ctx.locale, 'scans.pages', { scanned: row.pages, printed: row.printed }),
    reason: row.reason,
  }))
}

async function scanOf(trx: Trx, ctx: Ctx, facts: DocumentFacts, scanId: string): Promise<Scan> {
  const scan = (await scansOf(trx, ctx, facts)).find(({ id }) => id === scanId)
  if (!scan) throw new AppError('common.not_found')
  return scan
}

async function findScans(trx: Trx, facts: DocumentFacts) {
  // A scan shows every word: where some were taken away it is shown no more.
  if (facts.redactedAt !== null) return []
  return trx
    .selectFrom('document_scans as s')
    .innerJoin('files as f', 'f.hash', 's.file_hash')
    .select([
      's.id',
      's.file_hash as hash',
      's.pages',
      's.printed_pages as printed',
      's.created_at as at',
      's.reason',
      'f.size',
      'f.mime',
    ])
    .where('s.document_id', '=', facts.id)
    .where('f.redacted_at', 'is', null)
    .orderBy('s.created_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(100)
    .execute()
}

/** The document, for somebody who may hand in a scan of its paper; whether this one is kept; which stands; the printed PDF. */
async function standing(
  ctx: Ctx,
  { documentId, scanId }: ScanRef,
): Promise<{
  facts: DocumentFacts
  kept: boolean
  stands: { id: string; printed: number } | undefined
  pdfHash: string | null
}> {
  return read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, documentId)
    if (!facts) throw new AppError('common.not_found')
    if (!ctx.actor.ownUnits.includes(facts.unitId)) throw new AppError('library.scan_only_issuer')
    requireScan(ctx.actor)
    if (!takesScans(ctx.actor, facts)) throw new AppError('library.scan_not_issued')
    const there = await trx
      .selectFrom('document_scans')
      .select('document_id')
      .where('id', '=', scanId)
      .executeTakeFirst()
    if (there && there.document_id !== documentId) throw new AppError('common.request_reused')
    const paper = await trx
      .selectFrom('document_papers')
      .select(['pdf_hash', 'is_signed'])
      .where('document_id', '=', documentId)
      .executeTakeFirst()
    if (paper?.is_signed) throw new AppError('library.scan_signed')
    const stands = await trx
      .selectFrom('document_scans as s')
      .select(['s.id', 's.printed_pages as printed'])
      .where('s.document_id', '=', documentId)
      .where((e) =>
        e.not(
          e.exists(e.selectFrom('document_scans as r').select('r.id').whereRef('r.replaces_id', '=', 's.id')),
        ),
      )
      .executeTakeFirst()
    return {
      facts,
      kept: there !== undefined,
      stands,
      pdfHash: paper?.pdf_hash ?? null,
    }
  })
}

function partOf(ctx: Ctx, { documentId, scanId }: ScanRef, hash: string): string {
  return idFromWords(`scan ${ctx.home} ${ctx.actor.personId ?? ''} ${documentId} ${scanId} ${hash}`)
}

/** @throws library.scan_changed */
async function wholePart(ctx: Ctx, part: string, file: { size: number; hash: string }): Promise<Buffer> {
  if ((await ctx.files.partSize(part)) < file.size) throw new AppError('library.scan_changed')
  const bytes = await ctx.files.usePart(part, file.size, (path) => readFile(path))
  if (createHash('sha256').update(bytes).digest('hex') === file.hash) return bytes
  await ctx.files.removePart(part)
  throw new AppError('library.scan_changed')
}

async function look(bytes: Buffer) {
  try {
    return await readScanBytes(bytes)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    if (error.code === 'document.unknown_format') throw new AppError('library.scan_kind')
    throw new AppError(error.code === 'document.encrypted' ? 'library.scan_locked' : 'library.scan_damaged')
  }
}

function extensionOf(mime: string): string {
  return mime === 'image/jpeg' ? 'jpg' : mime === 'image/png' ? 'png' : 'pdf'
}

/** Told apart from the printed PDF of the same document by its name. */
function nameOf(facts: DocumentFacts, mime: string): string {
  const extension = extensionOf(mime)
  return paperName(facts, extension).replace(new RegExp(`\\.${extension}$`), ` (bản quét).${extension}`)
}
