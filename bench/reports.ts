import { openFigure, readReport, ReportForm, reportId } from '../src/modules/reports/index.ts'
import { literal, runBare } from './sql.ts'
import { compare, requireSame, type Bench, type Figure } from './support.ts'
import { actorOf, type Seat } from './world.ts'
import type { Year } from './year.ts'

const period = { code: '2026-Y', from: '2025-12-15' }
const indicator = 'leaflets'

/**
 * The office's report of the year, filled from the accepted reports of its schools with the running totals of last year
 * (roll-up); one of its figures opened to the reports that it is the sum of (drill-down), and a school's figure opened to
 * the activities that it counts. Bare: one script for the same figures, names and rows.
 */
export async function reports(bench: Bench, year: Year): Promise<Figure[]> {
  const { rows } = await bench.database.pool.query<{ content: unknown }>(
    `select content from shared.report_forms where code = 'par-communication'`,
  )
  const form = ReportForm.parse(rows[0]?.content)
  const idOf = (seat: Seat) => reportId(seat.unitId, form.id, period)
  return [
    await rollUp(bench, year, idOf),
    await drillDown(bench, year, idOf),
    await toActivities(bench, year, idOf),
  ]
}

const running = (office: string) => `
  e as (select r.id from reports r where r.unit_id = ${office} and r.period = '2025-Y' and r.version > 0),
  frozen as (select f.indicator, f.total_n as n, f.own_n as own, f.below_n as below from e join report_figures f on f.report_id = e.id and f.version = 1),
  since as (select f.indicator, sum(f.total_n) as n from reports c join report_figures f on f.report_id = c.id and f.version = c.accepted_version
    where c.superior_id = ${office} and c.period = '2025-Y' group by 1),
  past as (select z.indicator, z.n, coalesce(s.n, 0) - z.below - z.own as changed from frozen z left join since s using (indicator))`

async function rollUp(bench: Bench, year: Year, idOf: (seat: Seat) => string): Promise<Figure> {
  const ctx = bench.ctx(actorOf(year.office))
  const id = idOf(year.office)
  const office = literal(year.office.unitId)
  const script = `
    with ${running(office)}, part as (
      select f.indicator, sum(f.total_n) as n, sum(f.carried_n) as carried
      from reports c join report_figures f on f.report_id = c.id and f.version = c.accepted_version
      where c.superior_id = ${office} and c.period = '2026-Y' group by 1
    )
    select p.indicator, p.n::bigint as below, (p.n + coalesce(z.n, 0) + coalesce(z.changed, 0) + p.carried)::bigint as running, (coalesce(z.changed, 0) + p.carried)::bigint as carried
    from part p left join past z using (indicator) order by 1;
    select c.unit_id, n.name, n.short_name, u.kind, c.state from reports c join units u on u.id = c.unit_id join unit_names n on n.unit_id = c.unit_id
      and n.valid_from <= '2026-12-14' and (n.valid_until is null or n.valid_until > '2026-12-14')
    where c.superior_id = ${office} and c.period = '2026-Y' and c.accepted_version is null order by c.unit_id;
    select count(*) filter (where accepted_version is not null) as parts, count(*) as all_parts from reports where superior_id = ${office} and period = '2026-Y';
    select id, state, version, due_on from reports where id = ${literal(id)}`
  const read = () => readReport(ctx, id, null)
  const bare = () => runBare(bench, '*', script, { readOnly: true })

  const shown = await read()
  const [figures = [], missing = [], counts = [], head = []] = await bare()
  const sums = shown.figures.filter((f) => f.adds === 'sum')
  requireSame(
    'roll-up, figures',
    sums.map((f) => [f.indicator, f.below.n, f.running.n, f.carried]).sort(),
    figures
      .filter((f) => f['indicator'] !== 'units_with_model')
      .map((f) => Object.values(f))
      .sort(),
  )
  const state = { submitted: 'waiting', returned: 'returned' } as Record<string, string>
  requireSame(
    'roll-up, missing',
    shown.missing.map((m) => [m.unit.id, m.unit.name, m.unit.shortName, m.unit.kind, m.state]).sort(),
    missing
      .map((m) => [
        m['unit_id'],
        m['name'],
        m['short_name'],
        m['kind'],
        state[String(m['state'])] ?? 'not_reported',
      ])
      .sort(),
  )
  requireSame(
    'roll-up, head',
    [shown.counted.parts, shown.counted.allParts, id, shown.state, shown.version, shown.dueOn],
    [...Object.values(counts[0] ?? {}), ...Object.values(head[0] ?? {})],
  )
  return {
    name: `roll-up: the year's report of the office over ${shown.counted.parts.toLocaleString('en')} accepted reports`,
    unit: 'ms',
    ...(await compare({ rounds: 15 }, { run: read }, { run: bare })),
    aim: { times: 2 },
  }
}

