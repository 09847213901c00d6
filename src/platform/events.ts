import type {} from './events.tables.ts'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import { newId } from './ids.ts'

/** What an event touched: ids, codes and hashes only, never a person's name, contact, words or picture. */
export interface EventSubject {
  /** the noun, e.g. `plan`, `task`, `activity` */
  what: string
  id: string
  /** version or revision that the event made */
  version?: number
  /** hash of that version's content, see canonical.ts */
  hash?: string
}

/**
 * Appends one event in the transaction of the change. Bulk work writes one event a batch, naming the ids.
 * @param verb `<noun>.<verb>`, e.g. `plan.issue`
 * @returns the event's id
 */
export async function recordEvent(
  trx: Trx,
  ctx: Ctx,
  verb: string,
  subjects: EventSubject[],
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('events')
    .values({
      id,
      at: ctx.clock.now(),
      actor_account: ctx.actor.accountId,
      actor_person: ctx.actor.personId,
      unit_id: ctx.actor.unitId,
      verb,
      subjects: JSON.stringify(subjects),
      request_id: ctx.request?.id ?? null,
      request_hash: ctx.request?.hash ?? null,
    })
    .execute()
  await trx.insertInto('unsealed_events').values({ event_id: id }).execute()
  return id
}
