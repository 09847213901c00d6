import { readBoard } from '../src/modules/views/board.service.ts'
import { literal, runBare } from './sql.ts'
import { benchNow, compare, requireSame, type Bench, type Figure } from './support.ts'
import { actorOf } from './world.ts'
import type { Year } from './year.ts'

const today = benchNow.slice(0, 10)

/**
 * The cascade board of the office's plan over all its schools: totals, and the first hundred units. Bare: one statement for
 * these rows and totals, written for this plan of one revision, without filters or orders that nobody asked for here.
 */
export async function board(bench: Bench, year: Year): Promise<Figure[]> {
  const ctx = bench.ctx(actorOf(year.office))
  const script = bareBoard(year)
  const read = () => readBoard(ctx, year.planId, {})
  const bare = () => runBare(bench, '*', script, { readOnly: true })

  const shown = await read()
  const [rows = [], kinds = []] = await bare()
  requireSame(
    'board, rows',
    shown.rows.map((r) => [
      r.unit.id,
      r.unit.name,
      r.unit.shortName,
      r.unit.kind,
      r.head,
      r.received.state,
      r.received.revision,
      r.received.on,
      r.plan.state,
      r.plan.planId,
      r.plan.issuedOn,
      r.plan.dueOn,
      r.tasks.done,
      r.tasks.all,
      r.tasks.late,
      r.report?.id ?? null,
      r.report?.state ?? null,
      r.report?.submittedOn ?? null,
      r.report?.dueOn ?? null,
      r.lastActivity,
      r.worstDueOn,
      [...r.remind].sort(),
      r.remindedOn,
    ]),
    rows.slice(0, 100).map((r) => Object.values(r).slice(0, 23)),
  )
  const { received, plan, tasks, report } = shown.totals
  requireSame(
    'board, totals',
    [
      shown.units,
      shown.lateOrSoon,
      received.done,
      plan.done,
      plan.late,
      plan.soon,
      tasks.done,
      tasks.all,
      tasks.late,
      report.done,
      report.all,
      report.late,
      report.soon,
    ],
    Object.values(rows[0] ?? {})
      .slice(23)
      .map(Number),
  )
  requireSame(
    'board, kinds',
    shown.kinds.map((k) => [k.kind, k.units]).sort(),
    kinds.map((k) => [k['kind'], k['units']]).sort(),
  )
  return [
    {
      name: `board of ${year.schools.length.toLocaleString('en')} units`,
      unit: 'ms',
      ...(await compare({ rounds: 15 }, { run: read }, { run: bare })),
      aim: { times: 2 },
    },
  ]
}