async function drillDown(bench: Bench, year: Year, idOf: (seat: Seat) => string): Promise<Figure> {
  const ctx = bench.ctx(actorOf(year.office))
  const id = idOf(year.office)
  const office = literal(year.office.unitId)
  const script = `
    select c.id, c.accepted_version, c.unit_id, n.name, n.short_name, u.kind, f.total_n, f.total_d, f.state
    from reports c join report_figures f on f.report_id = c.id and f.version = c.accepted_version and f.indicator = '${indicator}'
    join units u on u.id = c.unit_id join unit_names n on n.unit_id = c.unit_id and n.valid_from <= '2026-12-14' and (n.valid_until is null or n.valid_until > '2026-12-14')
    where c.superior_id = ${office} and c.period = '2026-Y' order by f.total_n desc, n.short_name;
    select c.unit_id, n.name from reports c join unit_names n on n.unit_id = c.unit_id and n.valid_from <= '2026-12-14' and (n.valid_until is null or n.valid_until > '2026-12-14')
    where c.superior_id = ${office} and c.period = '2026-Y' and c.accepted_version is null;
    with ${running(office)}
    select e.id, past.n, past.changed, (select sum(f.total_n) from reports c join report_figures f on f.report_id = c.id and f.version = c.accepted_version and f.indicator = '${indicator}' where c.superior_id = ${office} and c.period = '2026-Y') as total
    from e, past where past.indicator = '${indicator}'`
  const open = () => openFigure(ctx, id, indicator, null)
  const bare = () => runBare(bench, '*', script, { readOnly: true })

  const opened = await open()
  const [parts = [], missing = [], [last] = []] = await bare()
  requireSame(
    'drill-down, parts',
    opened.parts
      .map((p) => [
        p.reportId,
        p.version,
        p.unit.id,
        p.unit.name,
        p.unit.shortName,
        p.unit.kind,
        p.n,
        p.d,
        p.state,
      ])
      .sort(),
    parts.map((p) => Object.values(p)).sort(),
  )
  requireSame(
    'drill-down, missing',
    opened.missing.map((m) => [m.unit.id, m.unit.name]).sort(),
    missing.map((m) => Object.values(m)).sort(),
  )
  requireSame(
    'drill-down, running',
    [
      opened.running?.earlier[0]?.reportId,
      opened.running?.earlier[0]?.n,
      opened.running?.carried,
      opened.figure.total.n,
    ],
    [last?.['id'], last?.['n'], Number(last?.['changed']), Number(last?.['total'])],
  )
  return {
    name: `drill-down: one figure to its ${opened.parts.length.toLocaleString('en')} reports`,
    unit: 'ms',
    ...(await compare({ rounds: 15 }, { run: open }, { run: bare })),
    aim: { times: 2 },
  }
}

async function toActivities(bench: Bench, year: Year, idOf: (seat: Seat) => string): Promise<Figure> {
  const school = year.schools.at(-1)
  if (!school) throw new Error('no school')
  const ctx = bench.ctx(actorOf(school))
  const id = idOf(school)
  const script = `
    select v.activity_id, v.version, v.day, v.title, f.n, cardinality(v.photo_ids) as photos, count(*) over () as total, sum(f.n) over () as sum
    from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
    join activity_figures f on f.activity_id = a.id and f.version = a.version and f.indicator = '${indicator}'
    where a.unit_id = ${literal(school.unitId)} and a.state = 'counted' and a.day >= '2025-12-15' and a.day < '2026-12-15' and f.n <> 0
    order by f.n desc, v.day, v.activity_id limit 200`
  const open = () => openFigure(ctx, id, indicator, null)
  const bare = () => runBare(bench, '*', script, { readOnly: true })

  const opened = await open()
  const [rows = []] = await bare()
  requireSame(
    'drill-down to activities',
    opened.own.activities.map((a) => [
      a.id,
      a.version,
      a.day,
      a.title,
      a.n,
      a.photos,
      opened.own.total,
      String(opened.figure.own.n),
    ]),
    rows.map((r) => Object.values(r)),
  )
  return {
    name: `drill-down: a school's figure to its ${opened.own.total} activities`,
    unit: 'ms',
    ...(await compare({ rounds: 25 }, { run: open }, { run: bare })),
    aim: { times: 2 },
  }
}
