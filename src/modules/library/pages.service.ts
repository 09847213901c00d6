import type { z } from 'zod'
import { DocumentError } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findDocument, type DocumentReading } from './documents.store.ts'
import { findDraft } from './drafts.store.ts'
import type { DocumentPages, PageSize, Placed } from './library.schema.ts'
import { drawFilePage } from './reading.ts'

declareErrors({ 'library.no_page': 404 })

type Pages = z.input<typeof DocumentPages>

/** A file with the places of its words; its bytes are no longer there where words of it were taken away. */
interface PlacedFile {
  hash: string | null
  pages: Placed[]
}

export function sizesOf(pages: readonly Placed[] | undefined): z.input<typeof PageSize>[] {
  return (pages ?? []).map(({ width, height }) => ({ width, height }))
}

/** Where the words of a draft stand on its pages. */
export async function readDraftPages(ctx: Ctx, id: string): Promise<Pages> {
  return shown(await placedDraft(ctx, id))
}

/** One page of a draft's file, as a picture. */
export async function drawDraftPage(ctx: Ctx, id: string, page: number): Promise<FileAnswer> {
  return draw(ctx, await placedDraft(ctx, id), page)
}

/** Where the words of a document stand on its pages, for whoever may read it. */
export async function readDocumentPages(ctx: Ctx, id: string): Promise<Pages> {
  return shown(await placedDocument(ctx, id))
}

/** One page of a document's original, as a picture, for whoever may read it. */
export async function drawDocumentPage(ctx: Ctx, id: string, page: number): Promise<FileAnswer> {
  return draw(ctx, await placedDocument(ctx, id), page)
}

async function placedDraft(ctx: Ctx, id: string): Promise<PlacedFile> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const draft = await findDraft(trx, ctx.actor.ownUnits, id)
    if (!draft) throw new AppError('common.not_found')
    return { hash: draft.fileHash, pages: draft.content?.pages ?? [] }
  })
}

async function placedDocument(ctx: Ctx, id: string): Promise<PlacedFile> {
  return read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    // A page shows every word: where some were taken away it is shown no more.
    if (facts.redactedAt !== null) return { hash: null, pages: [] }
    const { reading } = await trx
      .selectFrom('documents')
      .select('reading')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const file =
      facts.fileHash === null
        ? undefined
        : await trx
            .selectFrom('files')
            .select('hash')
            .where('hash', '=', facts.fileHash)
            .where('redacted_at', 'is', null)
            .executeTakeFirst()
    // Written by insertDocument only.
    return { hash: file?.hash ?? null, pages: (reading as Partial<DocumentReading>).pages ?? [] }
  })
}

function shown({ pages }: PlacedFile): Pages {
  return { pages: pages.map(({ width, height, words }) => ({ width, height, words })) }
}

async function draw(ctx: Ctx, { hash, pages }: PlacedFile, index: number): Promise<FileAnswer> {
  const page = pages[index - 1]
  if (!page || hash === null || !(await ctx.files.has(hash))) throw new AppError('library.no_page')
  try {
    const body = await drawFilePage(await ctx.files.get(hash), { page: index - 1, turn: page.turn })
    return { body, mime: 'image/webp', name: `${index}.webp`, inline: true }
  } catch (error) {
    if (error instanceof DocumentError) throw new AppError('library.no_page')
    throw error
  }
}
