import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { registerArrivals } from '../library/index.ts'
import { postMessage } from './messages.ts'
import { recordPart } from './numbers.ts'
import { closeObligations } from './obligations.ts'

/** Tells the other home of deliveries between two homes how they stand here. */
export async function tellPeer(
  trx: Trx,
  ctx: Ctx,
  deliveries: readonly { id: string; peerHome: string | null }[],
): Promise<void> {
  for (const [home, there] of Map.groupBy(deliveries, (d) => d.peerHome))
    if (home !== null) await postMessage(trx, ctx, home, 'receipt', { deliveryIds: there.map((d) => d.id) })
}

/**
 * Acknowledges what a unit evidently received, because it works with it: drafts a plan from it, follows it, answers the
 * report in it. Opened and acknowledged now by whoever acts, where nobody did before; confirmations that were owed end.
 * @param documentIds those that were not delivered to the unit are left alone
 */
export async function acknowledgeReceived(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return
  const now = ctx.clock.now()
  // What came to a closed unit is received by whoever goes on for it.
  const units = [unitId, ...ctx.actor.ownUnits]
  const { rows } = await sql<{ id: string; documentId: string; peerHome: string | null }>`
    update deliveries set acknowledged_at = ${now}, acknowledged_by = ${ctx.actor.personId},
      opened_at = coalesce(opened_at, ${now}), opened_by = case when opened_at is null then ${ctx.actor.personId} else opened_by end
    where not exists (select 1 from delivery_returns r where r.delivery_id = deliveries.id and r.ended_at is null)
      and unit_id = any(${units}::uuid[]) and document_id = any(${[...documentIds]}::uuid[]) and person_id is null and not is_outside
      and acknowledged_at is null
    returning id, document_id as "documentId", peer_home as "peerHome"`.execute(trx)
  if (rows.length === 0) return
  await tellPeer(trx, ctx, rows)
  for (const sourceId of new Set(rows.map((r) => r.documentId)))
    await closeObligations(
      trx,
      ctx,
      { unitId: units, for: unitId, what: 'confirm', sourceId },
      { closedBy: sourceId },
    )
  await registerArrivals(trx, ctx, unitId, rows)
  await recordPart(
    trx,
    ctx,
    'delivery.acknowledge',
    rows.map((r) => ({ what: 'delivery', id: r.id })),
  )
}
