import type { z } from 'zod'
import type { Citation } from '../../document/index.ts'
import { findUnits } from '../units/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { translate, type MessageParams } from '../../messages/index.ts'
import { fullAgency } from './agency-names.ts'
import { registerArrivals } from './arrivals.ts'
import { insertDocument, type DocumentFacts } from './documents.store.ts'
import {
  findDraft,
  findDuplicates,
  findKnown,
  knownDates,
  listDrafts,
  type DraftRow,
} from './drafts.store.ts'
import { findIssuers } from './issuers.ts'
import { letGoOfFile, sweepFile } from './kept-files.ts'
import { matchKey } from './keys.ts'
import type {
  DraftCard,
  DraftContent,
  DraftView,
  DocumentRef,
  Pieces,
  SaveDraft,
  UncertainPiece,
} from './library.schema.ts'
import { mayWorkOnDocuments } from './library.policy.ts'
import { clausesOf, splitNumberSymbol, titleOf } from './pieces.ts'
import { sizesOf } from './pages.service.ts'
import { sentenceOfFault } from './take-in.ts'
import { countUncertain } from './known-facts.ts'
import { findUncertain, type Uncertain } from './uncertain.ts'

declareErrors({
  'library.not_read': 409,
  'library.incomplete': 422,
  'library.bad_span': 400,
  'library.confirmed_already': 409,
})

type View = z.input<typeof DraftView>
type Card = z.input<typeof DraftCard>
type Ref = z.input<typeof DocumentRef>

/** More drafts at once than a clerk takes in a morning; older ones come up as these are confirmed. */
const mostDrafts = 100

/** Documents handed in and not yet confirmed, newest first. */
export async function readDrafts(ctx: Ctx): Promise<{ rows: Card[] }> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const drafts = await listDrafts(trx, ctx.actor.ownUnits, mostDrafts)
    const rows = drafts.map((draft) => cardOf(ctx, draft, draft.header, draft.uncertain))
    return { rows }
  })
}

/** One draft with its page, its pieces and what is uncertain about them. */
export async function readDraft(ctx: Ctx, id: string): Promise<View> {
  return read(ctx, ownScope(ctx), (trx) => viewDraft(trx, ctx, id))
}

/**
 * Keeps what a person corrected and settled. Two people at once: the second gets `common.changed_meanwhile`, with what was
 * typed still on the screen beside the version that is kept.
 */
export async function saveDraft(ctx: Ctx, id: string, input: z.output<typeof SaveDraft>): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { draft, content } = await loadDraft(trx, ctx, id, input.version)
      checkSpans(content.text, input.pieces)
      const pieces = await withIssuer(trx, ctx, content.pieces, input.pieces, input.settled)
      const changed: DraftContent = { ...content, pieces, settled: input.settled }
      const next = { ...changed, uncertain: await countUncertain(trx, ctx, changed) }
      await trx
        .updateTable('document_drafts')
        .set({
          content: JSON.stringify(next),
          version: draft.version + 1,
          updated_at: ctx.clock.now(),
          updated_by: ctx.actor.personId,
        })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'document.correct', [
        { what: 'document_draft', id, version: draft.version + 1 },
      ])
    },
    answer: (trx) => viewDraft(trx, ctx, id),
  })
}

/** Confirms a draft: from now on it is a received document that plans can be made from. */
export async function confirmDocument(
  ctx: Ctx,
  input: { id: string; version: number },
): Promise<{ id: string }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { draft, content } = await loadDraft(trx, ctx, input.id, input.version)
      const { text, html, pieces } = content
      const { header } = pieces
      const missing = (['type', 'subject', 'agency'] as const).filter((field) => !header[field])
      if (missing.length > 0 || !header.type || !header.subject || !header.agency) {
        const fields = missing.map((field) => ({
          path: `pieces.header.${field}`,
          message: translate(ctx.locale, `library.field.${field}`),
        }))
        throw new AppError('library.incomplete', {}, { fields })
      }
      const { number, symbol } = splitNumberSymbol(header.numberSymbol)
      const hash = await insertDocument(
        trx,
        ctx,
        {
          id: draft.id,
          unitId: draft.unitId,
          origin: 'received',
          type: header.type,
          number,
          symbol,
          numberSymbol: header.numberSymbol,
          issuerName: await issuerName(trx, ctx, pieces),
          issuerUnitId: pieces.issuerUnitId,
          issuedOn: header.date,
          subject: header.subject,
          fileHash: draft.fileHash,
          fileName: draft.fileName,
          text,
          pageHtml: html,
          reading: {
            header: { ...header, number, symbol, year: null },
            headerSpans: Object.fromEntries(
              Object.entries(pieces.headerSpans).filter(([, span]) => span !== undefined),
            ),
            recipients: pieces.recipients.map(({ key: _key, ...recipient }) => recipient),
            signer: pieces.signer,
            ...(content.pages ? { pages: content.pages } : {}),
          },
          isPublic: false,
        },
        clausesOf(text, pieces.sections),
        pieces.citations.map(({ key: _key, ...c }): Citation => ({ ...c, text: text.slice(c.start, c.end) })),
      )
      await trx.deleteFrom('document_drafts').where('id', '=', draft.id).execute()
      await registerArrivals(trx, ctx, draft.unitId, [{ id: draft.id, documentId: draft.id }])
      await recordEvent(trx, ctx, 'document.confirm', [{ what: 'document', id: draft.id, version: 1, hash }])
    },
    answer: async () => ({ id: input.id }),
  })
}

