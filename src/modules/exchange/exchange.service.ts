import { sql } from 'kysely'
import type { z } from 'zod'
import { edxmlStatusCodes, goesOn } from '../../document/edxml/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { isResendable, requireDispatchAct, type ExchangeState } from '../dispatch/index.ts'
import { dropDraft, findDocument } from '../library/index.ts'
import { findArrival, findArrivalOf, type ArrivalRow } from './arrivals.store.ts'
import { may, requireMay } from './exchange.policy.ts'
import { findFigures } from './figures.ts'
import type {
  Arrival,
  ExchangeOfDocument,
  Ordered,
  Progress,
  RecallAnswer,
  Replaces,
} from './exchange.schema.ts'
import { findRefSent, orderPackage } from './packages.store.ts'
import { orderDocument } from './send.ts'
import { tellSender } from './statuses.ts'

declareErrors({
  'exchange.confirmed': 409,
  'exchange.told_already': 409,
  'exchange.not_asked': 409,
  'exchange.not_sent': 409,
  'exchange.ended': 409,
})

type OfDocument = z.input<typeof ExchangeOfDocument>
type ArrivalView = z.input<typeof Arrival>
type Count = z.input<typeof Ordered>

/**
 * How a document, or the draft of one, has to do with packages: how it came, what its sender asked of it since, what came
 * that answers it, and what may still be done.
 * @throws common.not_found for a document that the person may not read
 */
export async function readExchange(ctx: Ctx, documentId: string): Promise<OfDocument> {
  ownScope(ctx)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return read(ctx, '*', async (trx) => {
    const own = [...ctx.actor.ownUnits]
    const arrival = await findArrivalOf(trx, own, documentId)
    if (!arrival && !(await findDocument(trx, ctx, documentId)) && !(await isOwnDraft(trx, own, documentId)))
      throw new AppError('common.not_found')
    const sent = await findOutgoing(trx, own, documentId)
    const { rows: answeredBy } = await sql<{
      id: string
      isDraft: boolean
      senderName: string
      arrivedAt: Date
    }>`
      select document_id as id, not exists (select 1 from documents c where c.id = document_id) as "isDraft", sender_name as "senderName", arrived_at as "arrivedAt" from package_arrivals
      where answers_id = ${documentId} and unit_id = any(${own}::uuid[]) and told is distinct from '02' and (answer is distinct from '15' or exists (select 1 from documents c where c.id = document_id)) order by id limit 100`.execute(
      trx,
    )
    return {
      arrival: arrival && (await present(trx, ctx, arrival)),
      answeredBy: answeredBy.map((a) => ({ ...a, arrivedAt: a.arrivedAt.toISOString() })),
      sent: sent.length,
      may: [
        ...(sent.some(isRecallable) && may(ctx.actor, 'document.recall') ? ['document.recall' as const] : []),
        ...(sent.length > 0 && may(ctx.actor, 'document.replace') ? ['document.replace' as const] : []),
      ],
    }
  })
}

async function present(trx: Trx, ctx: Ctx, a: ArrivalRow): Promise<ArrivalView> {
  const answered =
    a.answersId === null
      ? undefined
      : await trx
          .selectFrom('documents')
          .select(['id', 'number_symbol'])
          .where('id', '=', a.answersId)
          .executeTakeFirst()
  const isDraft = await isOwnDraft(trx, [a.unitId], a.documentId)
  const can = (action: ArrivalView['may'][number], holds: boolean) =>
    holds && may(ctx.actor, action) ? [action] : []
  return {
    id: a.id,
    senderName: a.senderName,
    senderCode: a.senderCode,
    arrivedAt: a.arrivedAt.toISOString(),
    told: a.told,
    asked: a.asked && {
      what: a.asked,
      at: a.askedAt?.toISOString() ?? '',
      reason: a.askedReason ?? '',
      answer: a.answer,
    },
    answers: answered ? { id: answered.id, numberSymbol: answered.number_symbol } : null,
    figures: a.told === '02' ? null : await findFigures(trx, ctx, a),
    may: [
      ...can('arrival.refuse', isDraft && a.told === '01'),
      ...can('arrival.progress', !isDraft && a.answer !== '15' && a.told !== '02' && a.told !== '06'),
      ...can('arrival.answer', a.asked !== null && a.answer === null && a.told !== '02'),
    ],
  }
}

