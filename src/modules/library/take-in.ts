import type { z } from 'zod'
import { isId } from '../../platform/ids.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, sentenceOf } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { sha256 } from '../../platform/canonical.ts'
import { wide } from '../../platform/wide.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { formatMimes, pictureKind, type DocumentMetadata } from '../../document/index.ts'
import { translate } from '../../messages/index.ts'
import { findByFile, findDraft } from './drafts.store.ts'
import { cleanFileName } from './file-names.ts'
import { findIssuers } from './issuers.ts'
import { countUncertain } from './known-facts.ts'
import { dropBytes, holdFile, keepBytes, removeSecret } from './kept-files.ts'
import type { DraftContent, TakenIn } from './library.schema.ts'
import { complete } from './pieces.ts'
import { longestInRequest, partialOf, readFileBytes, type Reading } from './reading.ts'
import { pdfMime } from './render.ts'

declareErrors({ 'library.secret': 422, 'library.erased': 422 })

type Answer = z.input<typeof TakenIn>

/** What a file is served as again: told by its content, never by its name. */
export function mimeOf(bytes: Uint8Array, reading: Reading): string {
  if (bytes[0] === 0x25 && bytes[1] === 0x50) return pdfMime
  const picture = pictureKind(bytes)
  if (picture) return `image/${picture}`
  return 'content' in reading ? formatMimes[reading.content.format] : 'application/octet-stream'
}

/** In a request a file is opened for this long; what takes longer is read by a job. */
export const inRequestMs = 10_000
const inJobMs = 30_000
/** A step of the job begins no page to be read off its picture after this long; the next step goes on. */
const recogniseMs = 20_000
/** One page takes seconds, and on a busy machine a minute: then it is given up. */
const recognisedWithinMs = 180_000

/**
 * Takes in a file that a person hands in: it is read first, in a process of its own and outside any transaction, then
 * kept with a draft of what was read. A document with a secrecy mark is refused and leaves nothing behind.
 * The same file again opens what the unit has of it.
 * @param input `id`: made by the client, names the draft and later the document; `name`: of the file
 * @throws library.secret, library.erased
 */
export async function takeInDocument(
  ctx: Ctx,
  input: { id: string; name: string; bytes: Buffer },
): Promise<Answer> {
  const scope = ownScope(ctx)
  const unitId = ctx.actor.unitId
  if (unitId === null || !isId(input.id)) throw new AppError('common.not_allowed')
  const name = cleanFileName(input.name)
  const hash = sha256(input.bytes)

  const before = await read(ctx, scope, async (trx) => {
    const file = await trx
      .selectFrom('files')
      .select('redaction_reason')
      .where('hash', '=', hash)
      .executeTakeFirst()
    if (file?.redaction_reason === 'secret') throw new AppError('library.secret')
    // Its bytes went with a person's name, by law: taking them in again would bring the name back.
    if (file?.redaction_reason === 'erased') throw new AppError('library.erased')
    return findKept(trx, ctx, unitId, input.id, hash)
  })
  if (before && before.state !== 'failed') return before

  const reading = await readFileBytes(input.bytes, name, {
    timeoutMs: inRequestMs,
    longest: longestInRequest,
    recognise: { earlier: [], budgetMs: 0 },
  })
  if ('error' in reading && reading.error === 'document.secret') throw new AppError('library.secret')
  if ('content' in reading) await addKnown(ctx, reading.content)

  const { size } = await ctx.files.put(input.bytes)
  let answer: Answer
  try {
    answer = await write(ctx, scope, {
      act: async (trx) => {
        await holdFile(trx, ctx, unitId, { hash, size, mime: mimeOf(input.bytes, reading), name })
        const there = await findByFile(trx, unitId, hash)
        const draft = there?.what === 'draft' ? await findDraft(trx, [unitId], there.id, true) : null
        // A file that could not be read is tried again when it is handed in again; anything else is there already.
        if (there && draft?.state !== 'failed') return
        const id = draft?.id ?? input.id
        await putDraft(trx, ctx, { id, unitId, hash, name, reading, again: draft !== null })
        await recordEvent(trx, ctx, 'document.take_in', [{ what: 'document_draft', id, hash }])
        if ('late' in reading) await addJob(trx, ctx, 'document.read', { draftId: id })
      },
      answer: async (trx) => {
        const kept = await findKept(trx, ctx, unitId, input.id, hash)
        if (!kept) throw new AppError('common.not_found')
        return kept
      },
    })
  } catch (error) {
    // The id names something of another file, or of another unit: the same answer for both.
    if (!violates(error, 'document_drafts_pkey')) throw error
    await dropBytes(ctx, hash)
    throw new AppError('common.request_reused')
  }
  await keepBytes(ctx, hash, input.bytes)
  return answer
}

/** What the unit has under this id or of this file; an id of another file is refused. */
async function findKept(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  id: string,
  hash: string,
): Promise<Answer | null> {
  const there = await findByFile(trx, unitId, hash)
  if (!there) {
    const own = await trx.selectFrom('documents').select('id').where('id', '=', id).executeTakeFirst()
    if (own || (await findDraft(trx, ctx.actor.ownUnits, id))) throw new AppError('common.request_reused')
    return null
  }
  const already = there.id !== id
  if (there.what === 'document')
    return { id: there.id, what: 'document', state: 'kept', already, sentence: sayAlready(ctx, true) }
  const draft = await findDraft(trx, [unitId], there.id)
  if (!draft) return null
  const sentence = draft.error === null ? null : sentenceOfFault(ctx, draft.error)
  return {
    id: draft.id,
    what: 'draft',
    state: draft.state,
    already,
    sentence: sentence ?? sayAlready(ctx, already),
  }
}

