import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { inWholeTables, taskStandsOf } from '../activities/index.ts'

export interface BoardPlan {
  id: string
  unitId: string
  title: string
  numberSymbol: string | null
  revision: number
  year: number
}

/** An issued plan of the units, or null. */
export async function findBoardPlan(
  trx: Trx,
  ownUnits: readonly string[],
  planId: string,
): Promise<BoardPlan | null> {
  const { rows } = await sql<BoardPlan>`
    select p.id, p.unit_id as "unitId", p.title, d.number_symbol as "numberSymbol", p.revision, p.year
    from plans p left join documents d on d.id = p.document_id
    where p.id = ${planId} and p.unit_id = any(${[...ownUnits]}::uuid[]) and p.revision > 0`.execute(trx)
  return rows[0] ?? null
}

export interface BoardReport {
  formId: string
  period: string
  names: { vi: string; en: string }
}

/**
 * The period of a form in the plan's year on which units report to these and whose due day is the nearest to a day, before
 * or after it: the one that is being handed in, or was last.
 */
export async function findBoardReport(
  trx: Trx,
  ownUnits: readonly string[],
  year: number,
  today: string,
): Promise<BoardReport | null> {
  const { rows } = await sql<BoardReport>`
    select r.form_id as "formId", r.period, coalesce(n.name, jsonb_build_object('vi', r.period, 'en', r.period)) as names
    from (
      select form_id, period from reports
      where superior_id = any(${[...ownUnits]}::uuid[]) and period like ${`${year}-%`}
      group by form_id, period
      order by abs(max(due_on) - ${today}::date), max(due_on) desc, form_id limit 1
    ) r
    left join lateral (
      select p->'name' as name from report_forms f, jsonb_array_elements(f.content->'periods') p
      where f.id = r.form_id and p->>'code' = split_part(r.period, '-', 2) limit 1
    ) n on true`.execute(trx)
  return rows[0] ?? null
}

export interface BoardUnit {
  unitId: string
  name: string
  shortName: string
  kind: string
  head: string | null
  receivedState: 'sent' | 'opened' | 'acknowledged'
  receivedRevision: number
  receivedOn: string
  planId: string | null
  planState: 'none' | 'draft' | 'issued' | 'behind' | 'asking'
  planIssuedOn: string | null
  planDueOn: string | null
  tasksDone: number
  tasksAll: number
  tasksLate: number
  reportId: string | null
  reportState: 'open' | 'submitted' | 'returned' | 'accepted' | null
  reportSubmittedOn: string | null
  reportDueOn: string | null
  lastActivity: string | null
  worstDueOn: string | null
  remind: string[]
  remindedOn: string | null
  sortKey: string
}

export interface BoardTotals {
  units: number
  lateOrSoon: number
  matching: number
  receivedDone: number
  planDone: number
  planLate: number
  planSoon: number
  tasksDone: number
  tasksAll: number
  tasksLate: number
  reportDone: number
  reportAll: number
  reportLate: number
  reportWaiting: number
  kinds: { kind: string; units: number }[]
}

export interface BoardFilter {
  q?: string | undefined
  kind?: string | undefined
  due?: 'late' | 'soon' | undefined
  units?: readonly string[] | undefined
}

/** Days within which something is due soon. */
export const soonDays = 3

/** A unit below that received the plan, with its own plan in force that stands on it. */
export interface CascadeUnit {
  unitId: string
  revision: number
  state: 'sent' | 'opened' | 'acknowledged'
  on: string
  planId: string | null
  planRevision: number | null
  issuedOn: string | null
}

/**
 * The units of the board. The reach is put in here: only units that stand below the plan's unit today and to which it
 * sent the plan.
 */
