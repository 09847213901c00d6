import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { write } from '../../platform/write.ts'
import {
  dispatchDocument,
  holdNumber,
  lineOfDraft,
  resolveRecipients,
  type RecipientLine,
} from '../dispatch/index.ts'
import { tellReceivers } from '../exchange/index.ts'
import { addIssuedDocument, findDocuments, grantsUpThread } from '../library/index.ts'
import { takeSignedPaper } from '../signing/index.ts'
import { titleOf } from './outgoing.paper.ts'
import { requireReady, takeOutgoingNumber } from './outgoing.review.ts'
import { clausesOf } from './outgoing.rules.ts'
import type { OutgoingContent } from './outgoing.schema.ts'
import { loadFor, sourceOf, unitOf } from './outgoing.service.ts'
import { addStep, keepVersion, type OutgoingDraft } from './outgoing.store.ts'

/**
 * Issues an approved document: takes its number if none was reserved, keeps its text and page, says how it stands to what it
 * amends, replaces, corrects or recalls, and sends it to its recipients. One transaction; of two at once one wins, and the
 * other finds it issued.
 * @param input.version the state that the person means, so that a second click never issues a later one
 * @throws outgoing.not_approved, outgoing.not_ready, outgoing.number_other_year, common.changed_meanwhile
 */
export async function issueOutgoing(
  ctx: Ctx,
  id: string,
  input: { version: number },
): Promise<{ documentId: string }> {
  // Scope '*': deliveries and obligations belong to their receivers.
  return write(ctx, '*', {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'issue')
      if (draft.version !== input.version) throw new AppError('common.changed_meanwhile')
      await issue(trx, ctx, draft)
    },
    answer: async () => ({ documentId: id }),
  })
}

async function issue(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<void> {
  const { id, unitId, content } = draft
  await requireReady(trx, ctx, draft)
  await requireOwnPeople(trx, unitId, content)
  const entry = await registerEntry(trx, ctx, draft)
  const unit = await unitOf(trx, ctx, unitId)
  const source = await sourceOf(trx, ctx, { ...draft, registerEntryId: entry.id })
  const signed =
    content.way === 'electronic'
      ? { signedPdf: await takeSignedPaper(trx, ctx, { what: 'outgoing', id }, source) }
      : {}
  const { hash } = await addIssuedDocument(trx, ctx, {
    id,
    unitId,
    type: content.type,
    number: String(entry.number),
    symbol: entry.symbol,
    numberSymbol: entry.numberSymbol,
    issuerName: unit.name,
    issuedOn: entry.dated,
    subject: titleOf(content),
    source,
    clauses: clausesOf(content.blocks),
    isPublic: content.isPublic,
    registerEntryId: entry.id,
    relations: doneBy(content).map((r) => ({ relation: r.relation, targetId: r.documentId })),
    ...signed,
  })
  await keepVersion(trx, draft)
  await addStep(trx, ctx, draft, 'issue', '')
  await trx.deleteFrom('outgoing_drafts').where('id', '=', id).execute()
  for (const { relation, documentId } of content.relations)
    if (relation !== 'corrects')
      await tellReceivers(trx, ctx, id, { relation, ofId: documentId, reason: titleOf(content) })
  await send(trx, ctx, draft)
  await recordEvent(trx, ctx, 'outgoing.issue', [
    { what: 'document', id, hash },
    ...doneBy(content).map((r) => ({ what: `document_${r.relation}`, id: r.documentId })),
  ])
}

/** What it does to other documents, and of what it is a copy. */
function doneBy({ relations, copy }: OutgoingContent) {
  return [...relations, ...(copy ? [{ relation: 'copies' as const, documentId: copy.documentId }] : [])]
}

interface Entry {
  id: string
  number: number
  symbol: string
  numberSymbol: string
  dated: string
}

/** The number of the draft: the reserved one, or the next. The document is dated as its register entry is. */
async function registerEntry(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<Entry> {
  if (draft.registerEntryId !== null) await holdNumber(trx, draft.registerEntryId)
  const id = draft.registerEntryId ?? (await takeOutgoingNumber(trx, ctx, draft)).entryId
  const row = await trx
    .selectFrom('register_entries')
    .select(['number', 'symbol', 'number_symbol', 'dated'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  // A number of last year's register can't stand on a paper of this year.
  if (row.dated.slice(0, 4) !== ctx.clock.today().slice(0, 4))
    throw new AppError('outgoing.number_other_year')
  return { id, number: row.number, symbol: row.symbol, numberSymbol: row.number_symbol, dated: row.dated }
}

/** Who signs and who receives are people of the unit: ids of a request prove nothing. @throws outgoing.bad_link */
async function requireOwnPeople(trx: Trx, unitId: string, content: OutgoingContent): Promise<void> {
  const named = [content.signer.personId ?? [], ...content.recipients.map((r) => r.personIds ?? [])].flat()
  const people = [...new Set(named)]
  if (people.length === 0) return
  const members = await trx
    .selectFrom('memberships')
    .select('person_id')
    .distinct()
    .where('unit_id', '=', unitId)
    .where('person_id', 'in', people)
    .execute()
  if (members.length !== people.length) throw new AppError('outgoing.bad_link')
}

/** Sends the document with the right to read it and what it rests on of the library. */
async function send(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<void> {
  const { id: documentId, content } = draft
  const lines = await linesOf(trx, ctx, draft)
  if (lines.length === 0) return
  const cited = [
    ...content.bases.flatMap((b) => b.documentId ?? []),
    ...doneBy(content).map((r) => r.documentId),
  ]
  // Only what the unit itself may read: an id of a request gives nobody a right.
  const papers = [...(await findDocuments(trx, ctx, [...new Set(cited)])).keys()]
  await dispatchDocument(trx, ctx, {
    documentId,
    lines,
    grants: [
      { what: 'document', id: documentId, revision: 0, ground: 'delivered' },
      ...(await grantsUpThread(
        trx,
        ctx.actor.ownUnits,
        papers.map((paper) => ({ what: 'document' as const, id: paper, revision: 0 })),
        papers,
      )),
    ],
    obligations: [],
  })
}

/** "Như trên" stands for whom the letter is addressed to: they receive it, whether that line is there or not. */
async function linesOf(
  trx: Trx,
  ctx: Ctx,
  { unitId, content }: Pick<OutgoingDraft, 'unitId' | 'content'>,
): Promise<RecipientLine[]> {
  const named = content.recipients.filter((r) => !/^như\s+trên/iu.test(r.words.trim()))
  const addressees = content.addressees.filter((words) => words.trim() !== '')
  const purpose = content.type === 'Công văn' ? ('carry out' as const) : ('report' as const)
  const resolved = await resolveRecipients(
    trx,
    ctx,
    unitId,
    addressees.map((words) => ({ words, purpose })),
  )
  return [...resolved.map(({ reaches: _reaches, ...line }) => line), ...named.map(lineOfDraft)]
}
