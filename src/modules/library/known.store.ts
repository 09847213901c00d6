import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import {
  isTitled,
  knownDocument,
  knownRelationKinds,
  makeRegister,
  numberKey,
  partsOf,
  titleKey,
  type CitedDocument,
  type KnownDocument,
  type KnownEntry,
  type KnownRelation,
  type Register,
} from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument } from './documents.store.ts'
import { matchKey } from './keys.ts'
import type { knownStates } from './library.schema.ts'
import type {} from './library.tables.ts'

/** Whose word an entry is: that of all homes, the unit's own entry, or the unit's own word over one of all. */
type Whose = 'shared' | 'own' | 'own_word'

/** A relation, and the entry of the register that was picked for it. */
export type PickedRelation = KnownRelation & { id: string | null }

const Relations = z.array(
  z.object({
    kind: z.enum(knownRelationKinds),
    by: z.string(),
    date: z.string().nullable(),
    id: z.string().nullable().default(null),
  }),
)

/** An entry of the register as the acting unit sees it. */
export interface Registered extends KnownDocument {
  whose: Whose
  relations: readonly PickedRelation[]
}

interface KnownKeys {
  matchKey: string
  numberKey: string
  bareKey: string
  titleKey: string | null
}

/** The columns by which an entry is found; null for one without a number or without a symbol. */
export function findKeys(entry: Pick<KnownEntry, 'type' | 'numberSymbol' | 'title'>): KnownKeys | null {
  const parts = entry.numberSymbol === null ? null : partsOf(entry.numberSymbol)
  const match = matchKey(entry.numberSymbol)
  const number = parts === null ? null : numberKey(parts)
  if (parts === null || match === null || number === null) return null
  return {
    matchKey: match,
    numberKey: number,
    bareKey: `${parts.number}${parts.suffix}`,
    titleKey: isTitled(entry.type) ? titleKey(entry.title) : null,
  }
}

/** The same for the facts that come along. @throws Error for an entry without a number */
export function keysOfKnown(entry: Pick<KnownEntry, 'type' | 'numberSymbol' | 'title'>): KnownKeys {
  const keys = findKeys(entry)
  if (keys === null) throw new Error(`no number: ${entry.title}`)
  return keys
}

interface Row {
  id: string
  type: string
  numberSymbol: string
  issuer: string
  date: string | null
  title: string
  inForceFrom: string | null
  inForceUntil: string | null
  relations: unknown
  source: string
  confirmed: boolean
  whose: Whose
}

const columns = sql<Row>`k.id, k.type, k.number_symbol as "numberSymbol", k.issuer, k.issued_on as date, k.title,
  k.in_force_from as "inForceFrom", k.in_force_until as "inForceUntil", k.relations, k.source, k.confirmed, k.whose`

const facts = sql`k.type, k.number_symbol, k.match_key, k.number_key, k.bare_key, k.title, k.title_key, k.issuer, k.issued_on,
  k.in_force_from, k.in_force_until, k.relations, k.source`

/**
 * The register as the acting unit sees it, as a table: its own entries, its own word in place of a shared entry, and every
 * other shared entry. Whoever has no unit (a job) sees the shared ones.
 */
function registerOf(ctx: Ctx): RawBuilder<unknown> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  return sql`(
    select k.id, ${facts}, k.confirmed, 'shared' as whose from known_documents k
    where not exists (select 1 from known_entries e where e.known_id = k.id and e.state = 'stands' and e.unit_id = any(${own}))
    union all
    ${ownEntries(ctx, 'stands')}
  )`
}

/** What the acting unit itself has put into the register. Of its word and that of a unit which it goes on for, its own holds. */
function ownEntries(ctx: Ctx, state: 'stands' | 'withdrawn'): RawBuilder<unknown> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const acting = sql`${ctx.actor.unitId}::uuid`
  return sql`
    select coalesce(e.known_id, e.id) as id, ${facts}, true as confirmed, case when e.known_id is null then 'own' else 'own_word' end as whose
    from known_entries e join known_entry_versions k on k.entry_id = e.id and k.version = e.version
    where e.unit_id = any(${own}) and e.state = ${state} and not exists (
      select 1 from known_entries o where o.known_id = e.known_id and o.state = 'stands' and o.unit_id = any(${own})
        and (o.unit_id = ${acting}, o.id) > (e.unit_id = ${acting}, e.id))`
}

