import { literal } from '../sql.ts'
import type { Bench } from '../support.ts'
import type { Seat } from '../world.ts'
import { today, type SizeWorld } from './province.ts'

export type Who = 'school' | 'office' | 'department' | 'root'

type Rows = Record<string, unknown>[]

/** A request of a screen, and the least SQL that reads the rows of its answer. */
export interface Page {
  name: string
  who: Who
  path: string
  script: string
  /** what both sides must agree on: of the answer, and of the rows of each SELECT */
  ofOurs: (answer: never) => unknown
  ofBare: (...results: Rows[]) => unknown
}

interface Facts {
  plan: string
  document: string
  task: string
  /** null: who heads the line and reports to nobody in the home */
  report: string | null
  form: string | null
}

/** What is looked at most, as a school, its office, the department and the province itself (which makes the plan and reports to nobody here). */
export async function pagesOf(bench: Bench, world: SizeWorld): Promise<Page[]> {
  const pages: Page[] = []
  for (const who of ['school', 'office', 'department', 'root'] as const) {
    const facts = await factsOf(bench, world[who])
    pages.push(
      ...ofSeat(who, world[who], facts).filter((p) => facts.report !== null || !aboutReports.has(p.name)),
    )
  }
  return pages
}

/** What is looked at by whoever makes reports. */
const aboutReports: ReadonlySet<string> = new Set([
  'reports',
  'report with its figures',
  'one figure to what it sums',
  'thread of a figure',
  'who below has handed in',
])

async function factsOf({ database, home }: Bench, seat: Seat): Promise<Facts> {
  const { rows } = await database.pool.query<Facts>(
    `select p.id as plan, p.document_id as document, r.id as report, r.form_id as form,
       (select key from ${home}.tasks t where t.plan_id = p.id order by ord limit 1) as task
     from ${home}.plans p left join ${home}.reports r on r.unit_id = p.unit_id and r.period = '2026-Y' where p.unit_id = $1`,
    [seat.unitId],
  )
  const [found] = rows
  if (!found) throw new Error('a seat without plan')
  return found
}

/** Of a dated row: it holds today. */
const open = (of: string) =>
  `${of}.valid_from <= '${today}' and (${of}.valid_until is null or ${of}.valid_until > '${today}')`