function sayAlready(ctx: Ctx, already: boolean): string | null {
  return already ? translate(ctx.locale, 'library.takeIn.already') : null
}

/** Why a file could not be read, and what to do about it. */
export function sentenceOfFault(ctx: Pick<Ctx, 'locale'>, code: string): string {
  return code === 'document.secret'
    ? sentenceOf(ctx.locale, 'library.secret')
    : translate(ctx.locale, `library.unread.${code}`)
}

export async function putDraft(
  trx: Trx,
  ctx: Ctx,
  draft: {
    id: string
    unitId: string
    hash: string
    name: string
    reading: Reading
    again: boolean
    /** what the package said that it came in, for as long as it is being read */
    said?: DocumentMetadata | null
  },
): Promise<void> {
  const { reading } = draft
  const now = ctx.clock.now()
  const outcome = {
    state:
      'late' in reading
        ? ('reading' as const)
        : 'error' in reading
          ? ('failed' as const)
          : ('to_check' as const),
    content: JSON.stringify(
      'content' in reading
        ? reading.content
        : 'late' in reading
          ? { partial: reading.partial, said: draft.said }
          : {},
    ),
    error: 'error' in reading ? reading.error : null,
    updated_at: now,
    updated_by: ctx.actor.personId,
  }
  if (draft.again) {
    await trx
      .updateTable('document_drafts')
      .set((e) => ({ ...outcome, version: e('version', '+', 1) }))
      .where('id', '=', draft.id)
      .execute()
    return
  }
  await trx
    .insertInto('document_drafts')
    .values({
      id: draft.id,
      unit_id: draft.unitId,
      version: 1,
      file_hash: draft.hash,
      file_name: draft.name,
      created_at: now,
      ...outcome,
    })
    .execute()
}

/** What the unit's own knowledge adds: which unit issued it, where that is clear, and how much is to be looked at. */
export async function addKnown(ctx: Ctx, content: DraftContent): Promise<void> {
  const { pieces } = content
  await read(ctx, '*', async (trx) => {
    const units = await findIssuers(trx, ctx.actor.ownUnits, pieces.header, ctx.clock.today())
    if (units.length === 1) pieces.issuerUnitId = units[0]?.id ?? null
    content.uncertain = await countUncertain(trx, ctx, content)
  })
}

/** What the package said that a draft came in; null for one that a person handed in. Written by `putDraft` only. */
function saidOf(content: unknown): DocumentMetadata | null {
  return typeof content === 'object' && content !== null && 'said' in content
    ? (content.said as DocumentMetadata)
    : null
}

/** `document.read`: a file that was too much for a request, read in the background. */
export function registerReadJob(): void {
  onJob<{ draftId: string }, Reading | null>('document.read', {
    prepare: async (ctx, job) => {
      const draft = await wide(ctx, 'the one draft that the job names', (trx) =>
        trx
          .selectFrom('document_drafts')
          .select(['unit_id', 'file_hash', 'file_name', 'state', 'content'])
          .where('id', '=', job.payload.draftId)
          .executeTakeFirst(),
      )
      if (draft?.state !== 'reading') return null
      const bytes = await ctx.files.get(draft.file_hash)
      const partial = partialOf(draft.content)
      const reading = await readFileBytes(bytes, draft.file_name, {
        timeoutMs: partial ? recognisedWithinMs : inJobMs,
        recognise: { earlier: partial?.recognised ?? [], budgetMs: partial ? recogniseMs : 0 },
      })
      const actor = { ...ctx.actor, unitId: draft.unit_id, ownUnits: [draft.unit_id] }
      const said = saidOf(draft.content)
      if ('content' in reading && said) complete(reading.content.pieces, said)
      if ('content' in reading) await addKnown({ ...ctx, actor }, reading.content)
      return reading
    },
    step: async (trx, ctx, job, prepared) => {
      const draft = await trx
        .selectFrom('document_drafts')
        .select(['id', 'unit_id', 'file_hash', 'file_name', 'state', 'content'])
        .where('id', '=', job.payload.draftId)
        .forUpdate()
        .executeTakeFirst()
      if (!prepared || draft?.state !== 'reading') return { done: true }
      if ('late' in prepared && prepared.partial) {
        // Another worker may have come further meanwhile.
        const before = partialOf(draft.content)
        if (!before || prepared.partial.recognised.length > before.recognised.length)
          await trx
            .updateTable('document_drafts')
            .set({
              content: JSON.stringify({
                partial: prepared.partial,
                said: saidOf(draft.content) ?? undefined,
              }),
              updated_at: ctx.clock.now(),
            })
            .where('id', '=', draft.id)
            .execute()
        return { done: false, payload: job.payload, progress: prepared.partial.recognised.length }
      }
      // What 30 seconds are not enough for is taken as damaged: nothing that an office writes needs them.
      const reading: Reading = 'late' in prepared ? { error: 'document.damaged' } : prepared
      await putDraft(trx, ctx, {
        id: draft.id,
        unitId: draft.unit_id,
        hash: draft.file_hash,
        name: draft.file_name,
        reading,
        again: true,
      })
      if ('error' in reading && reading.error === 'document.secret')
        await removeSecret(trx, ctx, draft.unit_id, draft.file_hash)
      await recordEvent(trx, ctx, 'document.read', [{ what: 'document_draft', id: draft.id }])
      return { done: true }
    },
  })
}
