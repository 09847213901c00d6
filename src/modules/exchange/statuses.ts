import { sql } from 'kysely'
import { agencyKey, edxmlStatusCodes, goesOn, type EdxmlStatus } from '../../document/edxml/index.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { wide } from '../../platform/wide.ts'
import { read } from '../../platform/write.ts'
import { translate } from '../../messages/index.ts'
import { closeObligations, findAgency, findAgencyKeys } from '../dispatch/index.ts'
import type { ExchangeState } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import { findHomes } from '../units/index.ts'
import { findUntold } from './arrivals.store.ts'
import type { Told } from './exchange.tables.ts'
import { orderPackage } from './packages.store.ts'

/** Statuses with which a receiver has the document: what the sender asked to confirm is confirmed by them. */
const accepted = ['03', '04', '05', '06']

/**
 * A status message about a document that a unit here sent: the delivery's state follows it, where it is news.
 * @throws exchange.unknown_document when nothing of the kind was sent to whoever writes it
 */
export async function takeInStatus(ctx: Ctx, message: EdxmlStatus): Promise<void> {
  const day = ctx.clock.today()
  const { responseFor: about } = message
  const home = await read(ctx, '*', async (trx) => {
    const sender = await findAgency(trx, about.organId, day)
    return sender?.unitId ? ((await findHomes(trx, [sender.unitId])).get(sender.unitId) ?? null) : null
  })
  if (home === null) throw new AppError('exchange.unknown_document')
  const there: Ctx = { ...ctx, home, actor: systemActor }
  await wide(there, 'the delivery that one status message is about', async (trx) => {
    const keys = await findAgencyKeys(trx, message.from.id, day)
    const delivery = await findDelivery(trx, {
      ref: about.documentId,
      code: about.code,
      date: about.date,
      keys,
    })
    if (!delivery) throw new AppError('exchange.unknown_document')
    await follow(trx, there, delivery, message)
  })
}

interface FollowedDelivery {
  id: string
  unitId: string
  senderId: string
  documentId: string
  planId: string | null
  isOutside: boolean
  state: ExchangeState
}

/** The last delivery of a document to the agency that has one of the codes, locked. */
async function findDelivery(
  trx: Trx,
  about: { ref: string; code: string; date: string | null; keys: readonly string[] },
): Promise<FollowedDelivery | null> {
  const { rows } = await sql<FollowedDelivery & { agencyCode: string }>`
    select d.id, d.unit_id as "unitId", d.sender_id as "senderId", d.document_id as "documentId", c.plan_id as "planId",
      d.is_outside as "isOutside", d.exchange_state as state, d.agency_code as "agencyCode"
    from deliveries d join documents c on c.id = d.document_id
    where d.agency_code is not null and (
      d.id in (select p.delivery_id from packages p where p.document_ref = ${about.ref})
      or (${about.ref} = '' and c.number_symbol = ${about.code} and c.issued_on = ${about.date}))
    order by d.sent_at desc, d.id desc for update of d`.execute(trx)
  const { keys } = about
  return rows.find((row) => keys.includes(agencyKey(row.agencyCode) ?? '')) ?? null
}

async function follow(trx: Trx, ctx: Ctx, delivery: FollowedDelivery, message: EdxmlStatus): Promise<void> {
  const { status, description } = message
  const last = edxmlStatusCodes.find((code) => code === delivery.state) ?? null
  // Messages overtake each other: one that goes back is no news.
  if (!goesOn(last, status)) return
  const now = ctx.clock.now()
  await trx
    .updateTable('deliveries')
    .set({ exchange_state: status, exchange_at: now, exchange_note: description === '' ? null : description })
    .where('id', '=', delivery.id)
    .execute()
  if (accepted.includes(status)) {
    await sql`update deliveries set opened_at = coalesce(opened_at, ${now}), acknowledged_at = coalesce(acknowledged_at, ${now})
      where id = ${delivery.id}`.execute(trx)
    if (!delivery.isOutside)
      for (const sourceId of [delivery.documentId, delivery.planId])
        if (sourceId !== null)
          await closeObligations(
            trx,
            ctx,
            { unitId: delivery.unitId, what: 'confirm', sourceId },
            { closedBy: delivery.documentId },
          )
  }
  const sender: Ctx = { ...ctx, actor: { ...systemActor, unitId: delivery.senderId } }
  if (status === '02' || status === '15' || status === '16')
    await tell(trx, sender, { about: 'package_answer', id: delivery.id, status })
  await recordEvent(trx, sender, 'delivery.status', [
    { what: 'delivery', id: delivery.id },
    { what: 'document', id: delivery.documentId },
    { what: 'status', id: status },
  ])
}

/** At most so many are told in one look into the folder. */
const mostAtOnce = 200

/** Tells the senders how far the units of a home have come with what came from them. */
export async function tellUntold(ctx: Ctx): Promise<void> {
  await wide(ctx, 'what came for the units of the home, to tell its senders', async (trx) => {
    for (const { id, unitId, senderCode, due } of await findUntold(trx, mostAtOnce)) {
      const reason = due === '02' ? translate('vi', 'exchange.dropped') : null
      await tellSender(trx, ctx, { id, unitId, senderCode }, due, reason)
    }
  })
}

/** Orders a status message about what came, and notes that it was told. */
export async function tellSender(
  trx: Trx,
  ctx: Ctx,
  arrival: { id: string; unitId: string; senderCode: string },
  status: Told,
  reason: string | null,
): Promise<void> {
  const { id: arrivalId, unitId, senderCode: toCode } = arrival
  const told = await trx
    .updateTable('package_arrivals')
    .set({ told: status })
    .where('id', '=', arrivalId)
    .where((e) => e.or([e('told', 'is', null), e('told', '<', status)]))
    .returning('id')
    .executeTakeFirst()
  if (told) await orderPackage(trx, ctx, { kind: 'status', unitId, toCode, arrivalId, status, reason })
}
