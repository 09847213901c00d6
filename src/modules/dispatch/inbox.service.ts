import { sql } from 'kysely'
import { z } from 'zod'
import { translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { dayOf } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { isResendable } from './agencies.ts'
import { registerArrivals } from '../library/index.ts'
import { mayDo, requireMay } from './dispatch.policy.ts'
import type {
  Inbox,
  InboxQuery,
  OutsideState,
  ReceivedDocument,
  SentDocument,
  SentQuery,
} from './dispatch.schema.ts'
import {
  countInbox,
  findInbox,
  findSent,
  lockDelivery,
  type InboxRow,
  type InboxScope,
  type SentRow,
} from './dispatch.store.ts'
import { closeObligations } from './obligations.ts'
import { tellPeer } from './receipts.ts'

const byTime = z.tuple([z.iso.datetime(), z.uuid()])
const byName = z.tuple([z.int(), z.string(), z.uuid()])

/** What was delivered to the acting unit, or to this person of it; newest first. */
export async function readInbox(
  ctx: Ctx,
  query: z.output<typeof InboxQuery>,
): Promise<z.input<typeof Inbox>> {
  const scope = scopeOf(ctx)
  const after = readCursor(query.cursor, byTime)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findInbox(trx, scope, query, after, pageSize + 1, ctx.clock.today())
    const page = pageOf(rows, pageSize, (r) => [r.sentAt.toISOString(), r.id])
    return {
      items: page.rows.map((row) => received(ctx, row)),
      nextCursor: page.nextCursor,
      counts: await countInbox(trx, scope, ctx.clock.today()),
    }
  })
}

/** Marks a delivery as opened, the first time only. Readers without desk work open it without a mark. */
export async function openDelivery(ctx: Ctx, id: string): Promise<z.input<typeof ReceivedDocument>> {
  return changeDelivery(ctx, id, 'delivery.open', async (trx) => {
    await trx
      .updateTable('deliveries')
      .set({ opened_at: ctx.clock.now(), opened_by: ctx.actor.personId })
      .where('id', '=', id)
      .where('opened_at', 'is', null)
      .execute()
  })
}

/** "Đã nhận": the unit acknowledges, which also closes what it owed the sender as a confirmation. */
export async function acknowledgeDelivery(ctx: Ctx, id: string): Promise<z.input<typeof ReceivedDocument>> {
  return changeDelivery(ctx, id, 'delivery.acknowledge', async (trx, delivery) => {
    const now = ctx.clock.now()
    await trx
      .updateTable('deliveries')
      .set({ acknowledged_at: now, acknowledged_by: ctx.actor.personId })
      .where('id', '=', id)
      .where('acknowledged_at', 'is', null)
      .execute()
    await trx
      .updateTable('deliveries')
      .set({ opened_at: now, opened_by: ctx.actor.personId })
      .where('id', '=', id)
      .where('opened_at', 'is', null)
      .execute()
    for (const sourceId of [delivery.documentId, delivery.planId])
      if (sourceId)
        await closeObligations(
          trx,
          ctx,
          { unitId: delivery.unitId, what: 'confirm', sourceId },
          { closedBy: delivery.documentId },
        )
    // What is sent to one person is that person's, not the register's.
    if (delivery.personId === null)
      await registerArrivals(trx, ctx, ctx.actor.unitId ?? delivery.unitId, [delivery])
  })
}

async function changeDelivery(
  ctx: Ctx,
  id: string,
  action: 'delivery.open' | 'delivery.acknowledge',
  change: (
    trx: Trx,
    delivery: {
      id: string
      unitId: string
      documentId: string
      planId: string | null
      personId: string | null
    },
  ) => Promise<void>,
): Promise<z.input<typeof ReceivedDocument>> {
  const scope = scopeOf(ctx)
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const delivery = await lockDelivery(trx, scope, id)
      if (!delivery) throw new AppError('common.not_found')
      requireMay(ctx.actor, action)
      if (action === 'delivery.acknowledge' && (await isReturned(trx, id)))
        throw new AppError('dispatch.returned_already')
      const isDone = action === 'delivery.open' ? delivery.openedAt : delivery.acknowledgedAt
      if (!isDone) {
        await change(trx, delivery)
        await tellPeer(trx, ctx, [delivery])
      }
      await recordEvent(trx, ctx, action, [
        { what: 'delivery', id },
        { what: 'document', id: delivery.documentId },
      ])
    },
    answer: (trx) => receivedAs(trx, ctx, id),
  })
}