/** Throws a draft away; its file goes too unless the unit holds it as something else. */
export async function discardDraft(ctx: Ctx, id: string): Promise<{ id: string }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const subject = await dropDraft(trx, ctx, id)
      await recordEvent(trx, ctx, 'document.discard', [subject])
    },
    answer: async () => ({ id }),
  })
}

/**
 * Throws a draft away within the write of a use case, whose event names what comes back.
 * @throws common.not_found, library.confirmed_already
 */
export async function dropDraft(
  trx: Trx,
  ctx: Ctx,
  id: string,
): Promise<{ what: string; id: string; hash: string }> {
  const draft = await findDraft(trx, ctx.actor.ownUnits, id, true)
  if (!draft) throw await missingDraft(trx, ctx, id)
  await trx.deleteFrom('document_drafts').where('id', '=', id).execute()
  await letGoOfFile(trx, draft.unitId, draft.fileHash)
  await addJob(trx, ctx, 'file.sweep', { hash: draft.fileHash })
  return { what: 'document_draft', id, hash: draft.fileHash }
}

/** `file.sweep`: takes away the bytes that nobody holds any more. */
export function registerSweepJob(): void {
  onJob<{ hash: string }, null>('file.sweep', {
    prepare: async (ctx, job) => {
      await sweepFile(ctx, job.payload.hash)
      return null
    },
    step: async () => ({ done: true }),
  })
}

/** The draft, locked, at the version that the person saw. */
async function loadDraft(
  trx: Trx,
  ctx: Ctx,
  id: string,
  version: number,
): Promise<{ draft: DraftRow; content: DraftContent }> {
  const draft = await findDraft(trx, ctx.actor.ownUnits, id, true)
  if (!draft) throw await missingDraft(trx, ctx, id)
  if (!draft.content) throw new AppError('library.not_read')
  if (draft.version !== version) throw new AppError('common.changed_meanwhile')
  return { draft, content: draft.content }
}

/** Gone because a colleague confirmed it, or never there. */
async function missingDraft(trx: Trx, ctx: Ctx, id: string): Promise<AppError> {
  const document = await trx
    .selectFrom('documents')
    .select('id')
    .where('id', '=', id)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
    .executeTakeFirst()
  return new AppError(document ? 'library.confirmed_already' : 'common.not_found')
}

function checkSpans(text: string, pieces: Pieces): void {
  const spans = [
    ...pieces.sections,
    ...pieces.citations,
    ...pieces.recipients,
    ...Object.values(pieces.headerSpans).flatMap((span) => (span ? [span] : [])),
  ]
  const wrong = spans.some((span) => span.start > span.end || span.end > text.length)
  const keys = pieces.sections.map((s) => s.key)
  const outside = pieces.sections.some((s) => s.wordsStart < s.start || s.wordsStart > s.end)
  if (wrong || outside || new Set(keys).size !== keys.length) throw new AppError('library.bad_span')
}

/** A corrected name is looked up anew; a unit that the person chose stays, if it is one. */
async function withIssuer(
  trx: Trx,
  ctx: Ctx,
  before: Pieces,
  next: Pieces,
  settled: readonly string[],
): Promise<Pieces> {
  const sameName =
    before.header.agency === next.header.agency && before.header.parentAgency === next.header.parentAgency
  if (next.issuerUnitId !== null && (sameName || next.issuerUnitId !== before.issuerUnitId)) {
    const units = await findUnits(trx, [next.issuerUnitId], next.header.date ?? ctx.clock.today())
    return units.size === 1 ? next : { ...next, issuerUnitId: null }
  }
  // "Keep as in the document" is an answer too: then no unit is put in its place.
  if (sameName && settled.some((id) => id.startsWith('issuer:'))) return next
  const found = await findIssuers(trx, ctx.actor.ownUnits, next.header, ctx.clock.today())
  return { ...next, issuerUnitId: found.length === 1 ? (found[0]?.id ?? null) : null }
}

/** The unit's name on the day of the document, where we know the unit; else the words of the head. */
async function issuerName(trx: Trx, ctx: Ctx, pieces: Pieces): Promise<string> {
  const { header, issuerUnitId } = pieces
  const day = header.date ?? ctx.clock.today()
  const unit =
    issuerUnitId === null ? undefined : (await findUnits(trx, [issuerUnitId], day)).get(issuerUnitId)
  return unit?.name ?? fullAgency(header.agency ?? '', header.parentAgency)
}

