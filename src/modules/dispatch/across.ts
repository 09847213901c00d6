import { sql } from 'kysely'
import type { z } from 'zod'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../jobs/index.ts'
import type { DeliveryAcross, DutiesAcross, ReceiptAcross } from './across.schema.ts'
import { deliverHere, type AboutDelivery } from './deliver.ts'
import type { ObligationWhat } from './dispatch.tables.ts'
import { recordPart } from './numbers.ts'
import { toldByItself } from './obligations.ts'
import { afterReturns } from './returns.ts'

declareErrors({ 'dispatch.not_theirs': 403 })

type Delivery = z.output<typeof DeliveryAcross>
type Receipt = z.output<typeof ReceiptAcross>
type Duties = z.output<typeof DutiesAcross>

/** What a message of the kind `delivery` says, beside the copies of what it delivers. */
export async function gatherDelivery(trx: Trx, about: AboutDelivery): Promise<Delivery> {
  const lines = await trx
    .selectFrom('recipients')
    .select(['ord', 'kind', 'words', 'purpose', 'unit_id as unitId', 'group_code as groupCode'])
    .where('dispatch_id', '=', about.dispatchId)
    .where('ord', 'in', about.ords)
    .where('kind', 'in', ['unit', 'group'])
    .execute()
  return {
    dispatchId: about.dispatchId,
    documentId: about.documentId,
    senderId: about.senderId,
    at: about.at,
    // The query leaves these two kinds.
    lines: lines.map((l) => ({ ...l, kind: l.kind === 'group' ? ('group' as const) : ('unit' as const) })),
    deliveries: about.ids.map((id, i) => ({ id, unitId: about.units[i] ?? '', ord: about.ords[i] ?? 0 })),
    grants: [...about.grants],
    obligations: about.obligations.map((o) => ({ ...o, purposes: [...o.purposes] })),
  }
}

/**
 * Delivers here what a unit of another home sent; the copies are there already.
 * @throws dispatch.not_theirs when the sender is not of that home, or a receiver not of this one
 */
