import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { ObligationFacts, ObligationWhat } from '../dispatch/index.ts'

export interface OwnObligation {
  id: string
  what: ObligationWhat
  sourceWhat: string
  sourceId: string
  sourceRevision: number
  sourceKey: string
  facts: ObligationFacts
  owedTo: string | null
  ownPlanId: string | null
  dueOn: string
  isMine: boolean
  reason: string | null
  remindedOn: string | null
}

/** Who looks: a person with roles and desks, for units. */
export interface Looker {
  unitIds: readonly string[]
  personId: string | null
  roles: readonly string[]
  deskIds: readonly string[]
}

const columns = sql`o.id, o.what, o.source_what as "sourceWhat", o.source_id as "sourceId", o.source_revision as "sourceRevision",
  o.source_key as "sourceKey", o.facts, o.due_on as "dueOn", o.reason`
const owedTo = sql`(select n.short_name from unit_names n where n.unit_id = o.owed_to and not o.owed_to = o.unit_id order by n.valid_from desc limit 1)`

/** What a closed unit still owes is done by the successor that it was passed to. */
const isOurs = (unitIds: readonly string[]) =>
  sql`(o.passed_to is null or o.passed_to = any(${[...unitIds]}::uuid[]))`

/** Open obligations of the units by date; what is this person's first among those of one day. */
export async function findOwn(trx: Trx, looker: Looker, limit: number): Promise<OwnObligation[]> {
  const { rows } = await sql<OwnObligation>`
    select ${columns}, ${owedTo} as "owedTo",
      case when o.what = 'follow_revision' then (select p.id from task_origins g join plans p on p.id = g.plan_id and p.revision = g.revision
        where g.origin_plan_id = o.source_id and p.unit_id in (o.unit_id, o.passed_to) limit 1) end as "ownPlanId",
      case when o.person_id is not null then o.person_id = ${looker.personId}
        when o.desk_id is not null then o.desk_id = any(${[...looker.deskIds]}::uuid[])
        when o.role is not null then o.role = any(${[...looker.roles]}::text[]) else true end as "isMine",
      (select (max(r.at) at time zone 'Asia/Ho_Chi_Minh')::date from reminders r where r.obligation_id = o.id) as "remindedOn"
    from obligations o where o.unit_id = any(${[...looker.unitIds]}::uuid[]) and o.state = 'open' and ${isOurs(looker.unitIds)}
    order by o.due_on, "isMine" desc, o.opened_at, o.id limit ${limit}`.execute(trx)
  return rows
}

export async function countOwn(
  trx: Trx,
  unitIds: readonly string[],
  today: string,
): Promise<{ open: number; late: number }> {
  const { rows } = await sql<{ open: number; late: number }>`
    select count(*)::int as open, count(*) filter (where due_on < ${today})::int as late
    from obligations o where unit_id = any(${[...unitIds]}::uuid[]) and state = 'open' and ${isOurs(unitIds)}`.execute(
    trx,
  )
  return rows[0] ?? { open: 0, late: 0 }
}

