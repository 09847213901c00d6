import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { Told } from '../jobs/index.ts'
import { usualRoles, type ToTell } from './notices.rules.ts'

/** Days after which a receiver that says nothing is named: the axis brings a package in minutes, people take longer. */
const daysToArrive = 2
const daysToAnswer = 5
/** What has been silent for longer than this (days) was told, or was so before anybody was told of it. */
const daysBack = 30

/** What came as a package and waits to be confirmed, or what its sender asks of it and nobody answered yet. */
export async function gatherArrival(trx: Trx, arrivalId: string): Promise<ToTell[]> {
  const { rows } = await sql<{
    unitId: string
    documentId: string
    unit: string
    number: string
    title: string
    asked: string | null
    askedAt: Date | null
  }>`
    select a.unit_id as "unitId", a.document_id as "documentId", a.sender_name as unit,
      coalesce(c.number_symbol, a.reference->>'code', '') as number,
      coalesce(c.subject, d.content->'pieces'->'header'->>'subject', '') as title, a.asked, a.asked_at as "askedAt"
    from package_arrivals a left join documents c on c.id = a.document_id left join document_drafts d on d.id = a.document_id
    where a.id = ${arrivalId} and a.told is distinct from '02' and a.answer is null and (a.asked is not null or d.id is not null)`.execute(
    trx,
  )
  return rows.map(({ unitId, documentId, asked, askedAt, ...facts }) => ({
    unitId,
    roles: usualRoles,
    kind: asked === null ? 'package_arrived' : 'package_asked',
    subjectWhat: 'document',
    subjectId: documentId,
    subjectKey: asked === null ? '' : `${asked} ${askedAt?.toISOString() ?? ''}`,
    // Whoever works on what was taken back works in vain.
    isUrgent: asked === 'recall',
    facts: { ...facts, ...(asked === null ? {} : { asked }) },
  }))
}

/** What a receiver said: its sender sends the document again, asks again, or knows that it is settled. */
export async function gatherPackageAnswer(
  trx: Trx,
  { id, status }: Extract<Told, { about: 'package_answer' }>,
): Promise<ToTell[]> {
  const { rows } = await sql<{
    unitId: string
    documentId: string
    unit: string
    number: string
    title: string
    words: string
    at: Date
  }>`
    select d.sender_id as "unitId", d.document_id as "documentId", ${receiverName} as unit, coalesce(c.number_symbol, '') as number,
      c.subject as title, coalesce(d.exchange_note, '') as words, d.exchange_at as at
    from deliveries d join documents c on c.id = d.document_id where d.id = ${id} and d.exchange_state = ${status}`.execute(
    trx,
  )
  return rows.map(({ unitId, documentId, at, ...facts }) => ({
    unitId,
    roles: usualRoles,
    kind: 'package_returned',
    subjectWhat: 'document',
    subjectId: documentId,
    subjectKey: `${id} ${status} ${at.toISOString()}`,
    isUrgent: false,
    facts: { ...facts, status },
  }))
}

/** What the receiver of a delivery `d` is called: its unit's present name, or the words of its line. */
const receiverName = sql`case when d.is_outside then (select r.words from recipients r where r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord)
  else coalesce((select n.short_name from unit_names n where n.unit_id = d.unit_id order by n.valid_from desc limit 1), '') end`

/**
 * Receivers that say nothing of what was sent them, of the next some documents: not that it arrived, not whether they accept
 * it, not whether they give it back. One piece of news for a document, what is waited for and the day since when.
 * @param after the last document of the piece before
 * @returns the news, and where the next piece begins; null behind the last
 */
export async function gatherUnanswered(
  trx: Trx,
  ctx: Ctx,
  after: string | null,
  most: number,
): Promise<{ news: ToTell[]; next: string | null }> {
  const now = ctx.clock.now().getTime()
  const before = (days: number) => new Date(now - days * 86_400_000)
  const { rows: documents } = await sql<{ id: string }>`
    select distinct document_id as id from deliveries
    where exchange_state in ('sent', '01', '13') and (${after}::uuid is null or document_id > ${after}::uuid)
    order by document_id limit ${most}`.execute(trx)
  const ids = documents.map((d) => d.id)
  const { rows } = await sql<{
    unitId: string
    documentId: string
    state: string
    day: string
    n: number
    unit: string
    number: string
    title: string
  }>`
    select s."unitId", s."documentId", s.state, s.day, count(*)::int as n, min(s.unit) as unit, coalesce(c.number_symbol, '') as number, c.subject as title
    from (
      select d.sender_id as "unitId", d.document_id as "documentId", d.exchange_state as state, ${receiverName} as unit,
        to_char(d.exchange_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as day
      from deliveries d where d.document_id = any(${ids}::uuid[]) and d.exchange_state in ('sent', '01', '13') and d.exchange_at > ${before(daysBack)}
        and d.exchange_at <= case d.exchange_state when 'sent' then ${before(daysToArrive)}::timestamptz else ${before(daysToAnswer)}::timestamptz end
    ) s join documents c on c.id = s."documentId"
    group by s."unitId", s."documentId", s.state, s.day, c.number_symbol, c.subject order by s."documentId", s.state, s.day`.execute(
    trx,
  )
  const news = rows.map(({ unitId, documentId, state, day, n, unit, ...facts }): ToTell => ({
    unitId,
    roles: usualRoles,
    kind: 'package_unanswered',
    subjectWhat: 'document',
    subjectId: documentId,
    subjectKey: `${state} ${day}`,
    isUrgent: false,
    facts: { ...facts, state, day, n, unit: n === 1 ? unit : '' },
  }))
  return { news, next: ids.length === most ? (ids.at(-1) ?? null) : null }
}

/**
 * Whether what a notice `n` of a package asks is still to be done, for the mails of the morning: what was confirmed, answered
 * or sent again meanwhile is not in them. Reads deliveries of other units, in whose rows the sender's are kept.
 */
export const isPackageOpen = sql`case n.kind
  when 'package_arrived' then exists (select 1 from document_drafts d where d.id = n.subject_id and d.unit_id = n.unit_id)
  when 'package_asked' then exists (select 1 from package_arrivals a where a.document_id = n.subject_id and a.unit_id = n.unit_id
    and a.asked is not null and a.answer is null and a.told is distinct from '02')
  when 'package_returned' then exists (select 1 from deliveries d where d.id::text = split_part(n.subject_key, ' ', 1) and d.document_id = n.subject_id and d.sender_id = n.unit_id
    and d.exchange_state = split_part(n.subject_key, ' ', 2))
  when 'package_unanswered' then exists (select 1 from deliveries d where d.document_id = n.subject_id and d.sender_id = n.unit_id
    and d.exchange_state = split_part(n.subject_key, ' ', 1)
    and to_char(d.exchange_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') = split_part(n.subject_key, ' ', 2))
  else true end`

/** Where the document of a notice `n` about what came stands now: still to be confirmed, confirmed, or gone. */
export const placeOfArrived = sql`case when n.kind not in ('package_arrived', 'package_asked') then null
  when exists (select 1 from document_drafts d where d.id = n.subject_id and d.unit_id = n.unit_id) then 'draft'
  when exists (select 1 from documents c where c.id = n.subject_id and c.unit_id = n.unit_id) then 'document' end`