async function viewDraft(trx: Trx, ctx: Ctx, id: string): Promise<View> {
  const draft = await findDraft(trx, ctx.actor.ownUnits, id)
  if (!draft) throw await missingDraft(trx, ctx, id)
  const may = mayWorkOnDocuments(ctx.actor) ? ['document.discard'] : []
  const { content } = draft
  const common = { updatedAt: draft.updatedAt.toISOString() }
  if (!content)
    return {
      ...cardOf(ctx, draft, null, 0),
      ...common,
      format: null,
      confidence: null,
      pages: [],
      progress: draft.progress,
      text: '',
      html: '',
      pieces: null,
      settled: [],
      uncertainPieces: [],
      settledPieces: [],
      issuer: null,
      duplicates: [],
      matches: [],
      may,
    }
  const { pieces } = content
  const known = await findKnown(
    trx,
    ctx,
    pieces.citations.map((c) => c.numberSymbol),
  )
  const today = ctx.clock.today()
  const issuers =
    pieces.issuerUnitId === null ? await findIssuers(trx, ctx.actor.ownUnits, pieces.header, today) : []
  const uncertain = findUncertain(content, { today, issuers, library: knownDates(known) })
  const day = pieces.header.date ?? today
  const unit =
    pieces.issuerUnitId === null
      ? undefined
      : (await findUnits(trx, [pieces.issuerUnitId], day)).get(pieces.issuerUnitId)
  const duplicates = await findDuplicates(trx, ctx.actor.ownUnits, {
    numberSymbol: pieces.header.numberSymbol,
    issuedOn: pieces.header.date,
    issuerName: await issuerName(trx, ctx, pieces),
    issuerUnitId: pieces.issuerUnitId,
  })
  return {
    ...cardOf(ctx, draft, pieces.header, uncertain.open.length),
    ...common,
    format: content.format,
    confidence: content.confidence ?? null,
    pages: sizesOf(content.pages),
    progress: null,
    text: content.text,
    html: content.html,
    pieces,
    settled: content.settled,
    uncertainPieces: uncertain.open.map((piece) => spell(ctx, piece)),
    settledPieces: uncertain.settled.map((piece) => {
      const { id: of, sentence } = spell(ctx, piece)
      return { id: of, sentence }
    }),
    issuer: unit ? { id: unit.id, name: unit.name } : null,
    duplicates: duplicates.map(refOf),
    matches: pieces.citations.flatMap((c) => {
      const document = bestMatch(known, c.numberSymbol, c.date)
      return document ? [{ key: c.key, document: refOf(document) }] : []
    }),
    may: mayWorkOnDocuments(ctx.actor) ? ['document.save', 'document.confirm', 'document.discard'] : [],
  }
}

/** The document that a citation means: number and symbol the same, and no other date than the one that is cited. */
export function bestMatch(
  known: ReadonlyMap<string, readonly DocumentFacts[]>,
  numberSymbol: string | null,
  date: string | null,
): DocumentFacts | null {
  const documents = known.get(matchKey(numberSymbol) ?? '') ?? []
  return documents.find((d) => date === null || d.issuedOn === null || d.issuedOn === date) ?? null
}

export function refOf(d: DocumentFacts): Ref {
  const { id, type, numberSymbol, issuedOn, issuerName, subject } = d
  return { id, type, numberSymbol, issuedOn, issuerName, subject }
}

function cardOf(
  ctx: Ctx,
  draft: Omit<DraftRow, 'content' | 'progress'>,
  header: Pieces['header'] | null,
  uncertain: number,
): Card {
  return {
    id: draft.id,
    state: draft.state,
    version: draft.version,
    fileName: draft.fileName,
    title: header ? titleOf(header) : null,
    uncertain,
    error: draft.error === null ? null : sentenceOfFault(ctx, draft.error),
    createdAt: draft.createdAt.toISOString(),
  }
}

/** An uncertain piece in the words of the person's language. */
function spell(ctx: Ctx, piece: Uncertain): z.input<typeof UncertainPiece> {
  const t = (key: string, params?: MessageParams) => translate(ctx.locale, `library.${key}`, params)
  const { id, code, start, end, edits } = piece
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(piece.params)) params[name] = shown(value)
  if (code === 'header_missing' || code === 'scan_header') {
    const field = t(`field.${piece.params['field'] ?? ''}`)
    // In Vietnamese it stands inside the sentence, in English at its beginning.
    params['field'] = ctx.locale === 'vi' ? field.charAt(0).toLocaleLowerCase('vi') + field.slice(1) : field
  }
  return {
    id,
    code,
    start,
    end,
    sentence: t(`uncertain.${code}`, params),
    facts: piece.facts.map((fact) => ({
      label: t(`fact.${fact.label}`),
      value: shown(fact.value),
      documentId: fact.documentId,
    })),
    edits,
    proposals: piece.proposals.map(({ label, value, change }) => ({
      label: t(`propose.${label}`, {
        value: label === 'kind' ? t(`kind.${value}`).toLocaleLowerCase(ctx.locale) : shown(value),
      }),
      change,
    })),
  }
}

/** Days as people write them. */
function shown(value: string): string {
  return value.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1')
}
