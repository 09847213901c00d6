import { sql } from 'kysely'
import { sealContent } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import type { EventSubject } from '../../platform/events.ts'
import { untilOf, type KnownFacts } from './known.rules.ts'
import { findKeys, type PickedRelation } from './known.store.ts'

/** What a unit itself has put into the register, or its word over a shared entry. */
export interface EntryHead {
  id: string
  unitId: string
  /** the shared entry that it is the unit's word over */
  knownId: string | null
  version: number
  state: 'stands' | 'withdrawn'
}

/**
 * What the acting unit has said of these entries, by the id under which the register shows them. Of its own word and that of
 * a unit which it goes on for, the one that stands, its own before the other's.
 * @param lock keeps them for the transaction
 */
export async function findHeads(
  trx: Trx,
  ctx: Ctx,
  ids: readonly string[],
  lock = false,
): Promise<Map<string, EntryHead>> {
  const { rows } = await sql<EntryHead>`
    select e.id, e.unit_id as "unitId", e.known_id as "knownId", e.version, e.state from known_entries e
    where e.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
      and ((e.known_id is null and e.id = any(${[...ids]}::uuid[])) or e.known_id = any(${[...ids]}::uuid[]))
    order by e.state = 'stands', e.unit_id = ${ctx.actor.unitId}::uuid, e.id ${lock ? sql`for update` : sql``}`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.knownId ?? row.id, row]))
}

interface NewVersion {
  head: EntryHead
  facts: KnownFacts
  reason: string | null
}

/** What a version's hash is over. */
function sealedKnown({ head, facts, reason }: NewVersion): object {
  const { lastDay: _, ...said } = facts
  return { ...said, inForceUntil: untilOf(facts), state: head.state, reason }
}

/** @throws common.request_reused for a new entry whose id is taken, whoever has it */
async function setHeads(trx: Trx, heads: readonly EntryHead[]): Promise<void> {
  const fresh = heads.filter((head) => head.version === 1)
  const made =
    fresh.length === 0
      ? []
      : await trx
          .insertInto('known_entries')
          .values(
            fresh.map(({ id, unitId, knownId, version, state }) => ({
              id,
              unit_id: unitId,
              known_id: knownId,
              version,
              state,
            })),
          )
          .onConflict((c) => c.column('id').doNothing())
          .returning('id')
          .execute()
  if (made.length < fresh.length) throw new AppError('common.request_reused')
  const rest = heads.filter((head) => head.version > 1)
  if (rest.length === 0) return
  await sql`
    update known_entries e set version = h.version, state = h.state
    from jsonb_to_recordset(${JSON.stringify(rest)}::jsonb) as h(id uuid, version int, state text) where e.id = h.id`.execute(
    trx,
  )
}

/**
 * Writes versions and sets each entry to its own; `head` says what the entry is from now on.
 * @returns what the event names
 */
export async function addVersions(
  trx: Trx,
  ctx: Ctx,
  versions: readonly NewVersion[],
): Promise<EventSubject[]> {
  const subjects: EventSubject[] = []
  const now = ctx.clock.now()
  // PostgreSQL takes 65,535 values in one statement; a version has 21.
  for (let from = 0; from < versions.length; from += 1000) {
    const some = versions.slice(from, from + 1000)
    await setHeads(
      trx,
      some.map(({ head }) => head),
    )
    const rows = some.map((version) => {
      const { head, facts, reason } = version
      const keys = findKeys(facts)
      if (!keys) throw new Error(`no number: ${facts.title}`)
      const { salt, hash } = sealContent(sealedKnown(version))
      subjects.push({ what: 'known_entry', id: head.id, version: head.version, hash })
      return {
        entry_id: head.id,
        version: head.version,
        unit_id: head.unitId,
        state: head.state,
        type: facts.type,
        number_symbol: facts.numberSymbol,
        match_key: keys.matchKey,
        number_key: keys.numberKey,
        bare_key: keys.bareKey,
        title: facts.title,
        title_key: keys.titleKey,
        issuer: facts.issuer,
        issued_on: facts.issuedOn,
        in_force_from: facts.inForceFrom,
        in_force_until: untilOf(facts),
        relations: JSON.stringify(facts.relations),
        source: facts.source,
        reason,
        recorded_at: now,
        recorded_by: ctx.actor.personId,
        salt,
        hash,
        redacted_at: null,
      }
    })
    await trx.insertInto('known_entry_versions').values(rows).execute()
  }
  return subjects
}

export interface VersionRow {
  version: number
  state: 'stands' | 'withdrawn'
  type: string
  numberSymbol: string
  issuer: string
  issuedOn: string | null
  title: string
  inForceFrom: string | null
  inForceUntil: string | null
  relations: PickedRelation[]
  source: string
  reason: string | null
  at: Date
  by: string | null
}

/** Every version of an entry of the unit's own, the latest first, with who wrote it. */
export async function findVersions(trx: Trx, head: EntryHead): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.version, v.state, v.type, v.number_symbol as "numberSymbol", v.issuer, v.issued_on as "issuedOn", v.title,
      v.in_force_from as "inForceFrom", v.in_force_until as "inForceUntil", v.relations, v.source, v.reason,
      v.recorded_at as at, p.name as by
    from known_entry_versions v left join persons p on p.id = v.recorded_by
    where v.entry_id = ${head.id} and v.unit_id = ${head.unitId} order by v.version desc limit 200`.execute(
    trx,
  )
  return rows
}
