import { sql, type RawBuilder } from 'kysely'
import type { Locale } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { heldOn } from '../people/index.ts'
import { findWaitingDrafts, type WaitingDraft } from './gather.store.ts'
import type { NoticeToSay } from './notices.rules.ts'
import type { NoticeKind } from './notices.tables.ts'
import { isPackageOpen, placeOfArrived } from './packages.store.ts'

/** Somebody to whom mail may go, with their choices. */
export interface Reached {
  personId: string
  /** the unit that keeps the person's row */
  unitId: string
  email: string
  locale: Locale
  hasDigest: boolean
  hasUrgent: boolean
  hasReminders: boolean
  quietFrom: number
  quietUntil: number
}

/** People of the home with an address, an account and a place today: by id, or the next some of them all. */
export async function findReached(
  trx: Trx,
  ctx: Pick<Ctx, 'home' | 'clock'>,
  which: { ids: readonly string[] } | { after: string | null; most: number },
): Promise<Reached[]> {
  const today = ctx.clock.today()
  const some =
    'ids' in which
      ? sql`p.id = any(${[...which.ids]}::uuid[])`
      : sql`(${which.after}::uuid is null or p.id > ${which.after}::uuid)`
  const { rows } = await sql<Reached>`
    select p.id as "personId", p.unit_id as "unitId", p.email, a.locale, coalesce(c.has_digest, true) as "hasDigest",
      coalesce(c.has_urgent, true) as "hasUrgent", coalesce(c.has_reminders, true) as "hasReminders",
      coalesce(c.quiet_from, 1260) as "quietFrom", coalesce(c.quiet_until, 360) as "quietUntil"
    from persons p join account_persons ap on ap.home = ${ctx.home} and ap.person_id = p.id
    join accounts a on a.id = ap.account_id and a.disabled_at is null
    left join notice_choices c on c.person_id = p.id
    where ${some} and p.email is not null and p.email <> '' and p.erased_at is null
      and exists (select 1 from memberships m where m.person_id = p.id and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))
    order by p.id limit ${'ids' in which ? which.ids.length : which.most}`.execute(trx)
  return rows
}

export interface NoticeRow extends NoticeToSay {
  id: string
  personId: string
  isUrgent: boolean
  at: Date
  seenAt: Date | null
}

interface NoticeRecord {
  id: string
  personId: string
  kind: NoticeKind
  subjectWhat: string
  subjectId: string
  facts: Record<string, string | number>
  isUrgent: boolean
  at: Date
  seenAt: Date | null
  owed: NoticeToSay['owed']
  place: NoticeToSay['place']
}

/** A duty with what its sentence needs; the alias `o` is the row of obligations. */
const owedJson = sql`jsonb_build_object('what', o.what, 'sourceWhat', o.source_what, 'sourceId', o.source_id, 'sourceRevision', o.source_revision,
  'sourceKey', o.source_key, 'facts', o.facts, 'dueOn', o.due_on, 'state', o.state,
  'owedTo', (select n.short_name from unit_names n where n.unit_id = o.owed_to and o.owed_to <> o.unit_id order by n.valid_from desc limit 1),
  'ownPlanId', case when o.what = 'follow_revision' then (select p.id from task_origins g join plans p on p.id = g.plan_id and p.revision = g.revision
    where g.origin_plan_id = o.source_id and p.unit_id = o.unit_id limit 1) end)`

/**
 * Notices with the duties that they are about, the latest first.
 * @param where condition over the notice `n` and its duty `o`, with the scope in it
 */
export async function findNotices(trx: Trx, where: RawBuilder<unknown>, most: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRecord>`
    select n.id, n.person_id as "personId", n.kind, n.subject_what as "subjectWhat", n.subject_id as "subjectId", n.facts,
      n.is_urgent as "isUrgent", n.at, n.seen_at as "seenAt", case when o.id is null then null else ${owedJson} end as owed, ${placeOfArrived} as place
    from notices n left join obligations o on n.subject_what = 'obligation' and o.id = n.subject_id and o.unit_id = n.unit_id
    where ${where} order by n.at desc, n.id desc limit ${most}`.execute(trx)
  return rows
}

