import { literal } from '../sql.ts'
import type { Bench } from '../support.ts'
import type { Seat } from '../world.ts'
import { today, type SizeWorld } from './province.ts'

export type Who = 'school' | 'office' | 'department' | 'root'

/** A request of a screen, and the least SQL that reads the rows of its answer. */
export interface Page {
  name: string
  who: Who
  path: string
  script: string
  aim: { times: number }
}

interface Facts {
  plan: string
  document: string
  task: string
  report: string
  form: string
}

/** What is looked at most, as a school, its office and the province (its department, which has the plan's and reports' thread). */
export async function pagesOf(bench: Bench, world: SizeWorld): Promise<Page[]> {
  const pages: Page[] = []
  for (const who of ['school', 'office', 'department'] as const)
    pages.push(...ofSeat(who, world[who], await factsOf(bench, world[who])))
  return pages
}

async function factsOf({ database, home }: Bench, seat: Seat): Promise<Facts> {
  const { rows } = await database.pool.query<Facts>(
    `select p.id as plan, p.document_id as document, r.id as report, r.form_id as form,
       (select key from ${home}.tasks t where t.plan_id = p.id order by ord limit 1) as task
     from ${home}.plans p join ${home}.reports r on r.unit_id = p.unit_id and r.period = '2026-Y' where p.unit_id = $1`,
    [seat.unitId],
  )
  const [found] = rows
  if (!found) throw new Error('a seat without plan or report')
  return found
}

/** Of a dated row: it holds today. */
const open = (of: string) =>
  `${of}.valid_from <= '${today}' and (${of}.valid_until is null or ${of}.valid_until > '${today}')`

