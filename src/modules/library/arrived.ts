import type { DocumentMetadata } from '../../document/index.ts'
import { sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob } from '../../platform/jobs.ts'
import { findByFile } from './drafts.store.ts'
import { cleanFileName } from './file-names.ts'
import { holdFile, keepBytes } from './kept-files.ts'
import { complete } from './pieces.ts'
import { longestInRequest, readFileBytes, type Reading } from './reading.ts'
import { addKnown, inRequestMs, mimeOf, putDraft } from './take-in.ts'

declareErrors({ 'library.nothing_inside': 422 })

export interface ArrivedFile {
  name: string
  /** one after the other, so that no more than one lies in memory */
  bytes: () => Promise<Buffer>
}

/** What came in a package, read. */
export interface ReadArrival {
  /** the document among its files: the first that can be read, else the first */
  main: { name: string; bytes: Buffer; hash: string; mime: string }
  reading: Reading
  said: DocumentMetadata
}

/**
 * Reads what came in a package as if a person had handed it in, each file in a process of its own: a secrecy mark in any of
 * them refuses them all.
 * @param said by the package; what the document itself says stands before it
 * @throws library.secret, library.nothing_inside
 */
export async function readArrived(
  files: readonly ArrivedFile[],
  said: DocumentMetadata,
): Promise<ReadArrival> {
  let found: { name: string; bytes: Buffer; reading: Reading } | null = null
  for (const file of files) {
    const name = cleanFileName(file.name)
    const bytes = await file.bytes()
    const reading = await readFileBytes(bytes, name, {
      timeoutMs: inRequestMs,
      longest: longestInRequest,
      recognise: { earlier: [], budgetMs: 0 },
    })
    if ('error' in reading && reading.error === 'document.secret') throw new AppError('library.secret')
    if (found === null || ('error' in found.reading && !('error' in reading)))
      found = { name, bytes, reading }
  }
  if (!found) throw new AppError('library.nothing_inside')
  const { name, bytes, reading } = found
  if ('content' in reading) complete(reading.content.pieces, said)
  const main = { name, bytes, hash: sha256(bytes), mime: mimeOf(bytes, reading) }
  return { main, reading, said }
}

/**
 * Makes the draft of what came for a unit, in the transaction that notes its coming. The bytes are in the store already.
 * @param ctx the system, acting for the unit
 * @returns id of the draft; of a file that the unit has already, of the draft or document that it is
 */
export async function addArrived(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  id: string,
  arrival: ReadArrival,
): Promise<string> {
  const { main, reading, said } = arrival
  const { hash, mime, name, bytes } = main
  await holdFile(trx, ctx, unitId, { hash, size: bytes.byteLength, mime, name })
  const there = await findByFile(trx, unitId, hash)
  if (there) return there.id
  await putDraft(trx, ctx, { id, unitId, hash, name, reading, again: false, said })
  await recordEvent(trx, ctx, 'document.take_in', [{ what: 'document_draft', id, hash }])
  if ('late' in reading) await addJob(trx, ctx, 'document.read', { draftId: id })
  return id
}

/**
 * Puts what came into the store, and adds what the unit knows: which unit issued it, and how much is to be looked at.
 * @param ctx the system, acting for the unit
 * @param issuerId the unit that issued it, where the package's codes say so
 * @returns what the unit's draft is made of, and a step to call once the rows are committed
 */
export async function keepArrived(
  ctx: Ctx,
  arrival: ReadArrival,
  issuerId: string | null,
): Promise<{ arrival: ReadArrival; kept: () => Promise<void> }> {
  const { hash, bytes } = arrival.main
  await ctx.files.put(bytes)
  const reading = structuredClone(arrival.reading)
  if ('content' in reading) {
    reading.content.pieces.issuerUnitId = issuerId
    await addKnown(ctx, reading.content)
  }
  return { arrival: { ...arrival, reading }, kept: () => keepBytes(ctx, hash, bytes) }
}