export interface DueRow {
  id: string
  personId: string
  owed: NonNullable<NoticeToSay['owed']>
}

/** What some people have to tell themselves of a morning. */
export interface ToSay {
  due: DueRow[]
  waiting: WaitingDraft[]
  news: NoticeRow[]
}

const members = (ids: readonly string[], today: string) => sql`
  select m.person_id, m.unit_id, array_agg(distinct m.role) as roles, array_remove(array_agg(m.desk_id), null) as desks
  from (${heldOn(today)}) m where m.person_id = any(${[...ids]}::uuid[])
  group by m.person_id, m.unit_id`

/** How many of one kind are looked at for one mail; it shows fewer and says how many more there are. */
const mostOfAKind = 60

/**
 * For each of some people: duties of their units that are theirs and due by a day, drafts that wait for them, and news that
 * no mail has told and they have not seen.
 * @param mailId news that this mail took on count as not told
 */
export async function findToSay(
  trx: Trx,
  ctx: Pick<Ctx, 'clock'>,
  ids: readonly string[],
  until: string,
  mailId: string | null,
  locale: Locale,
): Promise<Map<string, ToSay>> {
  const today = ctx.clock.today()
  const found = new Map(ids.map((id): [string, ToSay] => [id, { due: [], waiting: [], news: [] }]))
  const due = await sql<DueRow>`
    select id, "personId", owed from (
      select o.id, m.person_id as "personId", ${owedJson} as owed, o.due_on, o.opened_at,
        row_number() over (partition by m.person_id order by o.due_on, o.opened_at, o.id) as place
      from (${members(ids, today)}) m join obligations o on o.unit_id = m.unit_id and o.state = 'open' and o.due_on <= ${until}
      where case when o.person_id is not null then o.person_id = m.person_id when o.desk_id is not null then o.desk_id = any(m.desks)
        when o.role is not null then o.role = any(m.roles) else m.roles && '{clerk,leader}' end
    ) d where place <= ${mostOfAKind} order by "personId", due_on, opened_at, id`.execute(trx)
  for (const row of due.rows) found.get(row.personId)?.due.push(row)
  const deciders = await sql<{ personId: string; unitId: string; roles: string[] }>`
    select m.person_id as "personId", m.unit_id as "unitId", m.roles from (${members(ids, today)}) m where m.roles && '{clerk,leader}'`.execute(
    trx,
  )
  const units = [...new Set(deciders.rows.map((d) => d.unitId))]
  const drafts =
    units.length === 0
      ? []
      : await findWaitingDrafts(trx, { unitIds: units }, ['in_review', 'approved'], locale, 50 * units.length)
  for (const { personId, unitId, roles } of deciders.rows)
    found
      .get(personId)
      ?.waiting.push(
        ...drafts.filter(
          (d) => d.unitId === unitId && roles.includes(d.state === 'in_review' ? 'leader' : 'clerk'),
        ),
      )
  const fortnightAgo = new Date(ctx.clock.now().getTime() - 14 * 86_400_000)
  const news = await findNotices(
    trx,
    sql`n.person_id = any(${[...ids]}::uuid[]) and n.seen_at is null and n.at > ${fortnightAgo}
      and (n.mail_id is null or n.mail_id = ${mailId}::uuid) and (o.id is null or o.state = 'open') and n.kind <> 'password' and ${isPackageOpen}
      and exists (select 1 from memberships m where m.person_id = n.person_id and m.unit_id = n.unit_id
        and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))`,
    mostOfAKind * ids.length,
  )
  for (const row of news) found.get(row.personId)?.news.push(row)
  return found
}
