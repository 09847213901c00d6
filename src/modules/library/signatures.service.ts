import type { z } from 'zod'
import { DocumentError } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { ownScope, read } from '../../platform/write.ts'
import { faultsOf, type SignatureReport } from '../../sign/index.ts'
import { translate } from '../../messages/index.ts'
import { findDocument } from './documents.store.ts'
import { findDraft } from './drafts.store.ts'
import type { FileSignature, FileSignatures } from './library.schema.ts'
import { verifyFileBytes } from './reading.ts'
import { pdfMime } from './render.ts'

type Answer = z.input<typeof FileSignatures>

let authorities: readonly Uint8Array[] = []

/** The authorities whose signers are known here, as certificates in DER: a setting of the installation. */
export function setAuthorities(certificates: readonly Uint8Array[]): void {
  authorities = certificates
}

/**
 * Who signed a draft's file. Reckoned from the bytes each time: nothing about signers is kept beside the file, and what is
 * said follows the authorities of today.
 */
export async function readDraftSignatures(ctx: Ctx, id: string): Promise<Answer> {
  const hash = await read(ctx, ownScope(ctx), async (trx) => {
    const draft = await findDraft(trx, ctx.actor.ownUnits, id)
    if (!draft) throw new AppError('common.not_found')
    return draft.fileHash
  })
  return verify(ctx, hash)
}

/** Who signed a document's original, of an issued one its PDF, for whoever may read the document. */
export async function readDocumentSignatures(ctx: Ctx, id: string): Promise<Answer> {
  const hash = await read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    if (facts.redactedAt !== null) return null
    if (facts.origin !== 'issued') return facts.fileHash
    const paper = await trx
      .selectFrom('document_papers')
      .select('pdf_hash')
      .where('document_id', '=', id)
      .executeTakeFirst()
    return paper?.pdf_hash ?? null
  })
  return verify(ctx, hash)
}

async function verify(ctx: Ctx, hash: string | null): Promise<Answer> {
  const none: Answer = { signatures: [], unread: null }
  if (hash === null) return none
  const file = await read(ctx, '*', (trx) =>
    trx
      .selectFrom('files')
      .select('mime')
      .where('hash', '=', hash)
      .where('redacted_at', 'is', null)
      .executeTakeFirst(),
  )
  if (file?.mime !== pdfMime || !(await ctx.files.has(hash))) return none
  const sentence = (code: string): string => translate(ctx.locale, `sign.error.${code}`)
  try {
    const found = await verifyFileBytes(await ctx.files.get(hash), authorities, ctx.clock.now())
    const unread = found.unread === null ? null : sentence(found.unread)
    return { signatures: found.signatures.map(shown), unread }
  } catch (error) {
    if (error instanceof DocumentError) return { signatures: [], unread: sentence('pdf_damaged') }
    throw error
  }
}

function shown(report: SignatureReport): z.input<typeof FileSignature> {
  const { timeStamp, claimedTime } = report
  const stamped = timeStamp?.known ? timeStamp : null
  const time = stamped?.time ?? claimedTime
  return {
    kind: report.kind,
    name: report.signer?.short ?? null,
    organisation: report.signer?.organisation ?? null,
    issuer: report.issuer?.short ?? null,
    serial: report.serial,
    time,
    timeFrom: stamped ? 'stamped' : time === null ? null : 'claimed',
    stampedBy: stamped?.by ?? null,
    since: report.since,
    faults: faultsOf(report),
    authority: report.authority?.name ?? null,
    weak: report.weak,
    reason: report.reason,
  }
}
