import { sql } from 'kysely'
import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, write } from '../../platform/write.ts'
import { requireMay, type DispatchAction } from './dispatch.policy.ts'
import type { Reason, ReceivedDocument } from './dispatch.schema.ts'
import { lockDelivery, type LockedDelivery } from './dispatch.store.ts'
import { receivedAs, scopeOf } from './inbox.service.ts'
import { tellPeersOf } from './obligations.ts'
import { tellPeer } from './receipts.ts'

declareErrors({
  'dispatch.received_already': 409,
  'dispatch.returned_already': 409,
  'dispatch.not_returned': 409,
})

type Received = z.input<typeof ReceivedDocument>

/**
 * Sends a delivery back to its sender as not meant for the unit, with the reason (Decree 30/2020/NĐ-CP, Art. 21.2.b).
 * What it asks of the unit is void with it; the right to read stays, because it was read.
 * @throws common.not_found, dispatch.received_already, dispatch.returned_already
 */
export async function returnDelivery(
  ctx: Ctx,
  id: string,
  { reason }: z.output<typeof Reason>,
): Promise<Received> {
  return changeReturn(ctx, id, 'delivery.return', async (trx, delivery, open) => {
    if (delivery.acknowledgedAt) throw new AppError('dispatch.received_already')
    if (open) throw new AppError('dispatch.returned_already')
    const returnId = newId()
    const now = ctx.clock.now()
    await trx
      .insertInto('delivery_returns')
      .values({
        id: returnId,
        unit_id: delivery.unitId,
        delivery_id: id,
        reason,
        returned_at: now,
        returned_by: ctx.actor.personId,
        ended_at: null,
        ended_how: null,
        ended_by: null,
      })
      .execute()
    // Whatever sent it back has looked at it.
    await trx
      .updateTable('deliveries')
      .set({ opened_at: now, opened_by: ctx.actor.personId })
      .where('id', '=', id)
      .where('opened_at', 'is', null)
      .execute()
    const { rows } = await sql<{ id: string }>`
      update obligations set state = 'void', closed_on = ${ctx.clock.today()}, closed_by = ${returnId}, reason = ${reason}
      where unit_id = ${delivery.unitId} and owed_to = ${delivery.senderId} and state = 'open'
        and source_id = any(${[delivery.documentId, ...(delivery.planId ? [delivery.planId] : [])]}::uuid[]) returning id`.execute(
      trx,
    )
    await tellPeersOf(
      trx,
      ctx,
      rows.map((r) => r.id),
    )
  })
}

/** The unit keeps what it sent back after all; what it asked is open again. @throws dispatch.not_returned */
export async function keepDelivery(ctx: Ctx, id: string): Promise<Received> {
  return changeReturn(ctx, id, 'delivery.keep', async (trx, _delivery, open) => {
    if (!open) throw new AppError('dispatch.not_returned')
    await endReturn(trx, ctx, open, 'undone')
  })
}

async function changeReturn(
  ctx: Ctx,
  id: string,
  action: DispatchAction,
  run: (trx: Trx, delivery: LockedDelivery, open: string | null) => Promise<void>,
): Promise<Received> {
  const scope = scopeOf(ctx)
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const delivery = await lockDelivery(trx, scope, id)
      if (!delivery) throw new AppError('common.not_found')
      requireMay(ctx.actor, action)
      await run(trx, delivery, await findOpenReturn(trx, id))
      await tellPeer(trx, ctx, [delivery])
      await recordEvent(trx, ctx, action, [
        { what: 'delivery', id },
        { what: 'document', id: delivery.documentId },
        ...behalfOf(ctx.actor, ['clerk', 'specialist', 'leader']),
      ])
    },
    answer: (trx) => receivedAs(trx, ctx, id),
  })
}

/**
 * The sender sends a returned delivery to the same receiver again: it arrives anew, unopened.
 * @throws common.not_found for what the acting unit did not send, dispatch.not_returned
 */
export async function resendDelivery(ctx: Ctx, id: string): Promise<{ ok: true }> {
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return write(ctx, '*', {
    act: async (trx) => {
      ownScope(ctx)
      const { rows } = await sql<{ documentId: string; peerHome: string | null }>`
        select document_id as "documentId", peer_home as "peerHome" from deliveries
        where id = ${id} and sender_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and not is_outside for update`.execute(
        trx,
      )
      const [delivery] = rows
      if (!delivery) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'delivery.resend')
      const open = await findOpenReturn(trx, id)
      if (!open) throw new AppError('dispatch.not_returned')
      await endReturn(trx, ctx, open, 'resent')
      await tellPeer(trx, ctx, [{ id, peerHome: delivery.peerHome }])
      await recordEvent(trx, ctx, 'delivery.resend', [
        { what: 'delivery', id },
        { what: 'document', id: delivery.documentId },
        ...behalfOf(ctx.actor, ['clerk', 'specialist', 'leader']),
      ])
    },
    answer: async () => ({ ok: true as const }),
  })
}

async function findOpenReturn(trx: Trx, deliveryId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('delivery_returns')
    .select('id')
    .where('delivery_id', '=', deliveryId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

async function endReturn(trx: Trx, ctx: Ctx, id: string, how: 'undone' | 'resent'): Promise<void> {
  await trx
    .updateTable('delivery_returns')
    .set({ ended_at: ctx.clock.now(), ended_how: how, ended_by: ctx.actor.personId })
    .where('id', '=', id)
    .execute()
  await afterReturns(trx, ctx, [id])
}

/**
 * What follows when returns have ended: the delivery of one that was sent again arrives anew, and what each had made void
 * is owed again. Doing it twice changes nothing.
 */
export async function afterReturns(trx: Trx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    update deliveries d set sent_at = r.ended_at, opened_at = null, opened_by = null
    from delivery_returns r where r.id = any(${[...ids]}::uuid[]) and r.ended_how = 'resent' and d.id = r.delivery_id
      and d.acknowledged_at is null and d.sent_at < r.ended_at`.execute(trx)
  const { rows } = await sql<{ id: string }>`
    update obligations o set state = 'open', closed_on = null, closed_by = null, reason = null
    from delivery_returns r where r.id = any(${[...ids]}::uuid[]) and r.ended_at is not null and o.closed_by = r.id and o.state = 'void'
    returning o.id`.execute(trx)
  await tellPeersOf(
    trx,
    ctx,
    rows.map((r) => r.id),
  )
}
