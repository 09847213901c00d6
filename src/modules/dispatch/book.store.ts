import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { escapeLike, type RegisterFilter } from './dispatch.store.ts'

/** Days of a register, both counted; null: no bound. */
export interface Span {
  from?: string | undefined
  to?: string | undefined
}

/** A line of the register of outgoing documents as the decree's form has it. */
export interface OutgoingLine {
  series: string
  number: number
  numberSymbol: string
  dated: string
  type: string
  subject: string
  signer: string | null
  /** lines of "Nơi nhận" in their order */
  receivers: string[]
  /** who keeps the copy: "Lưu: VT, …" */
  keepers: string[]
  copies: number
  sentOn: string | null
  state: 'given' | 'issued' | 'void'
  reason: string | null
}

/** Entries of the units' registers in the order in which the numbers were given. */
export async function findOutgoingLines(
  trx: Trx,
  unitIds: readonly string[],
  filter: RegisterFilter & Span,
  limit: number,
): Promise<OutgoingLine[]> {
  const parts = [sql`e.unit_id = any(${[...unitIds]}::uuid[])`, inSpan(sql`e.dated`, filter)]
  if (filter.year) parts.push(sql`e.year = ${filter.year}`)
  if (filter.series) parts.push(sql`e.series = ${filter.series}`)
  if (filter.q !== undefined && filter.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(e.number_symbol || ' ' || e.subject || ' ' || e.type) like '%' || shared.vn_norm(${escapeLike(filter.q.trim())}) || '%'`,
    )
  const { rows } = await sql<OutgoingLine>`
    select * from (
      select e.series, e.number, e.number_symbol as "numberSymbol", e.dated, e.type, e.subject, e.created_at,
        c.reading->'signer'->>'name' as signer, coalesce(r.receivers, '{}') as receivers, coalesce(r.keepers, '{}') as keepers,
        coalesce(s.copies, 0)::int as copies, (s.at at time zone 'Asia/Ho_Chi_Minh')::date as "sentOn", v.reason,
        case when v.entry_id is not null then 'void' when c.id is not null then 'issued' else 'given' end as state
      from register_entries e
      left join register_voids v on v.entry_id = e.id
      left join documents c on c.register_entry_id = e.id and c.unit_id = e.unit_id and c.origin = 'issued'
      left join lateral (select sum(recipients) as copies, min(at) as at from dispatches where document_id = c.id) s on true
      left join lateral (select array_agg(x.words order by x.at, x.ord) filter (where x.kind <> 'archive') as receivers,
          array_agg(x.words order by x.at, x.ord) filter (where x.kind = 'archive') as keepers
        from (select distinct on (y.words) y.words, y.kind, y.ord, z.at from recipients y join dispatches z on z.id = y.dispatch_id
          where z.document_id = c.id order by y.words, z.at, y.ord) x) r on true
      where ${sql.join(parts, sql` and `)}
    ) e
    where (${filter.state ?? null}::text is null or e.state = ${filter.state ?? null})
    order by e.created_at, e.series, e.number limit ${limit}`.execute(trx)
  return rows
}

/** A line of the register of incoming documents. */
export interface IncomingLine {
  id: string
  year: number
  number: number
  arrivedOn: string
  documentId: string
  issuer: string
  numberSymbol: string | null
  issuedOn: string | null
  type: string
  subject: string
  passedTo: string | null
  passedOn: string | null
  /** when its sender sent it through the system; null for what was taken in as a file */
  sentOn: string | null
}

export interface IncomingFilter extends Span {
  /** only this one */
  id?: string
  q?: string | undefined
  year?: number | undefined
  /** true: only what has not been passed on */
  left?: boolean | undefined
}

/**
 * Lines of the units' registers of incoming documents.
 * @param order `newest` for the list, after a cursor of (year, number, id); `book` as they stand on paper
 */
export async function findIncomingLines(
  trx: Trx,
  unitIds: readonly string[],
  filter: IncomingFilter,
  page: { order: 'newest' | 'book'; after?: readonly [number, number, string] | null; limit: number },
): Promise<IncomingLine[]> {
  const parts = [sql`a.unit_id = any(${[...unitIds]}::uuid[])`, inSpan(sql`a.arrived_on`, filter)]
  if (filter.id) parts.push(sql`a.id = ${filter.id}`)
  if (filter.year) parts.push(sql`a.year = ${filter.year}`)
  if (filter.left) parts.push(sql`a.passed_to is null`)
  if (filter.q !== undefined && filter.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(coalesce(c.number_symbol, '') || ' ' || c.subject || ' ' || c.issuer_name || ' ' || coalesce(a.passed_to, '')) like '%' || shared.vn_norm(${escapeLike(filter.q.trim())}) || '%'`,
    )
  const { after } = page
  if (after)
    parts.push(sql`(a.year, a.number, a.id) < (${after[0]}::int, ${after[1]}::int, ${after[2]}::uuid)`)
  const { rows } = await sql<IncomingLine>`
    select a.id, a.year, a.number, a.arrived_on as "arrivedOn", a.document_id as "documentId", c.issuer_name as issuer,
      c.number_symbol as "numberSymbol", c.issued_on as "issuedOn", c.type, c.subject, a.passed_to as "passedTo", a.passed_on as "passedOn",
      (d.sent_at at time zone 'Asia/Ho_Chi_Minh')::date as "sentOn"
    from arrivals a join documents c on c.id = a.document_id left join deliveries d on d.id = a.id
    where ${sql.join(parts, sql` and `)}
    order by ${page.order === 'newest' ? sql`a.year desc, a.number desc, a.id desc` : sql`a.year, a.number, a.id`} limit ${page.limit}`.execute(
    trx,
  )
  return rows
}

/** Years of the units' registers of incoming documents, the latest first. */
export async function findIncomingYears(trx: Trx, unitIds: readonly string[]): Promise<number[]> {
  const rows = await trx
    .selectFrom('arrival_counters')
    .select('year')
    .distinct()
    .where('unit_id', 'in', [...unitIds])
    .orderBy('year', 'desc')
    .execute()
  return rows.map((r) => r.year)
}

function inSpan(day: RawBuilder<unknown>, { from, to }: Span): RawBuilder<unknown> {
  return sql`(${from ?? null}::date is null or ${day} >= ${from ?? null}::date) and (${to ?? null}::date is null or ${day} <= ${to ?? null}::date)`
}