/** Delivered documents that nobody of the units (or, of a personal one, this person) has opened. */
export async function countUnread(
  trx: Trx,
  unitIds: readonly string[],
  personId: string | null,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from deliveries where unit_id = any(${[...unitIds]}::uuid[]) and not is_outside
      and opened_at is null and acknowledged_at is null and (person_id is null or person_id = ${personId})`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

/** Documents sent to the units on an earlier day that nobody has acknowledged or sent back (Decree 30/2020/NĐ-CP, Art. 21.2.c). */
export async function countUnacknowledged(
  trx: Trx,
  unitIds: readonly string[],
  personId: string | null,
  day: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from deliveries d where d.unit_id = any(${[...unitIds]}::uuid[]) and not d.is_outside
      and d.acknowledged_at is null and (d.person_id is null or d.person_id = ${personId})
      and d.sent_at < ${day}::date::timestamp at time zone 'Asia/Ho_Chi_Minh'
      and not exists (select 1 from delivery_returns r where r.delivery_id = d.id and r.ended_at is null)`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

export interface ReturnedRow {
  documentId: string
  numberSymbol: string | null
  subject: string
  receiver: string
  reason: string
}

/** What receivers sent back to the units as not meant for them, the latest first. */
export async function findReturned(
  trx: Trx,
  unitIds: readonly string[],
  limit: number,
): Promise<ReturnedRow[]> {
  const { rows } = await sql<ReturnedRow>`
    select d.document_id as "documentId", c.number_symbol as "numberSymbol", c.subject, (select n.short_name from unit_names n where n.unit_id = d.unit_id order by n.valid_from desc limit 1) as receiver,
      r.reason
    from delivery_returns r join deliveries d on d.id = r.delivery_id join documents c on c.id = d.document_id
    where d.sender_id = any(${[...unitIds]}::uuid[]) and r.ended_at is null order by r.returned_at desc, r.id limit ${limit}`.execute(
    trx,
  )
  return rows
}

export interface ToSignRow {
  id: string
  kind: 'plan' | 'report' | 'outgoing'
  revision: number
  title: string
  since: Date
}

/**
 * What has its number and waits for the electronic signature of the person whose name stands under it, or of any leader
 * where the name was written in by hand; not what is signed on paper.
 */
export async function findToSign(
  trx: Trx,
  { unitIds, personId }: Pick<Looker, 'unitIds' | 'personId'>,
  locale: 'vi' | 'en',
  limit: number,
): Promise<ToSignRow[]> {
  if (personId === null) return []
  const { rows } = await sql<ToSignRow>`
    with numbered as (
      select 'plan' as kind, d.plan_id as id, d.id as subject, d.unit_id, d.revision, coalesce(nullif(p.title, ''), d.year::text) as title,
        d.content->'signer'->>'personId' as signer, d.updated_at as since
      from plan_drafts d join plans p on p.id = d.plan_id where d.state = 'approved' and d.register_entry_id is not null and d.content->>'way' = 'electronic'
      union all
      select 'outgoing', d.id, d.id, d.unit_id, 0, (d.content->>'type') || ': ' || (d.content->>'subject'), d.content->'signer'->>'personId', d.updated_at
      from outgoing_drafts d where d.state = 'approved' and d.register_entry_id is not null and d.content->>'way' = 'electronic'
      union all
      select 'report', r.id, i.id, i.unit_id, 0, coalesce((select replace(p->'name'->>${locale}, '{year}', split_part(r.period, '-', 1))
        from report_forms f, jsonb_array_elements(f.content->'periods') p where f.id = r.form_id and p->>'code' = split_part(r.period, '-', 2) limit 1), r.period),
        i.signer_person_id::text, i.reserved_at
      from report_issues i join reports r on r.id = i.report_id and r.version = i.version
    )
    select n.id, n.kind, n.revision, n.title, n.since from numbered n
    where n.unit_id = any(${[...unitIds]}::uuid[]) and (n.signer is null or n.signer = ${personId})
      and not exists (select 1 from signing_marks m where m.subject_what = n.kind and m.subject_id = n.subject and m.kind = 'signature' and not m.is_void)
    order by n.since limit ${limit}`.execute(trx)
  return rows
}

/** Which of the first things of a new agency are there: others than the administrator, other units, a document. */
export async function findBegun(
  trx: Trx,
  unitIds: readonly string[],
): Promise<{ people: boolean; units: boolean; document: boolean }> {
  const own = sql`any(${[...unitIds]}::uuid[])`
  const { rows } = await sql<{ people: boolean; units: boolean; document: boolean }>`
    select (select count(*) > 1 from (select 1 from persons where unit_id = ${own} limit 2) p) as people,
      exists (select 1 from unit_superiors s where s.unit_id = ${own} or s.superior_id = ${own}) as units,
      exists (select 1 from documents where unit_id = ${own}) or exists (select 1 from document_drafts where unit_id = ${own})
        or exists (select 1 from deliveries where unit_id = ${own}) as document`.execute(trx)
  return rows[0] ?? { people: true, units: true, document: true }
}

export interface OwingUnit {
  unitId: string
  shortName: string
  worstDueOn: string
  open: number
  ids: string[]
  remindedOn: string | null
  worst: Omit<OwnObligation, 'owedTo' | 'ownPlanId' | 'isMine' | 'remindedOn' | 'reason' | 'dueOn'>
}

/** Units that owe these units something overdue or due within some days, the longest overdue first. */
export async function findOwing(
  trx: Trx,
  unitIds: readonly string[],
  today: string,
  days: number,
  limit: number,
): Promise<{ units: number; lateUnits: number; items: OwingUnit[] }> {
  const own = sql`${[...unitIds]}::uuid[]`
  const { rows } = await sql<{ units: number; lateUnits: number; items: OwingUnit[] | null }>`
    with owing as materialized (
      select o.unit_id, min(o.due_on) as worst, count(*)::int as open,
        array_agg(o.id) filter (where o.due_on < ${today}) as late, array_agg(o.id) as ids,
        (array_agg(o.id order by o.due_on, o.opened_at))[1] as first
      from obligations o where o.owed_to = any(${own}) and o.state = 'open' and not o.unit_id = any(${own})
        and o.due_on <= ${today}::date + ${days}::int
      group by o.unit_id
    ), top as (select * from owing order by worst, open desc, unit_id limit ${limit})
    select (select count(*)::int from owing) as units, (select count(*)::int from owing where worst < ${today}) as "lateUnits",
      (select jsonb_agg(jsonb_build_object('unitId', t.unit_id, 'shortName', n.short_name, 'worstDueOn', t.worst, 'open', t.open,
          'ids', coalesce(t.late, t.ids), 'remindedOn', (select (max(r.at) at time zone 'Asia/Ho_Chi_Minh')::date from reminders r where r.obligation_id = any(t.ids)),
          'worst', jsonb_build_object('id', o.id, 'what', o.what, 'sourceWhat', o.source_what, 'sourceId', o.source_id,
            'sourceRevision', o.source_revision, 'sourceKey', o.source_key, 'facts', o.facts)) order by t.worst, t.open desc, t.unit_id)
        from top t join obligations o on o.id = t.first
        cross join lateral (select short_name from unit_names where unit_id = t.unit_id
          order by (valid_from <= ${today} and (valid_until is null or valid_until > ${today})) desc, valid_from desc limit 1) n) as items`.execute(
    trx,
  )
  const [found] = rows
  return { units: found?.units ?? 0, lateUnits: found?.lateUnits ?? 0, items: found?.items ?? [] }
}

/** The newest plan that these units sent to others: the one whose board is offered. */
export async function findBoardPlanId(trx: Trx, unitIds: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select p.id from plans p where p.unit_id = any(${[...unitIds]}::uuid[]) and p.revision > 0
      and exists (select 1 from plan_revisions r join dispatches d on d.document_id = r.document_id where r.plan_id = p.id)
    order by p.year desc, p.issued_on desc nulls last, p.id limit 1`.execute(trx)
  return rows[0]?.id ?? null
}

export interface DoneObligation {
  id: string
  what: ObligationWhat
  sourceWhat: string
  sourceId: string
  sourceRevision: number
  sourceKey: string
  facts: ObligationFacts
  owedTo: string | null
  ownPlanId: null
  dueOn: string
  closedOn: string
}

/** What the units did since a day: obligations by kind, activities, and the latest few. */
export async function findDone(
  trx: Trx,
  unitIds: readonly string[],
  since: string,
  limit: number,
): Promise<{ counts: { what: string; n: number }[]; latest: DoneObligation[] }> {
  const own = sql`${[...unitIds]}::uuid[]`
  const counts = await sql<{ what: string; n: number }>`
    select what, count(*)::int as n from obligations where unit_id = any(${own}) and state = 'done' and closed_on >= ${since} group by what
    union all
    select 'activities', count(*)::int from activities where unit_id = any(${own}) and state = 'counted' and day >= ${since} having count(*) > 0
    order by n desc, what`.execute(trx)
  const latest = await sql<DoneObligation>`
    select ${columns}, ${owedTo} as "owedTo", null as "ownPlanId", o.closed_on as "closedOn" from obligations o
    where o.unit_id = any(${own}) and o.state = 'done' and o.closed_on >= ${since}
    order by o.closed_on desc, o.id desc limit ${limit}`.execute(trx)
  return { counts: counts.rows, latest: latest.rows }
}
