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

/** What is told of an event to whoever listens. */
export interface RecordedEvent {
  id: string
  verb: string
  subjects: EventSubject[]
}
type Listener = (trx: Trx, ctx: Ctx, event: RecordedEvent) => Promise<void>
const listeners = new Map<string, Listener>()

/**
 * Has a module above hear of changes below it, in their transaction. It orders a job and no more: every such write waits
 * for it. The log itself is proof, not a queue.
 */
export function onEvent(verbs: readonly string[], listener: Listener): void {
  for (const verb of verbs) {
    if (listeners.has(verb)) throw new Error(`somebody listens to ${verb} already`)
    listeners.set(verb, listener)
  }
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
  const { accountId, personId, unitId, key } = ctx.actor
  // A machine is no account: its key (by_key) stands among what the event is about.
  const about = key ? [...subjects, { what: 'by_key', id: key.id }] : subjects
  const requestHash = ctx.request && sql<string>`(select ${keyedHash(ctx.request.hash)} from request_key k)`
  // One message for both rows: every write pays for it.
  await sql`
    with event as (
      insert into events (id, at, actor_account, actor_person, unit_id, verb, subjects, request_id, request_hash)
      values (${id}, ${ctx.clock.now()}, ${accountId}, ${personId}, ${unitId}, ${verb}, ${JSON.stringify(about)},
        ${ctx.request?.id ?? null}, ${requestHash})
    )
    insert into unsealed_events (event_id) values (${id})`.execute(trx)
  await listeners.get(verb)?.(trx, ctx, { id, verb, subjects })
  return id
}
