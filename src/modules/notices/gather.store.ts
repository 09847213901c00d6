import { sql } from 'kysely'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Told } from '../jobs/index.ts'
import { heldOn } from '../people/index.ts'
import { usualRoles, type ToTell } from './notices.rules.ts'
import { gatherArrival, gatherPackageAnswer } from './packages.store.ts'

/** What was made for whom. */
export interface MadeNotice {
  id: string
  personId: string
  unitId: string
  isUrgent: boolean
}

/**
 * Notices of a piece of news: once for each person, however often the job runs. Only people of the unit today who can sign
 * in, so who may read what it leads to; of a desk where nobody sits, the unit's clerk and leader hear.
 * @param by who did it, who hears nothing of it
 * @param at when it happened
 */
export async function insertNotices(
  trx: Trx,
  ctx: Pick<Ctx, 'home' | 'clock'>,
  news: readonly ToTell[],
  by: string | null = null,
  at: Date = ctx.clock.now(),
): Promise<MadeNotice[]> {
  if (news.length === 0) return []
  const today = ctx.clock.today()
  const asked = news.map((n, i) => ({
    i,
    unit: n.unitId,
    person: n.personId ?? null,
    desk: n.deskId ?? null,
    roles: n.roles,
  }))
  const { rows } = await sql<{ i: number; personId: string }>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(i int, unit uuid, person uuid, desk uuid, roles text[])
    ), members as (
      select m.* from (${heldOn(today)}) m
      join persons p on p.id = m.person_id and p.erased_at is null
      join account_persons ap on ap.home = ${ctx.home} and ap.person_id = p.id
      join accounts c on c.id = ap.account_id and c.disabled_at is null
      where m.unit_id in (select unit from asked)
    )
    select distinct a.i, m.person_id as "personId" from asked a join members m on m.unit_id = a.unit
    where case when a.person is not null then m.person_id = a.person
      when a.desk is not null and exists (select 1 from members d where d.desk_id = a.desk) then m.desk_id = a.desk
      else m.role = any(a.roles) end
      and m.person_id is distinct from ${by}
    order by 1, 2`.execute(trx)
  const list = rows.flatMap(({ i, personId }) => {
    const n = news[i]
    return n === undefined
      ? []
      : [
          {
            id: newId(),
            unit_id: n.unitId,
            person_id: personId,
            kind: n.kind,
            subject_what: n.subjectWhat,
            subject_id: n.subjectId,
            subject_key: n.subjectKey ?? '',
            is_urgent: n.isUrgent,
            facts: n.facts,
          },
        ]
  })
  if (list.length === 0) return []
  const made = await sql<MadeNotice>`
    insert into notices (id, unit_id, person_id, kind, subject_what, subject_id, subject_key, is_urgent, facts, at)
    select n.*, ${at}::timestamptz from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
      as n(id uuid, unit_id uuid, person_id uuid, kind text, subject_what text, subject_id uuid, subject_key text, is_urgent boolean, facts jsonb)
    on conflict on constraint notices_once do nothing
    returning id, person_id as "personId", unit_id as "unitId", is_urgent as "isUrgent"`.execute(trx)
  return made.rows
}

/** What a piece of news tells, and whom. */
export async function gather(trx: Trx, ctx: Ctx, told: Told): Promise<ToTell[]> {
  const today = ctx.clock.today()
  switch (told.about) {
    case 'delivery':
      return gatherDelivered(trx, told, addDays(today, 1))
    case 'obligations':
      return gatherOwed(trx, told.ids, 'owed', '', today)
    case 'reminders':
      return gatherOwed(trx, told.ids, 'reminded', told.day, today)
    case 'decision':
      return gatherDecision(trx, told)
    case 'report_answer':
      return gatherAnswer(trx, told.id)
    case 'amendment_answer':
      return gatherAmendment(trx, told.id)
    case 'package_arrival':
      return gatherArrival(trx, told.id)
    case 'package_answer':
      return gatherPackageAnswer(trx, told)
  }
}

interface DeliveredRow {
  unitId: string
  personId: string | null
  documentId: string
  number: string | null
  title: string
  unit: string
  isUrgent: boolean
}

async function gatherDelivered(
  trx: Trx,
  told: Extract<Told, { about: 'delivery' }>,
  tomorrow: string,
): Promise<ToTell[]> {
  const { rows } = await sql<DeliveredRow>`
    select d.unit_id as "unitId", d.person_id as "personId", d.document_id as "documentId", c.number_symbol as number,
      c.subject as title, c.issuer_name as unit,
      exists (select 1 from obligations o where o.unit_id = d.unit_id and o.owed_to = d.sender_id and o.opened_at = d.sent_at
        and o.state = 'open' and o.due_on <= ${tomorrow}) as "isUrgent"
    from deliveries d join documents c on c.id = d.document_id
    where d.dispatch_id = ${told.dispatchId} and not d.is_outside
      and (d.unit_id = any(${told.unitIds}::uuid[]) or (${told.unitIds.length === 0} and d.person_id is not null))`.execute(
    trx,
  )
  return rows.map((r) => ({
    unitId: r.unitId,
    personId: r.personId,
    roles: usualRoles,
    kind: 'delivered',
    subjectWhat: 'document',
    subjectId: r.documentId,
    isUrgent: r.isUrgent,
    facts: { number: r.number ?? '', title: r.title, unit: r.unit },
  }))
}

interface OwedRow {
  id: string
  unitId: string
  personId: string | null
  deskId: string | null
  role: string | null
  dueOn: string
  isReturned: boolean
}

/** Of what is open only: the facts of a duty are its own and are read with it. */
export async function gatherOwed(
  trx: Trx,
  ids: readonly string[],
  kind: 'owed' | 'reminded' | 'due',
  key: string,
  today: string,
): Promise<ToTell[]> {
  const { rows } = await sql<OwedRow>`
    select id, unit_id as "unitId", person_id as "personId", desk_id as "deskId", role, due_on as "dueOn",
      what = 'report' and source_key = 'returned' as "isReturned"
    from obligations where id = any(${[...ids]}::uuid[]) and state = 'open'`.execute(trx)
  return rows.map((r) => ({
    unitId: r.unitId,
    personId: r.personId,
    deskId: r.deskId,
    roles: r.role === null ? usualRoles : [r.role],
    kind,
    subjectWhat: 'obligation',
    subjectId: r.id,
    subjectKey: key,
    // At once: what must be done today or tomorrow, and a report that came back while its day is still ahead.
    isUrgent: kind !== 'due' && (r.dueOn <= addDays(today, 1) || (r.isReturned && r.dueOn >= today)),
    facts: {},
  }))
}

async function gatherDecision(trx: Trx, told: Extract<Told, { about: 'decision' }>): Promise<ToTell[]> {
  const [waiting] = await findWaitingDrafts(trx, { draftId: told.id }, [told.state], 'vi')
  if (!waiting) return []
  return [
    {
      unitId: waiting.unitId,
      roles: told.state === 'in_review' ? ['leader'] : ['clerk'],
      kind: 'decide',
      subjectWhat: told.what,
      subjectId: told.id,
      subjectKey: `${told.state}:${told.version}`,
      isUrgent: false,
      facts: { title: waiting.title, state: told.state },
    },
  ]
}

/** An acceptance or a question goes to whose report it is, a reply to who asked. */
async function gatherAnswer(trx: Trx, id: string): Promise<ToTell[]> {
  const { rows } = await sql<{
    unitId: string
    reportId: string
    answer: string
    unit: string
    period: string
  }>`
    select t.unit_id as "unitId", r.id as "reportId", a.answer,
      coalesce((select n.short_name from unit_names n where n.unit_id = a.unit_id order by n.valid_from desc limit 1), '') as unit,
      coalesce((select replace(p->'name'->>'vi', '{year}', split_part(r.period, '-', 1)) from report_forms f,
        jsonb_array_elements(f.content->'periods') p where f.id = r.form_id and p->>'code' = split_part(r.period, '-', 2) limit 1), r.period) as period
    from report_answers a join reports r on r.id = a.report_id
    cross join lateral (
      select r.unit_id where a.answer <> 'replied'
      union select q.unit_id from report_answers q where a.answer = 'replied' and q.report_id = r.id and q.version = a.version and q.answer = 'asked'
    ) t
    where a.id = ${id} and t.unit_id <> a.unit_id`.execute(trx)
  return rows.map((r) => ({
    unitId: r.unitId,
    roles: [...usualRoles, 'specialist'],
    kind: 'answered',
    subjectWhat: 'report',
    subjectId: r.reportId,
    subjectKey: id,
    isUrgent: false,
    facts: { answer: r.answer, unit: r.unit, period: r.period },
  }))
}

async function gatherAmendment(trx: Trx, id: string): Promise<ToTell[]> {
  const { rows } = await sql<{ unitId: string; answer: string; unit: string; task: string; plan: string }>`
    select q.unit_id as "unitId", a.answer,
      coalesce((select n.short_name from unit_names n where n.unit_id = q.to_unit_id order by n.valid_from desc limit 1), '') as unit,
      coalesce((select t.title from tasks t where t.plan_id = q.plan_id and t.revision = q.revision and t.key = q.task_key limit 1), '') as task,
      coalesce((select p.title from plans p where p.id = q.plan_id), '') as plan
    from amendment_requests q join amendment_answers a on a.request_id = q.id where q.id = ${id}`.execute(trx)
  return rows.map((r) => ({
    unitId: r.unitId,
    roles: [...usualRoles, 'specialist'],
    kind: 'amendment',
    subjectWhat: 'amendment',
    subjectId: id,
    isUrgent: false,
    facts: { answer: r.answer, unit: r.unit, title: r.task === '' ? r.plan : r.task },
  }))
}

export interface WaitingDraft {
  id: string
  unitId: string
  kind: 'plan' | 'report' | 'outgoing'
  state: 'in_review' | 'approved'
  revision: number
  title: string
  since: Date
}

/** Drafts that wait for a leader's decision, or, approved, for the clerk's number: of some units, or one by its id. */
export async function findWaitingDrafts(
  trx: Trx,
  of: { unitIds: readonly string[] } | { draftId: string },
  states: readonly ('in_review' | 'approved')[],
  locale: 'vi' | 'en',
  most = 50,
): Promise<WaitingDraft[]> {
  if (states.length === 0) return []
  const are = (id: string) =>
    'unitIds' in of ? sql`d.unit_id = any(${[...of.unitIds]}::uuid[])` : sql`${sql.ref(id)} = ${of.draftId}`
  const { rows } = await sql<WaitingDraft>`
    select d.plan_id as id, d.unit_id as "unitId", 'plan' as kind, d.state, d.revision, coalesce(nullif(p.title, ''), d.year::text) as title, d.updated_at as since
    from plan_drafts d join plans p on p.id = d.plan_id
    where ${are('d.plan_id')} and d.state = any(${[...states]}::text[])
    union all
    select d.report_id, d.unit_id, 'report', d.state, 0, coalesce((select replace(p->'name'->>${locale}, '{year}', split_part(d.period, '-', 1))
      from report_forms f, jsonb_array_elements(f.content->'periods') p where f.id = d.form_id and p->>'code' = split_part(d.period, '-', 2) limit 1), d.period), d.updated_at
    from report_drafts d where ${are('d.report_id')} and d.state = any(${[...states]}::text[])
    union all
    select d.id, d.unit_id, 'outgoing', d.state, 0, (d.content->>'type') || ': ' || (d.content->>'subject'), d.updated_at
    from outgoing_drafts d where ${are('d.id')} and d.state = any(${[...states]}::text[])
    order by since limit ${most}`.execute(trx)
  return rows
}
