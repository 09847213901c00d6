import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { ExchangeState, LinkMailState, PurposeCode } from './dispatch.tables.ts'

/** How far a delivery has come. */
export type DeliveryState = 'sent' | 'opened' | 'acknowledged' | 'returned'

/** The return of a delivery `d` that has not ended, as a lateral join with the alias `back`. */
const openReturn = sql`left join lateral (select r.reason, r.returned_at from delivery_returns r
  where r.delivery_id = d.id and r.ended_at is null limit 1) back on true`

/** The state as SQL over the aliases `d` and `back`. */
const stateOf = sql<DeliveryState>`case when back.returned_at is not null then 'returned' when d.acknowledged_at is not null then 'acknowledged' when d.opened_at is not null then 'opened' else 'sent' end`

/** Short name of a unit on a day, or the nearest one it had, as a lateral join with the alias `n`. */
export function shortNameOf(unit: RawBuilder<unknown>, day: string): RawBuilder<unknown> {
  return sql`cross join lateral (
    select short_name from unit_names where unit_id = ${unit}
    order by (valid_from <= ${day} and (valid_until is null or valid_until > ${day})) desc, abs(valid_from - ${day}::date) limit 1) n`
}

export interface InboxRow {
  id: string
  documentId: string
  type: string
  numberSymbol: string | null
  subject: string
  issuerName: string
  issuedOn: string | null
  planId: string | null
  senderId: string
  senderName: string
  purpose: PurposeCode | null
  personId: string | null
  state: DeliveryState
  sentAt: Date
  openedAt: Date | null
  acknowledgedAt: Date | null
  confirmBy: string | null
  /** why it was sent back */
  returnReason: string | null
  returnedAt: Date | null
  /** incoming number that a document with the same number, symbol and issuer has already */
  twinNumber: number | null
}

export interface InboxFilter {
  q?: string | undefined
  state?: DeliveryState | undefined
  /** only what was not acknowledged on the day on which it came, and still is not */
  late?: boolean | undefined
  purpose?: PurposeCode | undefined
  /** id of one document, or of the plan that it issues */
  document?: string | undefined
  year?: number | undefined
}

/** Whose deliveries: those of the units, and of these the personal ones of one person only. */
export interface InboxScope {
  unitIds: readonly string[]
  personId: string | null
  /** only this one */
  id?: string
}