async function isOwnDraft(trx: Trx, own: readonly string[], documentId: string): Promise<boolean> {
  const draft = await trx
    .selectFrom('document_drafts')
    .select('id')
    .where('id', '=', documentId)
    .where('unit_id', 'in', [...own])
    .executeTakeFirst()
  return draft !== undefined
}

async function lockArrival(trx: Trx, ctx: Ctx, id: string): Promise<ArrivalRow> {
  const arrival = await findArrival(trx, id, true)
  if (!arrival || !ctx.actor.ownUnits.includes(arrival.unitId)) throw new AppError('common.not_found')
  return arrival
}

async function shown(trx: Trx, ctx: Ctx, id: string): Promise<ArrivalView> {
  const arrival = await findArrival(trx, id)
  if (!arrival) throw new AppError('common.not_found')
  return present(trx, ctx, arrival)
}

/**
 * Sends back what came to the wrong place, with the reason (status 02): its draft goes, the trace stays.
 * @throws exchange.confirmed once it was confirmed, exchange.told_already once it was sent back
 */
export async function refuseArrival(ctx: Ctx, id: string, reason: string): Promise<ArrivalView> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const arrival = await lockArrival(trx, ctx, id)
      requireMay(ctx.actor, 'arrival.refuse')
      if (arrival.told === '02') throw new AppError('exchange.told_already')
      if (!(await isOwnDraft(trx, [arrival.unitId], arrival.documentId)) || arrival.told !== '01')
        throw new AppError('exchange.confirmed')
      const dropped = await dropDraft(trx, ctx, arrival.documentId)
      await tellSender(trx, ctx, arrival, '02', reason)
      await recordEvent(trx, ctx, 'arrival.refuse', [{ what: 'package_arrival', id }, dropped])
    },
    answer: (trx) => shown(trx, ctx, id),
  })
}

/** Tells the sender that work goes on or is finished. @throws exchange.told_already when as much or more was told */
export async function tellProgress(
  ctx: Ctx,
  id: string,
  { status }: z.output<typeof Progress>,
): Promise<ArrivalView> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const arrival = await lockArrival(trx, ctx, id)
      requireMay(ctx.actor, 'arrival.progress')
      if (await isOwnDraft(trx, [arrival.unitId], arrival.documentId)) throw new AppError('library.not_read')
      if (!goesOn(arrival.told, status)) throw new AppError('exchange.told_already')
      await tellSender(trx, ctx, arrival, status, null)
      await recordEvent(trx, ctx, 'arrival.progress', [
        { what: 'package_arrival', id },
        { what: 'status', id: status },
      ])
    },
    answer: (trx) => shown(trx, ctx, id),
  })
}

/**
 * Answers what the sender asks of a document: 15 agrees, 16 does not. Agreed to, a draft of what is taken back goes; a
 * document stays with its mark, because both keep the trace (Decree 30/2020/NĐ-CP, Art. 18).
 * @throws exchange.not_asked when nothing is asked or it was answered
 */
export async function answerRecall(
  ctx: Ctx,
  id: string,
  { agrees, reason }: z.output<typeof RecallAnswer>,
): Promise<ArrivalView> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const arrival = await lockArrival(trx, ctx, id)
      requireMay(ctx.actor, 'arrival.answer')
      if (arrival.asked === null || arrival.answer !== null) throw new AppError('exchange.not_asked')
      const answer = agrees ? '15' : '16'
      await trx
        .updateTable('package_arrivals')
        .set({ answer, answered_at: ctx.clock.now(), answered_by: ctx.actor.personId })
        .where('id', '=', id)
        .execute()
      const { unitId, senderCode: toCode } = arrival
      await orderPackage(trx, ctx, { kind: 'status', unitId, toCode, arrivalId: id, status: answer, reason })
      const dropped =
        agrees && arrival.asked === 'recall' && (await isOwnDraft(trx, [unitId], arrival.documentId))
          ? [await dropDraft(trx, ctx, arrival.documentId)]
          : []
      await recordEvent(trx, ctx, 'arrival.answer', [
        { what: 'package_arrival', id },
        { what: 'status', id: answer },
        ...dropped,
      ])
    },
    answer: (trx) => shown(trx, ctx, id),
  })
}