function bareBoard({ office, planId, documentId }: Year): string {
  const [unit, plan, document] = [office.unitId, planId, documentId].map(literal)
  const below = `select distinct descendant_id as unit_id from unit_closure where ancestor_id = ${unit} and valid_from <= '${today}' and (valid_until is null or valid_until > '${today}')`
  const day = (instant: string) => `(${instant} at time zone 'Asia/Ho_Chi_Minh')::date`
  return `
    with u as materialized (
      select d.unit_id, d.sent_at, d.opened_at, d.acknowledged_at, p.id as plan_id, w.issued_on
      from deliveries d join (${below}) b on b.unit_id = d.unit_id
      left join (plan_bases s join plans p on p.id = s.plan_id and p.revision = s.revision
        join plan_revisions w on w.plan_id = p.id and w.revision = p.revision) on s.document_id = ${document} and s.relation = 'carries out' and p.unit_id = d.unit_id
      where d.sender_id = ${unit} and d.document_id = ${document} and not d.is_outside and d.person_id is null
    ), sums as materialized (
      select x.plan_id, x.task_key, f.key as indicator, sum((f.value->'n')::bigint) as n
      from task_sums x cross join jsonb_each(x.figures) f where x.plan_id in (select plan_id from u) group by 1, 2, 3
    ), progress as (
      select t.plan_id, count(*)::int as tasks, count(*) filter (where s.n >= t.target_value)::int as done
      from task_origins o join plans p on p.id = o.plan_id and p.revision = o.revision
      join tasks t on t.plan_id = o.plan_id and t.revision = o.revision and t.key = o.task_key and t.decision <> 'declined'
      left join sums s on s.plan_id = t.plan_id and s.task_key = t.key and s.indicator = t.target_indicator
      where o.origin_plan_id = ${plan} group by 1
    ), owed as (
      select o.unit_id, min(o.due_on) filter (where o.owed_to = ${unit}) as worst, min(o.due_on) filter (where o.what = 'make_plan' and o.source_id = ${plan}) as plan_due,
        min(o.due_on) filter (where o.what = 'follow_revision' and o.source_id = ${plan}) as follow_due,
        count(*) filter (where o.what = 'do_task' and o.due_on < '${today}' and o.source_id = u.plan_id)::int as late,
        array_agg(o.id) filter (where o.owed_to = ${unit} and o.due_on <= date '${today}' + 3) as ids
      from obligations o join u on u.unit_id = o.unit_id where o.state = 'open' group by 1
    ), b as (
      select u.unit_id, n.name, n.short_name, k.kind, h.name as head,
        case when u.acknowledged_at is not null then 'acknowledged' when u.opened_at is not null then 'opened' else 'sent' end as received, 1 as revision,
        ${day('coalesce(u.acknowledged_at, u.opened_at, u.sent_at)')} as received_on,
        case when q.unit_id is not null then 'asking' when o.follow_due is not null then 'behind' when u.plan_id is not null then 'issued' when f.unit_id is not null then 'draft' else 'none' end as plan_state,
        u.plan_id, u.issued_on, coalesce(o.follow_due, o.plan_due) as plan_due,
        coalesce(g.done, 0) as done, coalesce(g.tasks, 0) as tasks, coalesce(o.late, 0) as late,
        r.id as report_id, r.state as report_state, r.submitted_on, r.due_on, a.day as last_activity, o.worst, coalesce((select array_agg(i order by i) from unnest(o.ids) i), '{}') as ids, ${day('m.at')} as reminded
      from u join units k on k.id = u.unit_id
      join unit_names n on n.unit_id = u.unit_id and n.valid_from <= '${today}' and (n.valid_until is null or n.valid_until > '${today}')
      left join (select m.unit_id, p.name from memberships m join persons p on p.id = m.person_id where m.is_head and m.valid_from <= '${today}' and (m.valid_until is null or m.valid_until > '${today}')) h on h.unit_id = u.unit_id
      left join progress g on g.plan_id = u.plan_id
      left join owed o on o.unit_id = u.unit_id
      left join reports r on r.unit_id = u.unit_id and r.period = '2026-Y'
      left join (select distinct unit_id from plan_drafts where year = 2026) f on f.unit_id = u.unit_id
      left join (select unit_id from amendment_requests where to_unit_id = ${unit}) q on q.unit_id = u.unit_id
      left join (select unit_id, max(at) as at from reminders where from_unit_id = ${unit} group by 1) m on m.unit_id = u.unit_id
      left join lateral (select day from activities where unit_id = u.unit_id and state = 'counted' order by day desc limit 1) a on true
    )
    select *, count(*) over w as t1, count(*) filter (where worst <= date '${today}' + 3) over w as t2, count(*) filter (where received = 'acknowledged') over w as t3,
      count(*) filter (where plan_id is not null and plan_state <> 'behind') over w as t4, count(*) filter (where plan_due < '${today}') over w as t5,
      count(*) filter (where plan_due between '${today}' and date '${today}' + 3) over w as t6, sum(done) over w as t7, sum(tasks) over w as t8, count(*) filter (where late > 0) over w as t9,
      count(*) filter (where report_state = 'accepted') over w as t10, count(report_id) over w as t11,
      count(*) filter (where report_state in ('open', 'returned') and due_on < '${today}') over w as t12, count(*) filter (where report_state = 'submitted') over w as t13
    from b window w as () order by coalesce(worst, '9999-12-31'), name, unit_id limit 101;
    select k.kind, count(*) as units from deliveries d join units k on k.id = d.unit_id where d.sender_id = ${unit} and d.document_id = ${document} group by 1`
}
