import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import type {} from './library.tables.ts'

/** What comes into a unit's register of incoming documents. */
export interface Arrival {
  /** the delivery that is acknowledged, or the document that is taken in */
  id: string
  documentId: string
}

/**
 * Gives what a unit takes in the next numbers of its register of incoming documents, from 1 on 1 January, one series for
 * paper and electronic ones (Decree 30/2020/NĐ-CP, Art. 22.2). What has a number keeps it. Call it after every other row
 * is locked: the counter's row is held until the end of the transaction.
 */
export async function registerArrivals(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  come: readonly Arrival[],
): Promise<void> {
  const numbered = await trx
    .selectFrom('arrivals')
    .select('id')
    .where(
      'id',
      'in',
      come.map((a) => a.id),
    )
    .execute()
  const fresh = come.filter((a) => !numbered.some((n) => n.id === a.id))
  if (fresh.length === 0) return
  const day = ctx.clock.today()
  const year = Number(day.slice(0, 4))
  const { rows } = await sql<{ last: number }>`
    insert into arrival_counters (unit_id, year, last) values (${unitId}, ${year}, ${fresh.length})
    on conflict (unit_id, year) do update set last = arrival_counters.last + excluded.last
    returning last`.execute(trx)
  const first = (rows[0]?.last ?? 0) - fresh.length + 1
  await trx
    .insertInto('arrivals')
    .values(
      fresh.map((a, i) => ({
        id: a.id,
        unit_id: unitId,
        year,
        number: first + i,
        arrived_on: day,
        document_id: a.documentId,
        passed_to: null,
        passed_on: null,
        created_at: ctx.clock.now(),
        created_by: ctx.actor.personId,
      })),
    )
    .execute()
  // A part of somebody's use case: the request id stays with that one's own event.
  await recordEvent(
    trx,
    { ...ctx, request: null },
    'document.arrive',
    fresh.map((a, i) => ({ what: 'arrival', id: a.id, version: first + i })),
  )
}