interface Outgoing {
  id: string
  unitId: string
  toCode: string
  state: ExchangeState
}

/** Deliveries of a document by some units that go as packages. */
async function findOutgoing(trx: Trx, own: readonly string[], documentId: string): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`
    select id, sender_id as "unitId", agency_code as "toCode", exchange_state as state from deliveries
    where document_id = ${documentId} and sender_id = any(${[...own]}::uuid[]) and agency_code is not null order by id`.execute(
    trx,
  )
  return rows
}

function isRecallable({ state }: Outgoing): boolean {
  return goesOn(edxmlStatusCodes.find((code) => code === state) ?? null, '13')
}

async function lockOutgoing(trx: Trx, ctx: Ctx, documentId: string): Promise<Outgoing[]> {
  await sql`select 1 from deliveries where document_id = ${documentId} and sender_id = any(${[...ctx.actor.ownUnits]}::uuid[])
    and agency_code is not null order by id for update`.execute(trx)
  const outgoing = await findOutgoing(trx, ctx.actor.ownUnits, documentId)
  if (outgoing.length === 0) throw new AppError('common.not_found')
  return outgoing
}

/**
 * Asks every receiver that got a document as a package to give it back: their deliveries wait for the answer.
 * @throws common.not_found when none did, exchange.ended when there is nobody left to ask
 */
export async function recallExchange(ctx: Ctx, documentId: string, reason: string): Promise<Count> {
  ownScope(ctx)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return write(ctx, '*', {
    act: (trx) => recallWithin(trx, ctx, documentId, reason),
    answer: async (trx) => ({ packages: (await findOutgoing(trx, ctx.actor.ownUnits, documentId)).length }),
  })
}

/** The same within the write of another use case, whose transaction has the scope `*`. */
async function recallWithin(trx: Trx, ctx: Ctx, documentId: string, reason: string): Promise<void> {
  const outgoing = await lockOutgoing(trx, ctx, documentId)
  requireMay(ctx.actor, 'document.recall')
  const asked = outgoing.filter(isRecallable)
  if (asked.length === 0) throw new AppError('exchange.ended')
  for (const { id: deliveryId, unitId, toCode } of asked) {
    const ofRef = await findRefSent(trx, documentId, toCode)
    await orderPackage(trx, ctx, { kind: 'recall', unitId, toCode, deliveryId, ofRef, reason })
    await trx
      .updateTable('deliveries')
      .set({ exchange_state: '13', exchange_at: ctx.clock.now(), exchange_note: reason })
      .where('id', '=', deliveryId)
      .execute()
  }
  await recordEvent(trx, ctx, 'document.recall', [
    { what: 'document', id: documentId },
    ...asked.map(({ id }) => ({ what: 'delivery', id })),
  ])
}

/**
 * Says in whose place a document stands that goes, or went, as packages: those that are still to go say so; to receivers who
 * got it before, it goes again as what it is.
 * @throws common.not_found unless the unit issued both, exchange.not_sent when the earlier one went to none of its receivers
 */
