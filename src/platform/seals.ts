import { sql, type RawBuilder } from 'kysely'
import { canonicalJson, sha256 } from './canonical.ts'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import type {} from './events.tables.ts'
import { wide } from './wide.ts'

/** `prev` of a home's first seal. */
const genesis = '0'.repeat(64)
/** At most this many events go into one seal, so that a bulk load seals in bounded memory. */
const most = 5_000

interface SealedEvent {
  id: string
  at: Date
  actor_account: string | null
  actor_person: string | null
  unit_id: string | null
  verb: string
  subjects: unknown
  request_id: string | null
  request_hash: string | null
}

/** The bytes of an event that the chain covers: all its columns. */
function eventLine(e: SealedEvent): string {
  return canonicalJson({ ...e, at: e.at.toISOString() })
}

/** @param at when it was sealed; null as seals were made before their own time was in the hash */
function sealHash(n: number, at: Date | null, prev: string, events: SealedEvent[]): string {
  const head = at === null ? [String(n), prev] : [String(n), at.toISOString(), prev]
  return sha256([...head, ...events.map(eventLine)].join('\n'))
}

/**
 * Lists the events of a home that no seal holds yet, in id order, in one new `seals` row. An event's row in
 * `unsealed_events` becomes visible with the event itself, so nothing is skipped however transactions overlap, and no
 * write waits for another (one chained hash per write was measured at 15–90 % of all writes).
 * @returns how many events were sealed
 */
export async function sealEvents(ctx: Pick<Ctx, 'db' | 'home' | 'clock'>): Promise<number> {
  return wide(ctx, 'the events of the home; nobody is shown them', async (trx) => {
    // The lock on the last seal (or on the counter of none) lets one worker seal at a time.
    const last = await trx
      .selectFrom('seals')
      .select(['n', 'hash'])
      .orderBy('n', 'desc')
      .limit(1)
      .forUpdate()
      .executeTakeFirst()
    const taken = await sql<{ event_id: string }>`
      delete from unsealed_events where event_id in (
        select event_id from unsealed_events order by event_id limit ${sql.lit(most)} for update skip locked
      ) returning event_id`.execute(trx)
    if (taken.rows.length === 0) return 0
    const events = await eventsInOrder(
      trx,
      taken.rows.map((r) => r.event_id),
    )
    const n = (last?.n ?? 0) + 1
    const prev = last?.hash ?? genesis
    const at = ctx.clock.now()
    await trx
      .insertInto('seals')
      .values({ n, at, prev, events: events.map((e) => e.id), hash: sealHash(n, at, prev, events) })
      .execute()
    return events.length
  })
}

/** What does not fit in the chain: a code, the seal's number, how many events it concerns, and one that can be named. */
export interface SealFault {
  fault: 'missing' | 'events_missing' | 'altered' | 'loose' | 'unsealed_missing'
  seal: number
  events: number
  /** id of the first event that is gone or stands in no seal; '' where none can be named */
  event: string
  /** instants of the first and the last event of the seal, as ISO 8601; '' where it has none */
  from: string
  until: string
}

/**
 * Walks the chain from the first seal, one seal at a time.
 * @param tick told how many seals were walked
 * @returns a fault for each seal whose events were altered, removed or slipped in, one for events outside the chain, and
 *   one for events that were removed before they were sealed
 */
export async function findSealFaults(
  ctx: Pick<Ctx, 'db' | 'home'>,
  tick: (n: number) => void = () => undefined,
): Promise<SealFault[]> {
  return wide(ctx, 'the events of the home; only codes, ids and counts come back', async (trx) => {
    const faults: SealFault[] = []
    const blank = { event: '', from: '', until: '' }
    let prev = genesis
    let n = 0
    for (;;) {
      const seal = await trx
        .selectFrom('seals')
        .selectAll()
        .where('n', '>', n)
        .orderBy('n')
        .limit(1)
        .executeTakeFirst()
      if (!seal) break
      if (seal.n !== n + 1) faults.push({ ...blank, fault: 'missing', seal: n + 1, events: 0 })
      const events = await eventsInOrder(trx, seal.events)
      const there = new Set(events.map((e) => e.id))
      const gone = seal.events.filter((id) => !there.has(id))
      if (gone.length > 0)
        faults.push({
          ...blank,
          fault: 'events_missing',
          seal: seal.n,
          events: gone.length,
          event: gone[0] ?? '',
        })
      const hashes = [sealHash(seal.n, seal.at, seal.prev, events), sealHash(seal.n, null, seal.prev, events)]
      if (seal.prev !== prev || !hashes.includes(seal.hash)) {
        const times = events.map((e) => e.at.toISOString()).sort()
        const span = { from: times[0] ?? '', until: times.at(-1) ?? '' }
        faults.push({ ...blank, ...span, fault: 'altered', seal: seal.n, events: events.length })
      }
      prev = seal.hash
      n = seal.n
      tick(n)
    }
    // Taken apart once and compared as a whole: asked for each event by itself (`events @> array[id]`), 230,000 events in
    // seals of 5,000 took more than eight minutes, because every hit reads its whole list.
    const loose = await outside(
      trx,
      sql`select e.id from events e
        where not exists (select 1 from unsealed_events u where u.event_id = e.id)
          and not exists (select 1 from (select unnest(events) as id from seals) s where s.id = e.id)`,
    )
    if (loose.n > 0) faults.push({ ...blank, fault: 'loose', seal: 0, events: loose.n, event: loose.first })
    const unsealed = await outside(
      trx,
      sql`select u.event_id as id from unsealed_events u
        where not exists (select 1 from events e where e.id = u.event_id)`,
    )
    if (unsealed.n > 0)
      faults.push({
        ...blank,
        fault: 'unsealed_missing',
        seal: 0,
        events: unsealed.n,
        event: unsealed.first,
      })
    return faults
  })
}

async function outside(trx: Trx, ids: RawBuilder<unknown>): Promise<{ n: number; first: string }> {
  const { rows } = await sql<{ n: number; first: string | null }>`
    select count(*) as n, min(id::text) as first from (${ids}) x`.execute(trx)
  return { n: rows[0]?.n ?? 0, first: rows[0]?.first ?? '' }
}

/** The faults of the chain as one line each, for logs and tests. */
export async function verifySeals(ctx: Pick<Ctx, 'db' | 'home'>): Promise<string[]> {
  return (await findSealFaults(ctx)).map(({ fault, seal, events }) => {
    if (fault === 'missing') return `seal ${seal} is missing`
    if (fault === 'events_missing') return `seal ${seal}: ${events} events are missing`
    if (fault === 'altered') return `seal ${seal} does not fit its events`
    if (fault === 'unsealed_missing') return `${events} events were removed before they were sealed`
    return `${events} events stand in no seal`
  })
}

async function eventsInOrder(trx: Trx, ids: string[]): Promise<SealedEvent[]> {
  return trx
    .selectFrom('events')
    .select([
      'id',
      'at',
      'actor_account',
      'actor_person',
      'unit_id',
      'verb',
      'subjects',
      'request_id',
      'request_hash',
    ])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
}
