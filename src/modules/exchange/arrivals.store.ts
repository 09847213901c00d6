import { sql, type Insertable } from 'kysely'
import type { EdxmlReference } from '../../document/edxml/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tables, Trx } from '../../platform/db.ts'
import { findAgencyKeys } from '../dispatch/index.ts'
import { matchKey } from '../library/index.ts'
import type { Asked, Told } from './exchange.tables.ts'

export interface ArrivalRow {
  id: string
  unitId: string
  documentId: string
  senderCode: string
  senderName: string
  documentRef: string
  reference: EdxmlReference
  kind: 'new' | 'update' | 'replacement'
  ofRef: string | null
  answersId: string | null
  told: Told | null
  asked: Asked | null
  askedAt: Date | null
  askedReason: string | null
  answer: '15' | '16' | null
  answeredAt: Date | null
  arrivedAt: Date
}

const columns = sql`a.id, a.unit_id as "unitId", a.document_id as "documentId", a.sender_code as "senderCode", a.sender_name as "senderName",
  a.document_ref as "documentRef", a.reference, a.kind, a.of_ref as "ofRef", a.answers_id as "answersId", a.told, a.asked,
  a.asked_at as "askedAt", a.asked_reason as "askedReason", a.answer, a.answered_at as "answeredAt", a.arrived_at as "arrivedAt"`