export async function findCascade(
  trx: Trx,
  ownUnits: readonly string[],
  planId: string,
  today: string,
): Promise<CascadeUnit[]> {
  const own = sql`${[...ownUnits]}::uuid[]`
  const received = await sql<Pick<CascadeUnit, 'unitId' | 'revision' | 'state' | 'on'>>`
    select u.unit_id as "unitId", u.revision, ${dayOf(sql`coalesce(u.acknowledged_at, u.opened_at, u.sent_at)`)} as "on",
      case when u.acknowledged_at is not null then 'acknowledged' when u.opened_at is not null then 'opened' else 'sent' end as state
    from (
      select distinct on (d.unit_id) d.unit_id, r.revision, d.sent_at, d.opened_at, d.acknowledged_at
      from plan_revisions r join deliveries d on d.document_id = r.document_id and d.sender_id = any(${own})
      where r.plan_id = ${planId} and not d.is_outside and d.person_id is null
        and exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = d.unit_id
          and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))
      order by d.unit_id, r.revision desc, d.sent_at desc
    ) u`.execute(trx)
  const derived = await sql<Pick<CascadeUnit, 'unitId' | 'planId' | 'planRevision' | 'issuedOn'>>`
    select distinct on (p.unit_id) p.unit_id as "unitId", p.id as "planId", p.revision as "planRevision", w.issued_on as "issuedOn"
    from plan_revisions r join plan_bases b on b.document_id = r.document_id and b.relation = 'carries out'
    join plans p on p.id = b.plan_id and p.revision = b.revision
    join plan_revisions w on w.plan_id = p.id and w.revision = p.revision
    where r.plan_id = ${planId}
    order by p.unit_id, p.year desc, p.id`.execute(trx)
  // Joined here: of two such sets the planner expects one row each and compares every unit with every plan.
  const plans = new Map(derived.rows.map((d) => [d.unitId, d]))
  const none = { planId: null, planRevision: null, issuedOn: null }
  return received.rows.map((u) => ({ ...u, ...(plans.get(u.unitId) ?? none) }))
}

/**
 * The board of a cascade: each unit with its stages and what it owes, totals over all of them, and one page. Every part
 * is a set operation over all units at once. The units come in as arrays and not as a common table expression: the
 * planner knows how many they are and hashes; from the expression it expected one row, and nested loops took minutes.
 *
 * Of a draft only that there is one is shown; of obligations those owed to the plan's unit.
 * @param after sort key, name and unit of the last row of the page before
 */
