import { sql } from 'kysely'
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
  type Register,
} from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument } from './documents.store.ts'
import { matchKey } from './keys.ts'
import type { knownStates } from './library.schema.ts'
import type {} from './library.tables.ts'

const Relations = z.array(
  z.object({ kind: z.enum(knownRelationKinds), by: z.string(), date: z.string().nullable() }),
)

/** The columns of `known_documents` by which an entry is found. @throws Error for an entry without a number */
export function keysOfKnown(entry: Pick<KnownEntry, 'type' | 'numberSymbol' | 'title'>): {
  matchKey: string
  numberKey: string
  bareKey: string
  titleKey: string | null
} {
  const parts = entry.numberSymbol === null ? null : partsOf(entry.numberSymbol)
  const match = matchKey(entry.numberSymbol)
  const number = parts === null ? null : numberKey(parts)
  if (parts === null || match === null || number === null) throw new Error(`no number: ${entry.title}`)
  return {
    matchKey: match,
    numberKey: number,
    bareKey: `${parts.number}${parts.suffix}`,
    titleKey: isTitled(entry.type) ? titleKey(entry.title) : null,
  }
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
}

const columns = sql<Row>`k.id, k.type, k.number_symbol as "numberSymbol", k.issuer, k.issued_on as date, k.title,
  k.in_force_from as "inForceFrom", k.in_force_until as "inForceUntil", k.relations, k.source, k.confirmed`

function toKnown(row: Row): KnownDocument {
  return knownDocument({ ...row, relations: Relations.parse(row.relations) })
}

export interface KnownFilterBy {
  q?: string | undefined
  state?: (typeof knownStates)[number] | undefined
  /** rows after this one, in the order of the list */
  after?: { day: string; id: string } | undefined
  limit: number
}

/** Documents on record, the latest issued first; those without a day last. */
export async function listKnown(trx: Trx, today: string, filter: KnownFilterBy): Promise<KnownDocument[]> {
  const { state, after, limit } = filter
  const words = (filter.q ?? '').trim()
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const key = matchKey(words)
  const { rows } = await sql<Row>`
    select ${columns} from known_documents k
    where true
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

export async function findKnownEntry(trx: Trx, id: string): Promise<KnownDocument | null> {
  const { rows } = await sql<Row>`select ${columns} from known_documents k where k.id = ${id}`.execute(trx)
  return rows[0] ? toKnown(rows[0]) : null
}

/** Entries that say of themselves that this one changed them. */
export async function findChangedBy(trx: Trx, numberSymbol: string): Promise<KnownDocument[]> {
  const by = JSON.stringify([{ by: numberSymbol }])
  const { rows } = await sql<Row>`
    select ${columns} from known_documents k where k.relations @> ${by}::jsonb order by k.issued_on, k.id limit 100`.execute(
    trx,
  )
  return rows.map(toKnown)
}

/** Entries with these numbers, for the way from one to the other. */
export async function findByNumbers(trx: Trx, numberSymbols: readonly string[]): Promise<KnownDocument[]> {
  const keys = [...new Set(numberSymbols.flatMap((n) => matchKey(n) ?? []))]
  if (keys.length === 0) return []
  const { rows } = await sql<Row>`
    select ${columns} from known_documents k where k.match_key = any(${keys}::text[]) order by k.issued_on, k.id limit 500`.execute(
    trx,
  )
  return rows.map(toKnown)
}

/** As much of the register as these citations can mean, or be misread from: by number, title and day. */
export async function registerFor(trx: Trx, cited: readonly CitedDocument[]): Promise<Register> {
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
    select ${columns} from known_documents k
    where k.number_key = any(${[...numbers]}::text[]) or k.bare_key = any(${[...bare]}::text[])
      or k.title_key = any(${[...titles]}::text[]) or k.issued_on = any(${[...days]}::date[])
    order by k.issued_on, k.id limit 5000`.execute(trx)
  return makeRegister(rows.map(toKnown))
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
  units: readonly string[],
  today: string,
): Promise<(RestingRow & { knownId: string; knownName: string; until: string; relations: unknown })[]> {
  const { rows } = await sql<
    RestingRow & { knownId: string; knownName: string; until: string; relations: unknown }
  >`
    select distinct on (d.issued_on, d.id, k.id) ${resting}, k.id as "knownId", k.type || ' ' || k.number_symbol as "knownName",
      k.in_force_until as until, k.relations
    from documents d
    join document_citations c on c.document_id = d.id and c.relation in ('based on', 'implements')
    join known_documents k on k.match_key = c.match_key and (c.issued_on is null or k.issued_on is null or c.issued_on = k.issued_on)
    where d.unit_id = any(${[...units]}::uuid[]) and d.origin = 'issued' and d.plan_id is not null
      and k.confirmed and k.in_force_until <= ${today}
      and not exists (select 1 from documents n where n.plan_id = d.plan_id and n.plan_revision > d.plan_revision)
    order by d.issued_on desc, d.id, k.id limit 100`.execute(trx)
  return rows
}