function ofSeat(who: Who, seat: Seat, facts: Facts): Page[] {
  const unit = literal(seat.unitId)
  const [plan, report, form] = [literal(facts.plan), literal(facts.report), literal(facts.form)]
  const below = `select c.descendant_id from unit_closure c where c.ancestor_id = ${unit} and ${open('c')}`
  const word = '%thi tim hieu%'
  const page = (name: string, path: string, script: string, times: number): Page => ({
    name,
    who,
    path: `/api/v1/${path}`,
    script,
    aim: { times },
  })
  return [
    page(
      'today',
      'today',
      `select * from obligations where unit_id = ${unit} and state = 'open' order by due_on limit 101`,
      4,
    ),
    page(
      'plans',
      'plans?year=2026',
      `select p.*, d.number_symbol from plans p left join documents d on d.id = p.document_id where p.unit_id = ${unit} and p.year = 2026`,
      4,
    ),
    page(
      'plan',
      `plans/${facts.plan}`,
      `select content from plan_revisions where plan_id = ${plan}; select * from tasks where plan_id = ${plan}; select * from plan_bases where plan_id = ${plan}`,
      4,
    ),
    page(
      'progress of its tasks',
      `plans/${facts.plan}/progress`,
      `with recursive node(top, plan_id, key) as (
         select key, plan_id, key from tasks where plan_id = ${plan}
         union all select n.top, o.plan_id, o.task_key from node n join task_origins o on o.origin_plan_id = n.plan_id and o.origin_key = n.key
       ) select n.top, t.target_indicator, count(distinct x.activity_id), sum(f.n) from node n
       join tasks t on t.plan_id = ${plan} and t.key = n.top
       left join activity_tasks x on x.plan_id = n.plan_id and x.task_key = n.key
       left join activity_figures f on f.activity_id = x.activity_id and f.version = x.version and f.indicator = t.target_indicator group by 1, 2`,
      2,
    ),
    page(
      'activities',
      `activities?of=${who === 'school' ? 'own' : 'below'}`,
      `select a.*, v.title, v.form, v.attendances from (select * from activities where unit_id ${who === 'school' ? `= ${unit}` : `in (${below})`}
         order by day desc, created_at desc, id desc limit 101) a join activity_versions v on v.activity_id = a.id and v.version = a.version;
       select count(*) from activities where unit_id ${who === 'school' ? `= ${unit}` : `in (${below})`}`,
      2,
    ),
    page('reports', 'reports?year=2026', `select * from reports where unit_id = ${unit}`, 4),
    page(
      'report with its figures',
      `reports/${facts.report}`,
      `select content from report_versions where report_id = ${report}; select * from report_figures where report_id = ${report};
       select f.indicator, sum(f.n) from activities a join activity_figures f on f.activity_id = a.id and f.version = a.version
         where a.unit_id = ${unit} and a.day >= '2025-12-15' and a.day < '2026-12-15' group by 1;
       select f.indicator, sum(f.total_n) from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version
         where c.report_id = ${report} group by 1`,
      4,
    ),
    page(
      'one figure to what it sums',
      `reports/${facts.report}/figures/leaflets`,
      who === 'school'
        ? `select v.activity_id, v.day, v.title, f.n from report_activities x join activity_versions v on v.activity_id = x.activity_id and v.version = x.activity_version
           join activity_figures f on f.activity_id = v.activity_id and f.version = v.version and f.indicator = 'leaflets' where x.report_id = ${report}`
        : `select c.child_unit_id, n.short_name, f.total_n from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version and f.indicator = 'leaflets'
           join unit_names n on n.unit_id = c.child_unit_id and ${open('n')} where c.report_id = ${report}`,
      4,
    ),
    page(
      'thread of a figure',
      `thread?report=${facts.report}&indicator=leaflets`,
      `select c.child_unit_id, f.total_n from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version and f.indicator = 'leaflets' where c.report_id = ${report};
       select x.activity_id, t.plan_id, t.key, t.title from report_activities x join activity_tasks k on k.activity_id = x.activity_id join tasks t on t.plan_id = k.plan_id and t.key = k.task_key
         join activity_figures f on f.activity_id = x.activity_id and f.indicator = 'leaflets' where x.report_id = ${report};
       select * from clauses where document_id = ${literal(facts.document)}`,
      4,
    ),
    page(
      'documents',
      'documents',
      `select d.id, d.type, d.number_symbol, d.issuer_name, d.issued_on, d.subject, n.name from (
         select id from documents where unit_id = ${unit} union select id from reader where unit_id = ${unit} and what = 'document'
         union select d.id from unit_closure c join documents d on d.unit_id = c.descendant_id and d.origin = 'issued' where c.ancestor_id = ${unit} and ${open('c')}
       ) m join documents d on d.id = m.id join unit_names n on n.unit_id = d.unit_id and ${open('n')}
       order by d.created_at desc, d.id desc limit 51`,
      2,
    ),
    page(
      'search, a word that stands in every plan',
      `search?q=${encodeURIComponent('thi tìm hiểu')}`,
      `select a.id, v.title from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
         where (a.unit_id = ${unit} or a.unit_id in (${below})) and vn_norm(v.title || ' ' || v.place) like '${word}' order by a.day desc limit 5;
       select t.plan_id, t.key, t.title from tasks t where (t.unit_id = ${unit} or t.unit_id in (${below})) and vn_norm(t.title) like '${word}' limit 5`,
      4,
    ),
    ...(who === 'school'
      ? []
      : [
          page(
            'board of the units below',
            `plans/${facts.plan}/board`,
            `select s.unit_id, n.short_name, p.id, (select count(*) from obligations o where o.source_id = p.id and o.what = 'do_task' and o.state = 'done'),
               (select count(*) from tasks t where t.plan_id = p.id) from unit_superiors s join unit_names n on n.unit_id = s.unit_id left join plans p on p.unit_id = s.unit_id and p.year = 2026
             where s.superior_id = ${unit} order by 2 limit 101`,
            4,
          ),
          page(
            'who below has handed in',
            'reports/below?year=2026&period=2026-Y',
            `select r.*, n.short_name from reports r join unit_names n on n.unit_id = r.unit_id where r.superior_id = ${unit} and r.form_id = ${form} and r.period = '2026-Y' order by 2 limit 101`,
            4,
          ),
        ]),
  ]
}
