import { sql, type RawBuilder } from 'kysely'
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
 * SQL of the hash that an event keeps of a request, over a row `k` of `request_key`: with the home's present key, whose
 * number stands before it. Without the key nobody can try a guessed content against it.
 * @param hash what the request asked, as `Ctx.request` has it
 */
export function keyedHash(hash: string): RawBuilder<string> {
  return sql<string>`k.n || ':' || encode(sha256(k.key || convert_to(${hash}, 'UTF8')), 'hex')`
}

/** Puts a new key in the place of the present one: what was asked before can't be guessed from its hash any more. */
export async function renewRequestKey(trx: Trx): Promise<void> {
  await sql`update request_key set n = n + 1,
    key = sha256(key || convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))`.execute(trx)
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
      request_hash: ctx.request && sql<string>`(select ${keyedHash(ctx.request.hash)} from request_key k)`,
    })
    .execute()
  await trx.insertInto('unsealed_events').values({ event_id: id }).execute()
  return id
}