export async function findArrival(trx: Trx, id: string, lock = false): Promise<ArrivalRow | null> {
  const { rows } = await sql<ArrivalRow>`
    select ${columns} from package_arrivals a where a.id = ${id} ${lock ? sql`for update` : sql``}`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** How a document, or the draft that becomes it, came to one of the units; the last way, where it came twice. */
export async function findArrivalOf(
  trx: Trx,
  units: readonly string[],
  documentId: string,
  lock = false,
): Promise<ArrivalRow | null> {
  const { rows } = await sql<ArrivalRow>`
    select ${columns} from package_arrivals a where a.document_id = ${documentId} and a.unit_id = any(${[...units]}::uuid[])
    order by a.id desc limit 1 ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0] ?? null
}

/**
 * What a unit's document answers of what came from the agency that it goes to: what it cites; what the plan stands on that
 * it is the paper of; of a report, what the unit's plan of that year stands on.
 */
export async function findResponses(
  trx: Trx,
  ctx: Ctx,
  about: { unitId: string; documentId: string; toCode: string },
): Promise<EdxmlReference[]> {
  const keys = await findAgencyKeys(trx, about.toCode, ctx.clock.today())
  const { rows } = await sql<{ reference: EdxmlReference }>`
    select distinct on (a.document_ref) a.reference from package_arrivals a
    join documents r on r.id = a.document_id join documents c on c.id = ${about.documentId}
    where a.unit_id = ${about.unitId} and a.sender_key = any(${keys}::text[]) and a.told is distinct from '02' and (
      exists (select 1 from document_citations t where t.document_id = c.id and t.match_key = r.match_key)
      or exists (select 1 from plan_bases b where b.document_id = r.id and b.plan_id = c.plan_id and b.revision = c.plan_revision)
      or exists (select 1 from reports p join plans l on l.unit_id = p.unit_id and l.year = extract(year from p.period_until - 1)::int
        join plan_bases b on b.plan_id = l.id and b.revision = l.revision where p.id = c.report_id and b.document_id = r.id))
    order by a.document_ref, a.id desc limit 20`.execute(trx)
  return rows.map((r) => r.reference)
}

/** What a document on the axis is told by: who received it, all codes of who sent it, its id. */
export interface ArrivalMatch {
  unitId: string
  keys: readonly string[]
  ref: string
}

const matches = ({ unitId, keys, ref }: ArrivalMatch) =>
  sql`a.unit_id = ${unitId} and a.document_ref = ${ref} and a.sender_key = any(${[...keys]}::text[])`

/** Whether a unit took in this very package. */
export async function isTaken(trx: Trx, unitId: string, hash: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from package_arrivals where unit_id = ${unitId} and file_hash = ${hash}`.execute(trx)
  return rows.length > 0
}

/** A document that came before and was not sent back. */
export async function findRepeat(trx: Trx, match: ArrivalMatch): Promise<ArrivalRow | null> {
  if (match.ref === '') return null
  const { rows } = await sql<ArrivalRow>`
    select ${columns} from package_arrivals a where ${matches(match)} and a.told is distinct from '02' order by a.id desc limit 1`.execute(
    trx,
  )
  return rows[0] ?? null
}

export async function insertArrival(trx: Trx, row: Insertable<Tables['package_arrivals']>): Promise<void> {
  await trx.insertInto('package_arrivals').values(row).execute()
}

/**
 * Notes what the sender asks of a document that came, the first time only; a question that was answered in the negative may be
 * asked again.
 * @returns ids of the arrivals that it is new for
 */
export async function noteAsked(
  trx: Trx,
  match: ArrivalMatch,
  { asked, at, reason }: { asked: Asked; at: Date; reason: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update package_arrivals a set asked = ${asked}, asked_at = ${at}, asked_reason = ${reason}, answer = null, answered_at = null, answered_by = null
    where ${matches(match)} and a.told is distinct from '02' and (a.asked is null or a.answer = '16') returning a.id`.execute(
    trx,
  )
  return rows.map((r) => r.id)
}

export async function findStandingFor(trx: Trx, match: ArrivalMatch): Promise<boolean> {
  const { rows } = await sql`select 1 from package_arrivals a where ${matches(match)} limit 1`.execute(trx)
  return rows.length > 0
}

/** A unit's own document by how an answer to it names it; what we sent by its id, else what it issued by number and day. */
export async function findOwnDocument(
  trx: Trx,
  unitId: string,
  reference: EdxmlReference,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select d.document_id as id from packages p join deliveries d on d.id = p.delivery_id
    where p.unit_id = ${unitId} and p.document_ref = ${reference.documentId}
    union all
    select c.id from documents c where c.unit_id = ${unitId} and c.origin = 'issued' and c.match_key = ${matchKey(reference.code)}
      and c.issued_on = ${reference.date}
    limit 1`.execute(trx)
  return rows[0]?.id ?? null
}

/**
 * How far a unit has come with what came, where that is further than it was told: confirmed 03, put before people or asked
 * about 04, a plan begun on it 05, issued on it, or the report that it is accepted, 06; thrown away without a reason 02.
 */
export async function findUntold(
  trx: Trx,
  limit: number,
): Promise<{ id: string; unitId: string; senderCode: string; told: Told; due: Told }[]> {
  const { rows } = await sql<{ id: string; unitId: string; senderCode: string; told: Told; due: Told }>`
    select * from (
      select a.id, a.unit_id as "unitId", a.sender_code as "senderCode", a.told, case
        when c.id is null and d.id is null then '02'
        when c.id is null then '01'
        when exists (select 1 from plan_bases b where b.document_id = c.id) then '06'
        when exists (select 1 from arrival_figures f join reports r on r.id = f.report_id and r.accepted_version = f.version
          where f.arrival_id = a.id) then '06'
        when exists (select 1 from plan_drafts p where p.unit_id = a.unit_id
          and p.content @> jsonb_build_object('bases', jsonb_build_array(jsonb_build_object('documentId', c.id)))) then '05'
        when exists (select 1 from readings r where r.document_id = c.id and r.unit_id = a.unit_id) then '04'
        else '03' end as due
      from package_arrivals a left join document_drafts d on d.id = a.document_id left join documents c on c.id = a.document_id
      where a.told is distinct from '02' and a.told is distinct from '06' and a.answer is distinct from '15'
    ) s where s.due > s.told and not (s.due = '02' and s.told <> '01') order by s.id limit ${limit}`.execute(
    trx,
  )
  return rows
}