export async function findBoard(
  trx: Trx,
  asked: {
    ownUnits: readonly string[]
    plan: BoardPlan
    cascade: readonly CascadeUnit[]
    report: BoardReport | null
    today: string
    filter: BoardFilter
    sort: 'late' | 'name' | 'tasks' | 'activity'
    after: readonly [string, string, string] | null
    limit: number
  },
): Promise<{ totals: BoardTotals; rows: BoardUnit[] }> {
  const { plan, report, cascade, today, filter, after, limit } = asked
  const own = sql`${[...asked.ownUnits]}::uuid[]`
  const units = sql`${cascade.map((c) => c.unitId)}::uuid[]`
  const issued = cascade.filter((c) => c.planId !== null)
  const derived = sql`unnest(${issued.map((c) => c.unitId)}::uuid[], ${issued.map((c) => c.planId)}::uuid[], ${issued.map((c) => c.planRevision)}::int[]) as d(unit_id, plan_id, revision)`
  const progress = await findProgress(trx, plan, derived, issued.length)
  const received = sql`unnest(${units}, ${cascade.map((c) => c.revision)}::int[], ${cascade.map((c) => c.state)}::text[], ${cascade.map((c) => c.on)}::date[],
    ${cascade.map((c) => c.planId)}::uuid[], ${cascade.map((c) => c.issuedOn)}::date[]) as u(unit_id, revision, state, day, plan_id, issued_on)`
  const { rows } = await sql<{ totals: BoardTotals; rows: BoardUnit[] | null }>`
    with revisions as materialized (
      select document_id from plan_revisions where plan_id = ${plan.id}
    ), progress as (
      select * from unnest(${progress.map((p) => p.planId)}::uuid[], ${progress.map((p) => p.all)}::int[], ${progress.map((p) => p.done)}::int[]) as p(plan_id, all_tasks, done)
    ), owed as (
      select o.unit_id, min(o.due_on) filter (where o.owed_to = any(${own})) as worst,
        min(o.due_on) filter (where o.what = 'make_plan' and (o.source_id = ${plan.id} or o.source_id in (select document_id from revisions))) as plan_due,
        min(o.due_on) filter (where o.what = 'follow_revision' and (o.source_id = ${plan.id} or o.source_id in (select document_id from revisions) or o.source_id = d.plan_id)) as follow_due,
        count(*) filter (where o.what = 'do_task' and o.due_on < ${today} and (o.source_id = d.plan_id or o.source_id = ${plan.id}))::int as tasks_late,
        coalesce(array_agg(o.id) filter (where o.owed_to = any(${own}) and o.due_on <= ${today}::date + ${soonDays}::int), '{}') as ids
      from obligations o left join ${derived} on d.unit_id = o.unit_id
      where o.state = 'open' and o.unit_id = any(${units}) and (o.owed_to = any(${own}) or (o.what = 'do_task' and o.source_id = d.plan_id))
      group by o.unit_id
    ), reminded as (
      select r.unit_id, max(r.at) as at from reminders r where r.unit_id = any(${units}) and r.from_unit_id = any(${own}) group by r.unit_id
    ), heads as (
      select distinct on (m.unit_id) m.unit_id, p.name from memberships m join persons p on p.id = m.person_id
      where m.unit_id = any(${units}) and m.is_head and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
      order by m.unit_id, m.valid_from desc
    ), board as materialized (
      select u.unit_id as "unitId", n.name, n.short_name as "shortName", k.kind, h.name as head,
        u.state as "receivedState", u.revision as "receivedRevision", u.day as "receivedOn", u.plan_id as "planId",
        case when exists (select 1 from amendment_requests q where q.unit_id = u.unit_id and q.to_unit_id = any(${own})
            and (q.plan_id = ${plan.id} or q.plan_id = u.plan_id) and not exists (select 1 from amendment_answers w where w.request_id = q.id)) then 'asking'
          when o.follow_due is not null then 'behind' when u.plan_id is not null then 'issued'
          when exists (select 1 from plan_drafts f where f.unit_id = u.unit_id and f.year = ${plan.year}) then 'draft' else 'none' end as "planState",
        u.issued_on as "planIssuedOn", coalesce(o.follow_due, o.plan_due) as "planDueOn",
        coalesce(g.done, 0) as "tasksDone", coalesce(g.all_tasks, 0) as "tasksAll", coalesce(o.tasks_late, 0) as "tasksLate",
        r.id as "reportId", r.state as "reportState", r.submitted_on as "reportSubmittedOn", r.due_on as "reportDueOn",
        (select a.day from activities a where a.unit_id = u.unit_id and a.state = 'counted' order by a.day desc limit 1) as "lastActivity",
        o.worst as "worstDueOn", coalesce(o.ids, '{}') as remind, ${dayOf(sql`m.at`)} as "remindedOn"
      from ${received} join units k on k.id = u.unit_id
      cross join lateral (select name, short_name from unit_names where unit_id = u.unit_id
        order by (valid_from <= ${today} and (valid_until is null or valid_until > ${today})) desc, abs(valid_from - ${today}::date) limit 1) n
      left join heads h on h.unit_id = u.unit_id
      left join progress g on g.plan_id = u.plan_id
      left join owed o on o.unit_id = u.unit_id
      left join reminded m on m.unit_id = u.unit_id
      left join reports r on r.unit_id = u.unit_id and r.form_id = ${report?.formId ?? null}::uuid and r.period = ${report?.period ?? null}::text
    ), matching as materialized (
      select *, ${sortKeyOf(asked.sort)} as "sortKey" from board where ${matches(filter, today)}
    ), page as (
      select * from matching where ${after ? sql`("sortKey", name, "unitId") > (${after[0]}, ${after[1]}, ${after[2]}::uuid)` : sql`true`}
      order by "sortKey", name, "unitId" limit ${limit}
    )
    select (select jsonb_agg(to_jsonb(page) order by "sortKey", name, "unitId") from page) as rows, (select to_jsonb(t) from (
      select count(*)::int as units, count(*) filter (where "worstDueOn" <= ${today}::date + ${soonDays}::int)::int as "lateOrSoon",
        (select count(*)::int from matching) as matching,
        count(*) filter (where "receivedState" = 'acknowledged')::int as "receivedDone",
        count(*) filter (where "planId" is not null and "planState" <> 'behind')::int as "planDone",
        count(*) filter (where "planDueOn" < ${today}::date)::int as "planLate",
        count(*) filter (where "planDueOn" between ${today}::date and ${today}::date + ${soonDays}::int)::int as "planSoon",
        coalesce(sum("tasksDone"), 0)::int as "tasksDone", coalesce(sum("tasksAll"), 0)::int as "tasksAll",
        count(*) filter (where "tasksLate" > 0)::int as "tasksLate",
        count(*) filter (where "reportState" = 'accepted')::int as "reportDone", count("reportId")::int as "reportAll",
        count(*) filter (where "reportState" in ('open', 'returned') and "reportDueOn" < ${today}::date)::int as "reportLate",
        count(*) filter (where "reportState" = 'submitted')::int as "reportWaiting",
        (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'units', n) order by n desc, kind), '[]')
          from (select kind, count(*)::int as n from board group by kind) b) as kinds
      from board) t) as totals`.execute(trx)
  const [found] = rows
  if (!found) throw new Error('the board has no totals')
  return { totals: found.totals, rows: found.rows ?? [] }
}