function toKnown(row: Row): Registered {
  const relations = Relations.parse(row.relations)
  return { ...knownDocument({ ...row, relations }), whose: row.whose, relations }
}

export interface KnownFilterBy {
  q?: string | undefined
  state?: (typeof knownStates)[number] | undefined
  /** `own`: what the unit itself put in; `withdrawn`: its own entries that it took back */
  whose?: 'own' | 'withdrawn' | undefined
  /** rows after this one, in the order of the list */
  after?: { day: string; id: string } | undefined
  limit: number
}

/** Documents on record, the latest issued first; those without a day last. */
export async function listKnown(trx: Trx, ctx: Ctx, filter: KnownFilterBy): Promise<Registered[]> {
  const { state, whose, after, limit } = filter
  const today = ctx.clock.today()
  const words = (filter.q ?? '').trim()
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const key = matchKey(words)
  const { rows } = await sql<Row>`
    select ${columns} from ${whose === 'withdrawn' ? sql`(${ownEntries(ctx, 'withdrawn')})` : registerOf(ctx)} k
    where ${whose === 'own' ? sql`k.whose <> 'shared'` : whose === 'withdrawn' ? sql`k.whose = 'own'` : sql`true`}
      ${words === '' ? sql`` : sql`and (shared.vn_norm(k.title) like shared.vn_norm(${like}) or shared.vn_norm(k.issuer) like shared.vn_norm(${like}) ${key === null ? sql`` : sql`or starts_with(k.match_key, ${key})`})`}
      ${state === undefined ? sql`` : stateIs(state, today)}
      ${after === undefined ? sql`` : sql`and (coalesce(k.issued_on, '0001-01-01'), k.id) < (${after.day}::date, ${after.id})`}
    order by coalesce(k.issued_on, '0001-01-01') desc, k.id desc limit ${limit}`.execute(trx)
  return rows.map(toKnown)
}

function stateIs(state: (typeof knownStates)[number], today: string) {
  const ended = sql`coalesce(k.in_force_until <= ${today}, false)`
  if (state === 'ended') return sql`and ${ended}`
  if (state === 'coming') return sql`and k.in_force_from > ${today}`
  if (state === 'in_force') return sql`and k.in_force_from <= ${today} and not ${ended}`
  return sql`and k.in_force_from is null and not ${ended}`
}

/** An entry as the acting unit sees it, one of its own that it withdrew too; null: there is none for it. */
export async function findKnownEntry(trx: Trx, ctx: Ctx, id: string): Promise<Registered | null> {
  const { rows } = await sql<Row>`
    select ${columns} from ${registerOf(ctx)} k where k.id = ${id}
    union all
    select ${columns} from (${ownEntries(ctx, 'withdrawn')}) k where k.id = ${id} and k.whose = 'own'`.execute(
    trx,
  )
  return rows[0] ? toKnown(rows[0]) : null
}

/** The entry as all homes have it, whatever the unit says of it; null: it is none of theirs. */
export async function findShared(trx: Trx, id: string): Promise<Registered | null> {
  const { rows } = await sql<Row>`
    select ${columns} from (select k.*, 'shared' as whose from known_documents k) k where k.id = ${id}`.execute(
    trx,
  )
  return rows[0] ? toKnown(rows[0]) : null
}

/** Entries that say of themselves that this one changed them. */
export async function findChangedBy(trx: Trx, ctx: Ctx, numberSymbol: string): Promise<Registered[]> {
  const by = JSON.stringify([{ by: numberSymbol }])
  const { rows } = await sql<Row>`
    select ${columns} from ${registerOf(ctx)} k where k.relations @> ${by}::jsonb order by k.issued_on, k.id limit 100`.execute(
    trx,
  )
  return rows.map(toKnown)
}

/** Entries with these numbers, for the way from one to the other. */
export async function findByNumbers(
  trx: Trx,
  ctx: Ctx,
  numberSymbols: readonly string[],
): Promise<Registered[]> {
  const keys = [...new Set(numberSymbols.flatMap((n) => matchKey(n) ?? []))]
  if (keys.length === 0) return []
  const { rows } = await sql<Row>`
    select ${columns} from ${registerOf(ctx)} k where k.match_key = any(${keys}::text[]) order by k.issued_on, k.id limit 500`.execute(
    trx,
  )
  return rows.map(toKnown)
}