function ofSeat(who: Who, seat: Seat, facts: Facts): Page[] {
  const unit = literal(seat.unitId)
  const [plan, report, form] = [literal(facts.plan), literal(facts.report ?? ''), literal(facts.form ?? '')]
  const below = `select c.descendant_id from unit_closure c where c.ancestor_id = ${unit} and ${open('c')}`
  const word = '%thi tim hieu%'
  const page = (name: string, path: string, script: string, same: Pick<Page, 'ofOurs' | 'ofBare'>): Page => ({
    name,
    who,
    path: `/api/v1/${path}`,
    script,
    ...same,
  })
  return [
    page(
      'today',
      'today',
      `select * from obligations where unit_id = ${unit} and state = 'open' order by due_on limit 101`,
      {
        ofOurs: (a: { counts: { open: number }; overdue: Item[]; week: Item[]; later: Item[] }) => [
          a.counts.open,
          idsOf([...a.overdue, ...a.week, ...a.later]),
        ],
        ofBare: (rows = []) => [rows.length, idsOf(rows)],
      },
    ),
    page(
      'plans',
      'plans?year=2026',
      `select p.*, d.number_symbol, (select count(*) from tasks t where t.plan_id = p.id and t.revision = p.revision) as tasks
       from plans p left join documents d on d.id = p.document_id where p.unit_id = ${unit} and p.year = 2026`,
      {
        ofOurs: (a: { rows: { id: string; title: string; numberSymbol: string; taskCount: number }[] }) =>
          a.rows.map((r) => [r.id, r.title, r.numberSymbol, r.taskCount]),
        ofBare: (rows = []) => rows.map((r) => [r['id'], r['title'], r['number_symbol'], r['tasks']]),
      },
    ),
    page(
      'plan',
      `plans/${facts.plan}`,
      `select content from plan_revisions where plan_id = ${plan}; select * from tasks where plan_id = ${plan} order by ord; select * from plan_bases where plan_id = ${plan}`,
      {
        ofOurs: (a: {
          content: { clauses: { key: string; words: string }[]; tasks: { key: string; title: string }[] }
        }) => [a.content.clauses.map((c) => [c.key, c.words]), a.content.tasks.map((t) => [t.key, t.title])],
        ofBare: (revisions = [], tasks = []) => [
          revisions.flatMap((r) =>
            (r['content'] as { clauses: { key: string; words: string }[] }).clauses.map((c) => [
              c.key,
              c.words,
            ]),
          ),
          tasks.map((t) => [t['key'], t['title']]),
        ],
      },
    ),
    page(
      'progress of its tasks',
      `plans/${facts.plan}/progress`,
      `with recursive node(top, plan_id, key) as (
         select key, plan_id, key from tasks where plan_id = ${plan}
         union all select n.top, o.plan_id, o.task_key from node n join task_origins o on o.origin_plan_id = n.plan_id and o.origin_key = n.key
       ), bundle as (
         select distinct on (n.top, s.bundle) n.top, s.activities, s.figures->t.target_indicator as f from node n
         join tasks t on t.plan_id = ${plan} and t.key = n.top join task_sums s on s.plan_id = n.plan_id and s.task_key = n.key
       ) select t.key, coalesce(sum(b.activities), 0)::int as activities, sum((f->'n')::bigint)::bigint as n, sum((f->'d')::bigint)::bigint as d, v.facts->>'adds' as adds
         from tasks t left join bundle b on b.top = t.key left join vocabularies v on v.list = 'indicators' and v.code = t.target_indicator
         where t.plan_id = ${plan} group by t.key, t.ord, adds order by t.ord`,
      {
        ofOurs: (a: { tasks: { key: string; standing: { activities: number; reached: number } }[] }) =>
          a.tasks.map((t) => [t.key, t.standing.activities, t.standing.reached]),
        ofBare: (rows = []) =>
          rows.map((r) => [
            r['key'],
            r['activities'],
            r['adds'] === 'ratio'
              ? Math.floor((Number(r['n']) * 100) / Number(r['d']))
              : (r['n'] ?? r['activities']),
          ]),
      },
    ),
    page(
      'activities',
      `activities?of=${who === 'school' ? 'own' : 'below'}`,
      `select a.*, v.title, v.form, v.attendances from (select * from activities where unit_id ${who === 'school' ? `= ${unit}` : `in (${below})`}
         order by day desc, created_at desc, id desc limit 101) a join activity_versions v on v.activity_id = a.id and v.version = a.version
         order by a.day desc, a.created_at desc, a.id desc;
       select count(*)::int as n from activities where unit_id ${who === 'school' ? `= ${unit}` : `in (${below})`}`,
      {
        ofOurs: (a: { rows: { id: string; title: string }[]; total: number }) => [
          a.rows.map((r) => [r.id, r.title]),
          a.total,
        ],
        ofBare: (rows = [], total = []) => [
          rows.slice(0, 100).map((r) => [r['id'], r['title']]),
          total[0]?.['n'],
        ],
      },
    ),
    page(
      'reports',
      'reports?year=2026',
      `select * from reports where unit_id = ${unit} and period like '2026-%'`,
      {
        ofOurs: (a: { mine: Item[] }) => idsOf(a.mine),
        ofBare: (rows = []) => idsOf(rows),
      },
    ),
    page(
      'report with its figures',
      `reports/${facts.report}`,
      `select content from report_versions where report_id = ${report}; select * from report_figures where report_id = ${report} order by indicator`,
      {
        ofOurs: (a: { figures: { indicator: string; total: { n: number } }[] }) =>
          a.figures
            .filter((f) => f.total.n !== 0)
            .map((f) => [f.indicator, f.total.n])
            .sort(),
        ofBare: (_, rows = []) =>
          rows
            .filter((r) => r['total_n'] !== 0)
            .map((r) => [r['indicator'], r['total_n']])
            .sort(),
      },
    ),
    page(
      'one figure to what it sums',
      `reports/${facts.report}/figures/leaflets`,
      who === 'school'
        ? `select v.activity_id as id, v.day, v.title, f.n from report_activities x join activity_versions v on v.activity_id = x.activity_id and v.version = x.activity_version
           join activity_figures f on f.activity_id = v.activity_id and f.version = v.version and f.indicator = 'leaflets' where x.report_id = ${report}`
        : `select c.child_unit_id as id, n.short_name, f.total_n as n from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version and f.indicator = 'leaflets'
           join unit_names n on n.unit_id = c.child_unit_id and ${open('n')} where c.report_id = ${report}`,
      {
        ofOurs: (a: { own: { activities: { id: string; n: number }[] }; parts: Part[] }) =>
          (who === 'school' ? a.own.activities.map((x) => [x.id, x.n]) : a.parts.map(valueOf)).sort(),
        ofBare: (rows = []) => rows.map((r) => [r['id'], r['n']]).sort(),
      },
    ),
    page(
      'thread of a figure',
      `thread?report=${facts.report}&indicator=leaflets`,
      `select c.child_unit_id as id, f.total_n as n from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version and f.indicator = 'leaflets' where c.report_id = ${report};
       select x.activity_id as id, f.n, t.plan_id, t.key, t.title from report_activities x join activity_tasks k on k.activity_id = x.activity_id join tasks t on t.plan_id = k.plan_id and t.key = k.task_key
         join activity_figures f on f.activity_id = x.activity_id and f.indicator = 'leaflets' where x.report_id = ${report};
       select * from clauses where document_id = ${literal(facts.document)}`,
      {
        ofOurs: (a: {
          parts: Part[]
          activity: { id: string; n: number }
          others: { id: string; n: number }[]
        }) =>
          (who === 'school'
            ? [a.activity, ...a.others].map((x) => [x.id, x.n])
            : a.parts.filter((part) => part.n !== 0).map(valueOf)
          ).sort(),
        ofBare: (parts = [], acts = []) =>
          (who === 'school' ? acts : parts).map((r) => [r['id'], r['n']]).sort(),
      },
    ),
    page(
      'documents',
      'documents',
      `select d.id, d.type, d.number_symbol, d.issuer_name, d.issued_on, d.subject, n.name from (
         select id from documents where unit_id = ${unit} union select id from reader where unit_id = ${unit} and what = 'document'
         union select d.id from unit_closure c join documents d on d.unit_id = c.descendant_id and d.origin = 'issued' where c.ancestor_id = ${unit} and ${open('c')}
       ) m join documents d on d.id = m.id join unit_names n on n.unit_id = d.unit_id and ${open('n')}
       order by d.created_at desc, d.id desc limit 51`,
      {
        ofOurs: (a: { rows: Item[] }) => a.rows.map((r) => r.id),
        ofBare: (rows = []) => rows.slice(0, 50).map((r) => r['id']),
      },
    ),
    page(
      'search, a word that stands in every plan',
      `search?q=${encodeURIComponent('thi tìm hiểu')}`,
      `select a.id, v.title from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
         where (a.unit_id = ${unit} or a.unit_id in (${below})) and vn_norm(v.title || ' ' || v.place) like '${word}' order by a.day desc limit 5;
       select t.plan_id, t.key, t.title from tasks t where (t.unit_id = ${unit} or t.unit_id in (${below}) or t.plan_id in (select r.plan_id from reader x join plan_revisions r on r.document_id = x.id where x.unit_id = ${unit} and x.what = 'document')) and vn_norm(t.title) like '${word}' limit 5`,
      {
        // Both sides find as many; which of many equal ones come first is the search's own order.
        ofOurs: (a: { groups: { kind: string; hits: Item[] }[] }) =>
          ['activities', 'tasks'].map((kind) => a.groups.find((g) => g.kind === kind)?.hits.length ?? 0),
        ofBare: (activities = [], tasks = []) => [activities.length, tasks.length],
      },
    ),
    ...(who === 'school'
      ? []
      : [
          page(
            'board of the units below',
            `plans/${facts.plan}/board`,
            `select d.unit_id as id, n.short_name, p.id as plan, (select count(*)::int from obligations o where o.source_id = p.id and o.what = 'do_task' and o.state = 'done') as done,
               (select count(*)::int from tasks t where t.plan_id = p.id and t.revision = p.revision) as tasks
             from (select distinct unit_id from deliveries where document_id = ${literal(facts.document)} and sender_id = ${unit} and not is_outside and person_id is null and unit_id in (${below})) d
             join unit_names n on n.unit_id = d.unit_id and ${open('n')} left join plans p on p.unit_id = d.unit_id and p.year = 2026 order by 2`,
            {
              ofOurs: (a: {
                units: number
                rows: { unit: Item; tasks: { all: number } }[]
                totals: { tasks: { all: number } }
              }) => [
                a.units,
                a.totals.tasks.all,
                a.units <= 100 ? a.rows.map((r) => [r.unit.id, r.tasks.all]).sort() : null,
              ],
              ofBare: (rows = []) => [
                rows.length,
                rows.reduce((n, r) => n + Number(r['tasks']), 0),
                rows.length <= 100 ? rows.map((r) => [r['id'], r['tasks']]).sort() : null,
              ],
            },
          ),
          page(
            'who below has handed in',
            'reports/below?year=2026&period=2026-Y',
            `select r.*, n.short_name from reports r join unit_names n on n.unit_id = r.unit_id and ${open('n')} where r.superior_id = ${unit} and r.form_id = ${form} and r.period = '2026-Y' order by 2`,
            {
              ofOurs: (a: { counts: { all: number }; items: Item[] }) => [
                a.counts.all,
                a.counts.all <= 50 ? idsOf(a.items) : null,
              ],
              ofBare: (rows = []) => [rows.length, rows.length <= 50 ? idsOf(rows) : null],
            },
          ),
        ]),
  ]
}

interface Item {
  id: string
}
interface Part {
  unit: Item
  n: number
}

const valueOf = (p: Part) => [p.unit.id, p.n]

function idsOf(items: readonly { id?: unknown }[]): string[] {
  return items.map((i) => String(i.id)).sort()
}