export async function replaceExchange(
  ctx: Ctx,
  documentId: string,
  input: z.output<typeof Replaces>,
): Promise<Count> {
  ownScope(ctx)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return write(ctx, '*', {
    act: async (trx) => {
      const outgoing = await lockOutgoing(trx, ctx, documentId)
      await replaceWithin(trx, ctx, documentId, input)
      const both: Outgoing[] = []
      for (const one of outgoing)
        if ((await findRefSent(trx, input.ofId, one.toCode)) !== null) both.push(one)
      if (both.length === 0) throw new AppError('exchange.not_sent')
      for (const { id, unitId, toCode } of both)
        await orderDocument(trx, ctx, { id, unitId, toCode, documentId })
      await recordEvent(trx, ctx, 'document.replace', [
        { what: 'document', id: documentId },
        { what: 'document', id: input.ofId },
      ])
    },
    answer: async (trx) => ({ packages: (await findOutgoing(trx, ctx.actor.ownUnits, documentId)).length }),
  })
}

/**
 * Declares in whose place a document stands, within the write of the use case that issues it: the packages of its dispatch
 * say so.
 * @throws common.not_found unless the unit issued both
 */
export async function replaceWithin(
  trx: Trx,
  ctx: Ctx,
  documentId: string,
  { ofId, kind, reason }: z.output<typeof Replaces>,
): Promise<void> {
  const rows = await trx
    .selectFrom('documents')
    .select(['id', 'unit_id'])
    .where('id', 'in', [documentId, ofId])
    .where('origin', '=', 'issued')
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
    .execute()
  const document = rows.find((r) => r.id === documentId)
  if (!document || rows.length !== 2) throw new AppError('common.not_found')
  requireMay(ctx.actor, 'document.replace')
  await trx
    .insertInto('replacements')
    .values({
      document_id: documentId,
      of_id: ofId,
      unit_id: document.unit_id,
      kind,
      reason,
      at: ctx.clock.now(),
      by: ctx.actor.personId,
    })
    .onConflict((c) => c.column('document_id').doUpdateSet({ of_id: ofId, kind, reason }))
    .execute()
}

/**
 * Sends a document to one receiver again: whoever lost it, or sent it back by mistake.
 * @throws common.not_found, exchange.ended
 */
export async function resendPackage(ctx: Ctx, deliveryId: string): Promise<Count> {
  ownScope(ctx)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return write(ctx, '*', {
    act: async (trx) => {
      const { rows } = await sql<Outgoing & { documentId: string }>`
        select id, sender_id as "unitId", agency_code as "toCode", exchange_state as state, document_id as "documentId" from deliveries
        where id = ${deliveryId} and sender_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and agency_code is not null for update`.execute(
        trx,
      )
      const [delivery] = rows
      if (!delivery) throw new AppError('common.not_found')
      requireDispatchAct(ctx.actor, 'package.resend')
      if (!isResendable(delivery.state)) throw new AppError('exchange.ended')
      await orderDocument(trx, ctx, delivery)
      await trx
        .updateTable('deliveries')
        .set({ exchange_state: 'waiting', exchange_at: ctx.clock.now(), exchange_note: null })
        .where('id', '=', deliveryId)
        .execute()
      await recordEvent(trx, ctx, 'package.resend', [
        { what: 'delivery', id: deliveryId },
        { what: 'document', id: delivery.documentId },
      ])
    },
    answer: async () => ({ packages: 1 }),
  })
}

/**
 * What a document of the unit does to an earlier one, for those of its receivers who got that as a package: they are asked to
 * give it back, or the packages of the new one say in whose place it stands. Nothing where none went as a package. Within the
 * write that issues the new one, before it is sent.
 */
export async function tellReceivers(
  trx: Trx,
  ctx: Ctx,
  documentId: string,
  { relation, ofId, reason }: { relation: 'amends' | 'replaces' | 'recalls'; ofId: string; reason: string },
): Promise<void> {
  const sent = await findOutgoing(trx, ctx.actor.ownUnits, ofId)
  if (sent.length === 0) return
  // The request's id stays with the event of the issue.
  const within = { ...ctx, request: null }
  if (relation === 'recalls') {
    if (sent.some(isRecallable)) await recallWithin(trx, within, ofId, reason)
  } else
    await replaceWithin(trx, within, documentId, {
      ofId,
      kind: relation === 'replaces' ? 'replacement' : 'update',
      reason,
    })
}