/** As much of the register as these citations can mean, or be misread from: by number, title and day. */
export async function registerFor(trx: Trx, ctx: Ctx, cited: readonly CitedDocument[]): Promise<Register> {
  const numbers = new Set<string>()
  const bare = new Set<string>()
  const titles = new Set<string>()
  const days = new Set<string>()
  for (const { numberSymbol, title, date } of cited) {
    const parts = numberSymbol === null ? null : partsOf(numberSymbol)
    if (parts) {
      bare.add(`${parts.number}${parts.suffix}`)
      const key = numberKey(parts)
      if (key !== null) numbers.add(key)
    }
    if (title !== null) titles.add(titleKey(title))
    if (date !== null) days.add(date)
  }
  const { rows } = await sql<Row>`
    select ${columns} from ${registerOf(ctx)} k
    where k.number_key = any(${[...numbers]}::text[]) or k.bare_key = any(${[...bare]}::text[])
      or k.title_key = any(${[...titles]}::text[]) or k.issued_on = any(${[...days]}::date[])
    order by k.issued_on, k.id limit 5000`.execute(trx)
  return makeRegister(rows.map(toKnown))
}

/** Every entry that has one of these numbers and symbols, whatever its year. */
export async function findByNumberKeys(
  trx: Trx,
  ctx: Ctx,
  numberKeys: readonly string[],
): Promise<Registered[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${registerOf(ctx)} k where k.number_key = any(${[...new Set(numberKeys)]}::text[])
    order by k.issued_on, k.id`.execute(trx)
  return rows.map(toKnown)
}

export interface RestingRow {
  id: string
  type: string
  numberSymbol: string | null
  subject: string
  issuerName: string
  issuedOn: string | null
  planId: string | null
  unitId: string
}

const resting = sql<RestingRow>`d.id, d.type, d.number_symbol as "numberSymbol", d.subject, d.issuer_name as "issuerName",
  d.issued_on as "issuedOn", d.plan_id as "planId", d.unit_id as "unitId"`

/** Documents within the read grounds that cite one by this number (and not with another day), the latest first. */
export async function findCiting(
  trx: Trx,
  ctx: Ctx,
  cited: { numberSymbol: string; date: string | null; not: string | null },
): Promise<RestingRow[]> {
  const key = matchKey(cited.numberSymbol)
  if (key === null) return []
  const { rows } = await sql<RestingRow>`
    select ${resting} from documents d
    where d.id in (select c.document_id from document_citations c where c.match_key = ${key}
        and (c.issued_on is null or ${cited.date}::date is null or c.issued_on = ${cited.date}::date))
      and (${cited.not}::uuid is null or d.id <> ${cited.not}::uuid) and ${mayReadDocument(ctx)}
    order by d.issued_on desc nulls last, d.id desc limit 100`.execute(trx)
  return rows
}

/** The units' own issued plans, each by its latest revision, with the ended documents that they rest on. */
export async function findExpiredBases(
  trx: Trx,
  ctx: Ctx,
): Promise<(RestingRow & { knownId: string; knownName: string; until: string; relations: unknown })[]> {
  const { rows } = await sql<
    RestingRow & { knownId: string; knownName: string; until: string; relations: unknown }
  >`
    select distinct on (d.issued_on, d.id, k.id) ${resting}, k.id as "knownId", k.type || ' ' || k.number_symbol as "knownName",
      k.in_force_until as until, k.relations
    from documents d
    join document_citations c on c.document_id = d.id and c.relation in ('based on', 'implements')
    join ${registerOf(ctx)} k on k.match_key = c.match_key and (c.issued_on is null or k.issued_on is null or c.issued_on = k.issued_on)
    where d.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and d.origin = 'issued' and d.plan_id is not null
      and k.confirmed and k.in_force_until <= ${ctx.clock.today()}
      and not exists (select 1 from documents n where n.plan_id = d.plan_id and n.plan_revision > d.plan_revision)
    order by d.issued_on desc, d.id, k.id limit 100`.execute(trx)
  return rows
}