async function isReturned(trx: Trx, deliveryId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('delivery_returns')
    .select('id')
    .where('delivery_id', '=', deliveryId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** One delivery as its receiver sees it now. @throws common.not_found */
export async function receivedAs(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof ReceivedDocument>> {
  const [row] = await findInbox(trx, { ...scopeOf(ctx), id }, {}, null, 1, ctx.clock.today())
  if (!row) throw new AppError('common.not_found')
  return received(ctx, row)
}

export function scopeOf(ctx: Ctx): InboxScope {
  return { unitIds: ctx.actor.ownUnits, personId: ctx.actor.personId }
}

function received(ctx: Ctx, row: InboxRow): z.input<typeof ReceivedDocument> {
  return {
    id: row.id,
    document: {
      id: row.documentId,
      type: row.type,
      numberSymbol: row.numberSymbol,
      subject: row.subject,
      issuerName: row.issuerName,
      issuedOn: row.issuedOn,
      planId: row.planId,
    },
    sender: { id: row.senderId, shortName: row.senderName },
    purpose: row.purpose,
    isPersonal: row.personId !== null,
    state: row.state,
    sentAt: row.sentAt.toISOString(),
    openedAt: row.openedAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    confirmBy: row.confirmBy,
    isLate: row.acknowledgedAt === null && row.returnedAt === null && dayOf(row.sentAt) < ctx.clock.today(),
    returned:
      row.returnedAt === null ? null : { at: row.returnedAt.toISOString(), reason: row.returnReason ?? '' },
    twinNumber: row.twinNumber,
    may: mayDo(
      ctx.actor,
      row.returnedAt
        ? ['delivery.keep']
        : row.acknowledgedAt
          ? []
          : ['delivery.acknowledge', 'delivery.return'],
    ),
  }
}

/**
 * How far a document of the acting unit has come with each receiver.
 * @throws common.not_found when the acting unit did not send it
 */
export async function readSent(
  ctx: Ctx,
  documentId: string,
  query: z.output<typeof SentQuery>,
): Promise<z.input<typeof SentDocument>> {
  ownScope(ctx)
  const after = readCursor(query.cursor, byName)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  return read(ctx, '*', async (trx) => {
    const own = [...ctx.actor.ownUnits]
    const dispatched = await findDispatched(trx, ctx, documentId)
    const counts = await trx
      .selectFrom('deliveries')
      .select((b) => [
        b.fn.countAll<number>().as('all'),
        sql<number>`count(*) filter (where opened_at is not null or acknowledged_at is not null)`.as(
          'opened',
        ),
        b.fn.count<number>('acknowledged_at').as('acknowledged'),
        sql<number>`count(*) filter (where exists (select 1 from delivery_returns r where r.delivery_id = deliveries.id and r.ended_at is null))`.as(
          'returned',
        ),
      ])
      .where('sender_id', 'in', own)
      .where('document_id', '=', documentId)
      .executeTakeFirstOrThrow()
    const rows = await findSent(trx, own, documentId, query, after, pageSize + 1, ctx.clock.today())
    const page = pageOf(rows, pageSize, (r) => [r.rank, r.receiver, r.id])
    return {
      document: { numberSymbol: dispatched.number_symbol, subject: dispatched.subject },
      counts,
      job: dispatched.state
        ? {
            state: dispatched.state,
            done: dispatched.done_units ?? 0,
            all: dispatched.all_units ?? counts.all,
          }
        : null,
      items: page.rows.map((row) => sentRow(ctx, row)),
      nextCursor: page.nextCursor,
    }
  })
}

/** The last dispatch of a document by the acting unit. @throws common.not_found when it did not send it */
export async function findDispatched(trx: Trx, ctx: Ctx, documentId: string) {
  const dispatched = await trx
    .selectFrom('dispatches')
    .innerJoin('documents', 'documents.id', 'dispatches.document_id')
    .leftJoin('jobs', 'jobs.id', 'dispatches.job_id')
    .select([
      'documents.number_symbol',
      'documents.subject',
      'dispatches.id',
      'jobs.state',
      'jobs.done_units',
      'jobs.all_units',
    ])
    .where('dispatches.document_id', '=', documentId)
    .where('dispatches.unit_id', 'in', [...ctx.actor.ownUnits])
    .orderBy('dispatches.at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!dispatched) throw new AppError('common.not_found')
  return dispatched
}

function sentRow(ctx: Ctx, row: SentRow): z.input<typeof SentDocument>['items'][number] {
  return {
    id: row.id,
    receiver: row.receiver,
    unitId: row.unitId,
    isOutside: row.isOutside,
    purpose: row.purpose,
    state: row.state,
    way: row.way,
    exchange:
      row.exchangeState === null || row.exchangeAt === null
        ? null
        : { state: row.exchangeState, at: row.exchangeAt.toISOString(), note: row.exchangeNote },
    sentAt: row.sentAt.toISOString(),
    openedAt: row.openedAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    returned:
      row.returnedAt === null ? null : { at: row.returnedAt.toISOString(), reason: row.returnReason ?? '' },
    address: row.address,
    link: linkOf(ctx, row),
    may: mayDo(ctx.actor, [
      ...(row.isOutside ? (['delivery.state', 'delivery.mail'] as const) : []),
      ...(row.returnedAt ? (['delivery.resend'] as const) : []),
      ...(isResendable(row.exchangeState) ? (['package.resend'] as const) : []),
    ]),
  }
}

function linkOf(ctx: Ctx, row: SentRow): z.input<typeof SentDocument>['items'][number]['link'] {
  if (row.linkTo === null || row.linkState === null || row.linkAt === null || row.linkExpiresAt === null)
    return null
  const isOver = row.linkExpiresAt <= ctx.clock.now()
  return {
    address: row.linkTo,
    state: row.linkUsedAt ? 'used' : isOver ? 'expired' : row.linkState,
    reason:
      row.linkCause === null || row.linkUsedAt
        ? null
        : translate(ctx.locale, `notices.cause.${row.linkCause}`),
    at: (row.linkUsedAt ?? row.linkAt).toISOString(),
    expiresAt: row.linkExpiresAt.toISOString(),
  }
}

/** The sender's clerk notes how far the paper came with a body outside the system. */
export async function setOutsideState(
  ctx: Ctx,
  id: string,
  { state }: z.output<typeof OutsideState>,
): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const delivery = await trx
        .selectFrom('deliveries')
        .select(['id', 'document_id', 'opened_at'])
        .where('id', '=', id)
        .where('sender_id', 'in', [...ctx.actor.ownUnits])
        .where('is_outside', '=', true)
        .forUpdate()
        .executeTakeFirst()
      if (!delivery) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'delivery.state')
      const now = ctx.clock.now()
      const { personId } = ctx.actor
      await trx
        .updateTable('deliveries')
        .set({
          opened_at: state === 'sent' ? null : (delivery.opened_at ?? now),
          opened_by: state === 'sent' ? null : personId,
          acknowledged_at: state === 'acknowledged' ? now : null,
          acknowledged_by: state === 'acknowledged' ? personId : null,
        })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'delivery.state', [
        { what: 'delivery', id },
        { what: 'document', id: delivery.document_id },
      ])
    },
    answer: async () => ({ ok: true as const }),
  })
}