/** So many plans below that looking up their tasks one by one takes longer than reading whole tables. */
const manyPlans = 100

/** How many tasks that derive from a plan's the plans below have (alias `d`, `n` of them), and how many are done. */
async function findProgress(
  trx: Trx,
  plan: BoardPlan,
  derived: RawBuilder<unknown>,
  n: number,
): Promise<{ planId: string; all: number; done: number }[]> {
  if (n === 0) return []
  const query = sql<{ planId: string; all: number; done: number }>`
    select plan_id as "planId", count(*)::int as "all", count(*) filter (where is_done)::int as done
    from (${taskStandsOf(derivedTasks(plan, derived))}) p group by plan_id`
  const run = () => query.execute(trx)
  return (n < manyPlans ? await run() : await inWholeTables(trx, run)).rows
}

/** The tasks of plans in force (alias `d`) that derive from a plan's, each once, as `taskStandsOf` asks for them. */
function derivedTasks(plan: BoardPlan, derived: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select t.plan_id, t.key, t.revision, t.unit_id, t.target_indicator as indicator, t.target_value as target
    from ${derived} join tasks t on t.plan_id = d.plan_id and t.revision = d.revision and t.decision <> 'declined'
    where (t.plan_id, t.revision, t.key) in (select o.plan_id, o.revision, o.task_key from task_origins o where o.origin_plan_id = ${plan.id})`
}

function dayOf(instant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${instant} at time zone 'Asia/Ho_Chi_Minh')::date`
}

/** What rows are ordered by, as text: the latest first, units without anything owed last. */
function sortKeyOf(sort: 'late' | 'name' | 'tasks' | 'activity'): RawBuilder<unknown> {
  switch (sort) {
    case 'late':
      return sql`coalesce("worstDueOn"::text, '9999-12-31')`
    case 'name':
      return sql`''::text`
    case 'tasks':
      return sql`lpad(case when "tasksAll" = 0 then 0 else "tasksDone" * 1000 / "tasksAll" end::text, 4, '0')`
    case 'activity':
      return sql`coalesce("lastActivity"::text, '0000-00-00')`
  }
}

function matches(filter: BoardFilter, today: string): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (filter.q !== undefined && filter.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(name || ' ' || "shortName") like '%' || shared.vn_norm(${filter.q.trim().replace(/[\\%_]/g, '\\$&')}) || '%'`,
    )
  if (filter.kind) parts.push(sql`kind = ${filter.kind}`)
  if (filter.due === 'late') parts.push(sql`"worstDueOn" < ${today}::date`)
  if (filter.due === 'soon') parts.push(sql`"worstDueOn" <= ${today}::date + ${soonDays}::int`)
  if (filter.units) parts.push(sql`"unitId" = any(${[...filter.units]}::uuid[])`)
  return sql.join(parts, sql` and `)
}