/** Newest first, after a cursor of (sent at, id). */
export async function findInbox(
  trx: Trx,
  scope: InboxScope,
  filter: InboxFilter,
  after: readonly [string, string] | null,
  limit: number,
  day: string,
): Promise<InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    select d.id, d.document_id as "documentId", c.type, c.number_symbol as "numberSymbol", c.subject, c.issuer_name as "issuerName",
      c.issued_on as "issuedOn", c.plan_id as "planId", d.sender_id as "senderId", n.short_name as "senderName", d.purpose,
      d.person_id as "personId", ${stateOf} as state, d.sent_at as "sentAt", d.opened_at as "openedAt", d.acknowledged_at as "acknowledgedAt",
      (select min(o.due_on) from obligations o where o.unit_id = d.unit_id and o.what = 'confirm' and o.state = 'open'
        and o.source_id in (d.document_id, c.plan_id)) as "confirmBy", back.reason as "returnReason", back.returned_at as "returnedAt",
      (select a.number from arrivals a join documents x on x.id = a.document_id
        where a.unit_id = d.unit_id and a.id <> d.id and x.match_key = c.match_key and extract(year from x.issued_on) = extract(year from c.issued_on)
          and (x.issuer_unit_id = c.issuer_unit_id or shared.vn_norm(x.issuer_name) = shared.vn_norm(c.issuer_name))
        order by a.created_at limit 1) as "twinNumber"
    from deliveries d join documents c on c.id = d.document_id ${openReturn} ${shortNameOf(sql`d.sender_id`, day)}
    where ${inScope(scope)} and ${inFilter(filter, day)}
      and (${after?.[0] ?? null}::timestamptz is null or (d.sent_at, d.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by d.sent_at desc, d.id desc limit ${limit}`.execute(trx)
  return rows
}

export async function countInbox(trx: Trx, scope: InboxScope, day: string): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select count(*)::int as all,
      count(*) filter (where state = 'sent')::int as sent,
      count(*) filter (where state = 'opened')::int as opened,
      count(*) filter (where state = 'acknowledged')::int as acknowledged,
      count(*) filter (where state = 'returned')::int as returned,
      count(*) filter (where late)::int as late
    from (select ${stateOf} as state, ${isLate(day)} as late from deliveries d ${openReturn} where ${inScope(scope)}) x`.execute(
    trx,
  )
  return rows[0] ?? { all: 0, sent: 0, opened: 0, acknowledged: 0, returned: 0, late: 0 }
}

export interface InboxCounts extends Record<DeliveryState, number> {
  all: number
  late: number
}

/** Sent on an earlier day and neither acknowledged nor sent back: that was to be done on the day (Art. 21.2.c). */
function isLate(day: string): RawBuilder<unknown> {
  return sql`(d.acknowledged_at is null and back.returned_at is null and d.sent_at < ${day}::date::timestamp at time zone 'Asia/Ho_Chi_Minh')`
}

function inScope(scope: InboxScope): RawBuilder<unknown> {
  return sql`d.unit_id = any(${[...scope.unitIds]}::uuid[]) and not d.is_outside and (d.person_id is null or d.person_id = ${scope.personId}) and (${scope.id ?? null}::uuid is null or d.id = ${scope.id ?? null}::uuid)`
}

function inFilter(filter: InboxFilter, day: string): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (filter.q !== undefined && filter.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(coalesce(c.number_symbol, '') || ' ' || c.subject || ' ' || c.issuer_name) like '%' || shared.vn_norm(${escapeLike(filter.q.trim())}) || '%'`,
    )
  if (filter.state) parts.push(sql`${stateOf} = ${filter.state}`)
  if (filter.late) parts.push(isLate(day))
  if (filter.purpose) parts.push(sql`d.purpose = ${filter.purpose}`)
  if (filter.document) parts.push(sql`(d.document_id = ${filter.document} or c.plan_id = ${filter.document})`)
  if (filter.year)
    parts.push(sql`d.sent_at >= make_date(${filter.year}, 1, 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
      and d.sent_at < make_date(${filter.year + 1}, 1, 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`)
  return sql.join(parts, sql` and `)
}

/** Words searched for are words: % and _ stand for themselves. */
export function escapeLike(words: string): string {
  return words.replace(/[\\%_]/g, '\\$&')
}

export interface LockedDelivery {
  id: string
  unitId: string
  senderId: string
  documentId: string
  planId: string | null
  personId: string | null
  openedAt: Date | null
  acknowledgedAt: Date | null
  peerHome: string | null
}

/** A delivery, its row locked for a change, if it is one of the scope's. */
export async function lockDelivery(trx: Trx, scope: InboxScope, id: string): Promise<LockedDelivery | null> {
  const { rows } = await sql<LockedDelivery>`
    select d.id, d.unit_id as "unitId", d.sender_id as "senderId", d.document_id as "documentId", d.person_id as "personId", (select plan_id from documents where id = d.document_id) as "planId",
      d.opened_at as "openedAt", d.acknowledged_at as "acknowledgedAt", d.peer_home as "peerHome"
    from deliveries d where d.id = ${id} and ${inScope(scope)} for update of d`.execute(trx)
  return rows[0] ?? null
}

export interface SentRow {
  id: string
  receiver: string
  unitId: string | null
  isOutside: boolean
  isPerson: boolean
  purpose: PurposeCode | null
  state: DeliveryState
  returnReason: string | null
  returnedAt: Date | null
  /** of a receiver outside: as its line has it, and the link mailed last */
  address: string | null
  linkTo: string | null
  linkState: LinkMailState | null
  linkCause: string | null
  linkAt: Date | null
  linkExpiresAt: Date | null
  linkUsedAt: Date | null
  /** to a unit of another home: whether that home has it; null within this home */
  way: 'on_way' | 'arrived' | null
  exchangeState: ExchangeState | null
  exchangeAt: Date | null
  exchangeNote: string | null
  rank: number
  sentAt: Date
  openedAt: Date | null
  acknowledgedAt: Date | null
}

/** Receivers of a document as its sender sees them: who sent it back, who has not opened it, then the rest; each by name. */
export async function findSent(
  trx: Trx,
  senderIds: readonly string[],
  documentId: string,
  filter: { q?: string | undefined; state?: DeliveryState | undefined },
  after: readonly [number, string, string] | null,
  limit: number,
  day: string,
): Promise<SentRow[]> {
  const { rows } = await sql<SentRow>`
    select * from (
      select d.id, case when d.is_outside then r.words when d.person_id is not null then p.name else n.short_name end as receiver,
        case when d.is_outside or d.person_id is not null then null else d.unit_id end as "unitId", d.is_outside as "isOutside",
        d.person_id is not null as "isPerson", d.purpose, ${stateOf} as state,
        case when d.peer_home is null then null when m.arrived_at is null then 'on_way' else 'arrived' end as way,
        d.exchange_state as "exchangeState", d.exchange_at as "exchangeAt", d.exchange_note as "exchangeNote",
        back.reason as "returnReason", back.returned_at as "returnedAt", case when d.is_outside then r.address end as address,
        l.address as "linkTo", l.mail_state as "linkState", l.mail_cause as "linkCause", l.created_at as "linkAt", l.expires_at as "linkExpiresAt",
        l.used_at as "linkUsedAt",
        case when back.returned_at is not null then -1 when d.acknowledged_at is not null then 2 when d.opened_at is not null then 1 else 0 end as rank,
        d.sent_at as "sentAt", d.opened_at as "openedAt", d.acknowledged_at as "acknowledgedAt"
      from deliveries d join recipients r on r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord
      left join persons p on p.id = d.person_id left join outbox_messages m on m.id = d.message_id
      left join lateral (select * from delivery_links k where k.delivery_id = d.id order by k.created_at desc, k.id desc limit 1) l on true
      ${openReturn} ${shortNameOf(sql`d.unit_id`, day)}
      where d.sender_id = any(${[...senderIds]}::uuid[]) and d.document_id = ${documentId}
    ) s
    where (${filter.state ?? null}::text is null or s.state = ${filter.state ?? null})
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${filter.q ?? ''}), ' ')) w(word) where w.word <> '' and position(w.word in
        shared.vn_norm(s.receiver) || ' ' || coalesce((select string_agg(u.search, ' ') from unit_names u where u.unit_id = s."unitId"), '')) = 0)
      and (${after?.[0] ?? null}::int is null or (s.rank, s.receiver, s.id) > (${after?.[0] ?? null}::int, ${after?.[1] ?? null}::text, ${after?.[2] ?? null}::uuid))
    order by s.rank, s.receiver, s.id limit ${limit}`.execute(trx)
  return rows
}

export interface RegisterRow {
  id: string
  number: number
  numberSymbol: string
  series: string
  dated: string
  type: string
  subject: string
  state: 'given' | 'issued' | 'void'
  reason: string | null
  documentId: string | null
  createdAt: Date
}

export interface RegisterFilter {
  /** only this one */
  id?: string
  q?: string | undefined
  year?: number | undefined
  series?: string | undefined
  state?: 'given' | 'issued' | 'void' | undefined
}

/** Entries of the units' registers, newest first, after a cursor of (created at, id). */
export async function findEntries(
  trx: Trx,
  unitIds: readonly string[],
  filter: RegisterFilter,
  after: readonly [string, string] | null,
  limit: number,
): Promise<RegisterRow[]> {
  const parts = [sql`e.unit_id = any(${[...unitIds]}::uuid[])`]
  if (filter.id) parts.push(sql`e.id = ${filter.id}`)
  if (filter.year) parts.push(sql`e.year = ${filter.year}`)
  if (filter.series) parts.push(sql`e.series = ${filter.series}`)
  if (filter.q !== undefined && filter.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(e.number_symbol || ' ' || e.subject || ' ' || e.type) like '%' || shared.vn_norm(${escapeLike(filter.q.trim())}) || '%'`,
    )
  if (after) parts.push(sql`(e.created_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const { rows } = await sql<RegisterRow>`
    select * from (
      select e.id, e.number, e.number_symbol as "numberSymbol", e.series, e.dated, e.type, e.subject, v.reason, c.id as "documentId",
        e.created_at as "createdAt", case when v.entry_id is not null then 'void' when c.id is not null then 'issued' else 'given' end as state
      from register_entries e
      left join register_voids v on v.entry_id = e.id
      left join documents c on c.register_entry_id = e.id and c.unit_id = e.unit_id and c.origin = 'issued'
      where ${sql.join(parts, sql` and `)}
    ) e
    where (${filter.state ?? null}::text is null or e.state = ${filter.state ?? null})
    order by e."createdAt" desc, e.id desc limit ${limit}`.execute(trx)
  return rows
}

/** Years and series there are in the registers. */
export async function findRegisters(
  trx: Trx,
  unitIds: readonly string[],
): Promise<{ year: number; series: string }[]> {
  const { rows } = await sql<{ year: number; series: string }>`
    select distinct year, series from number_counters where unit_id = any(${[...unitIds]}::uuid[]) order by year desc, series`.execute(
    trx,
  )
  return rows
}