export async function takeInDelivery(
  trx: Trx,
  ctx: Ctx,
  from: { home: string; messageId: string },
  said: Delivery,
): Promise<void> {
  const units = said.deliveries.map((d) => d.unitId)
  await requireHomes(trx, [said.senderId], from.home)
  await requireHomes(trx, units, ctx.home)
  const at = new Date(said.at)
  const { dispatchId, documentId, senderId, grants } = said
  // A cascade comes in several messages: the dispatch counts the receivers that it has here.
  await sql`
    insert into dispatches (id, unit_id, document_id, recipients, at)
    values (${dispatchId}, ${senderId}, ${documentId}, ${units.length}, ${at})
    on conflict (id) do update set recipients = dispatches.recipients + excluded.recipients`.execute(trx)
  await trx
    .insertInto('recipients')
    .values(
      said.lines.map((l) => ({
        dispatch_id: dispatchId,
        ord: l.ord,
        kind: l.kind,
        words: l.words,
        purpose: l.purpose,
        unit_id: l.unitId,
        group_code: l.groupCode,
        address: null,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute()
  // The message's shape is checked; which duties there are grows with the product.
  const obligations = said.obligations.map(({ sourceKey, role, ...o }) => ({
    ...o,
    what: o.what as ObligationWhat,
    ...(sourceKey === undefined ? {} : { sourceKey }),
    ...(role === undefined ? {} : { role }),
  }))
  const part = {
    dispatchId,
    documentId,
    senderId,
    grants,
    obligations,
    units,
    ords: said.deliveries.map((d) => d.ord),
  }
  await deliverHere(trx, ctx, part, { ...from, ids: said.deliveries.map((d) => d.id), at })
  await recordPart(trx, ctx, 'document.deliver', [
    { what: 'dispatch', id: dispatchId },
    ...units.map((id) => ({ what: 'unit', id })),
  ])
}

/** What a message of the kind `receipt` says of deliveries between this home and the one it goes to. */
export async function gatherReceipt(trx: Trx, about: { deliveryIds: string[] }): Promise<Receipt> {
  const rows = await trx
    .selectFrom('deliveries')
    .select(['id', 'opened_at', 'acknowledged_at'])
    .where('id', 'in', about.deliveryIds)
    .execute()
  const returns = await trx
    .selectFrom('delivery_returns')
    .select(['id', 'delivery_id', 'reason', 'returned_at', 'ended_at', 'ended_how'])
    .where('delivery_id', 'in', about.deliveryIds)
    .execute()
  return {
    returns: returns.map((r) => ({
      id: r.id,
      deliveryId: r.delivery_id,
      reason: r.reason,
      returnedAt: r.returned_at.toISOString(),
      endedAt: r.ended_at?.toISOString() ?? null,
      endedHow: r.ended_how,
    })),
    deliveries: rows.map((r) => ({
      id: r.id,
      openedAt: r.opened_at?.toISOString() ?? null,
      acknowledgedAt: r.acknowledged_at?.toISOString() ?? null,
    })),
  }
}

/** The other side's row of each delivery follows; what is known already stays, so that the order of messages is all one. */
export async function takeInReceipt(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  said: Receipt,
): Promise<void> {
  const { rows: ended } = await sql<{ id: string }>`
    insert into delivery_returns as r (id, unit_id, delivery_id, reason, returned_at, ended_at, ended_how)
    select s.id, d.unit_id, d.id, s.reason, s."returnedAt", s."endedAt", s."endedHow"
    from jsonb_to_recordset(${JSON.stringify(said.returns)}::jsonb) as s(id uuid, "deliveryId" uuid, reason text, "returnedAt" timestamptz,
      "endedAt" timestamptz, "endedHow" text)
    join deliveries d on d.id = s."deliveryId" and d.peer_home = ${from.home}
    on conflict (id) do update set ended_at = coalesce(r.ended_at, excluded.ended_at), ended_how = coalesce(r.ended_how, excluded.ended_how)
    returning r.id`.execute(trx)
  await afterReturns(
    trx,
    ctx,
    ended.map((r) => r.id),
  )
  await sql`
    update deliveries d set opened_at = coalesce(d.opened_at, r."openedAt"), acknowledged_at = coalesce(d.acknowledged_at, r."acknowledgedAt")
    from jsonb_to_recordset(${JSON.stringify(said.deliveries)}::jsonb) as r(id uuid, "openedAt" timestamptz, "acknowledgedAt" timestamptz)
    where d.id = r.id and d.peer_home = ${from.home}
      -- what was opened before it was sent again does not open it anew
      and not (r."acknowledgedAt" is null and r."openedAt" < d.sent_at)`.execute(trx)
}

/**
 * What a message of the kind `duties` says: how they stand when it goes, not when it was ordered.
 * @param about.before whom they were owed to in the home that it goes to, where they are owed to somebody elsewhere now
 */
export async function gatherDuties(
  trx: Trx,
  ctx: Ctx,
  about: { ids: string[]; before?: string },
): Promise<Duties> {
  const ended = about.before === undefined ? null : ctx.clock.now()
  const { rows } = await sql<
    Omit<Duties['duties'][number], 'openedAt' | 'at' | 'remindedAt'> & {
      openedAt: Date
      at: Date
      remindedAt: Date | null
    }
  >`
    select o.id, o.unit_id as "unitId", o.what, o.source_what as "sourceWhat", o.source_id as "sourceId", o.source_revision as "sourceRevision",
      o.source_key as "sourceKey", o.owed_to as "owedTo", o.due_on as "dueOn", o.role, o.facts, o.opened_at as "openedAt", o.state,
      o.closed_on as "closedOn", o.reason, o.peer_at as at,
      (select max(m.at) from reminders m where m.obligation_id = o.id and m.from_unit_id = o.owed_to) as "remindedAt"
    from obligations o where o.id = any(${about.ids}::uuid[]) and o.owed_to is not null and (o.peer_at is not null or ${ended !== null})`.execute(
    trx,
  )
  return {
    duties: rows.map((r) => ({
      ...r,
      openedAt: r.openedAt.toISOString(),
      at: (ended ?? r.at).toISOString(),
      ...(about.before === undefined
        ? {}
        : { owedTo: about.before, state: 'void' as const, closedOn: ctx.clock.today() }),
      remindedAt: r.remindedAt?.toISOString() ?? null,
    })),
  }
}

/**
 * Opens, closes or moves here what is owed between a unit of the other home and one of this. The later change stands.
 * @throws dispatch.not_theirs for a duty that is not between the two
 */
export async function takeInDuties(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  { duties }: Duties,
): Promise<void> {
  if (duties.length === 0) return
  await requirePairs(trx, ctx, from.home, duties)
  const { rows: fresh } = await sql<{ id: string; what: string; state: string }>`
    with said as (
      select * from jsonb_to_recordset(${JSON.stringify(duties)}::jsonb) as s(id uuid, "unitId" uuid, what text, "sourceWhat" text, "sourceId" uuid,
        "sourceRevision" int, "sourceKey" text, "owedTo" uuid, "dueOn" date, role text, facts jsonb, "openedAt" timestamptz, state text,
        "closedOn" date, reason text, at timestamptz)
    ), before as (
      select o.id from obligations o join said s on s."unitId" = o.unit_id and s.what = o.what and s."sourceId" = o.source_id
        and s."sourceRevision" = o.source_revision and s."sourceKey" = o.source_key
    ), put as (
      insert into obligations as o (id, unit_id, what, source_what, source_id, source_revision, source_key, owed_to, due_on, role, facts, opened_at,
        state, closed_on, reason, peer_home, peer_at)
      select id, "unitId", what, "sourceWhat", "sourceId", "sourceRevision", "sourceKey", "owedTo", "dueOn", role, facts, "openedAt",
        state, "closedOn", reason, ${from.home}, at from said
      on conflict on constraint obligations_once do update set owed_to = excluded.owed_to, state = excluded.state, due_on = excluded.due_on, closed_on = excluded.closed_on,
        reason = excluded.reason, peer_home = excluded.peer_home, peer_at = excluded.peer_at
        where o.peer_at is null or o.peer_at < excluded.peer_at or (o.peer_at = excluded.peer_at and o.state = 'open')
      returning o.id, o.what, o.state
    )
    select id, what, state from put where id not in (select id from before)`.execute(trx)
  const news = fresh.filter((o) => o.state === 'open' && toldByItself(o.what)).map((o) => o.id)
  await tell(trx, ctx, { about: 'obligations', ids: news })
  await takeInReminders(trx, ctx, duties)
}

async function takeInReminders(trx: Trx, ctx: Ctx, duties: Duties['duties']): Promise<void> {
  const reminded = duties.flatMap((d) => (d.remindedAt === null ? [] : [{ ...d, newId: newId() }]))
  const { rows } = await sql<{ id: string; at: Date }>`
    insert into reminders (id, obligation_id, unit_id, from_unit_id, at)
    select r."newId", o.id, o.unit_id, r."owedTo", r."remindedAt"
    from jsonb_to_recordset(${JSON.stringify(reminded)}::jsonb) as r("newId" uuid, "unitId" uuid, what text, "sourceId" uuid, "sourceRevision" int,
      "sourceKey" text, "owedTo" uuid, "remindedAt" timestamptz)
    join obligations o on o.unit_id = r."unitId" and o.what = r.what and o.source_id = r."sourceId" and o.source_revision = r."sourceRevision"
      and o.source_key = r."sourceKey"
    join units u on u.id = o.unit_id and u.home = ${ctx.home}
    on conflict on constraint reminders_once do nothing returning obligation_id as id, at`.execute(trx)
  for (const [day, there] of Map.groupBy(rows, (r) => dayOf(r.at)))
    await tell(trx, ctx, { about: 'reminders', ids: there.map((r) => r.id), day })
}

/** @throws dispatch.not_theirs when one of the units is not of the home */
export async function requireHomes(trx: Trx, unitIds: readonly string[], home: string): Promise<void> {
  const { rows } = await sql`
    select 1 from unnest(${[...unitIds]}::uuid[]) as a(id) left join units u on u.id = a.id
    where u.home is distinct from ${home} limit 1`.execute(trx)
  if (rows.length > 0) throw new AppError('dispatch.not_theirs')
}

async function requirePairs(trx: Trx, ctx: Ctx, from: string, duties: Duties['duties']): Promise<void> {
  const { rows } = await sql`
    select 1 from unnest(${duties.map((d) => d.unitId)}::uuid[], ${duties.map((d) => d.owedTo)}::uuid[]) as a(unit_id, owed_to)
    left join units u on u.id = a.unit_id left join units w on w.id = a.owed_to
    where ((u.home = ${from} and w.home = ${ctx.home}) or (u.home = ${ctx.home} and w.home = ${from})) is not true limit 1`.execute(
    trx,
  )
  if (rows.length > 0) throw new AppError('dispatch.not_theirs')
}
