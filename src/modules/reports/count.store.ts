import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { ReportForm } from './form.schema.ts'
import { partsOf } from './forms.store.ts'
import type { Counted, EarlierReport, Value } from './reports.rules.ts'

/** An activity at the version that a report counts. */
export interface CountedActivity {
  id: string
  version: number
}

/** An accepted report from below at the version that is counted. */
export interface CountedChild {
  reportId: string
  version: number
  unitId: string
}

const pairs = (rows: readonly CountedActivity[]): RawBuilder<unknown> =>
  sql`unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.version)}::int[])`

/**
 * The unit and the closed ones whose books it goes on with on a day, through any number of steps: each activity is counted by one
 * unit, however many go on for the one that did it.
 */
export async function findBooks(trx: Trx, unitId: string, day: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive books as (
      select ${unitId}::uuid as id
      union
      select s.from_id from books b join unit_succession s on s.to_id = b.id and s.goes_on and s.day <= ${day} and s.kind in ('merge', 'split')
    )
    select b.id from books b join units u on u.id = b.id
    where b.id = ${unitId} or u.valid_until <= ${day} order by b.id = ${unitId} desc, b.id`.execute(trx)
  return rows.map((r) => r.id)
}

/** The counted activities of units in a window, at the version in force. */
export async function findCounted(
  trx: Trx,
  unitIds: readonly string[],
  window: { from: string; until: string },
): Promise<CountedActivity[]> {
  return trx
    .selectFrom('activities')
    .select(['id', 'version'])
    .where('unit_id', 'in', [...unitIds])
    .where('state', '=', 'counted')
    .where('day', '>=', window.from)
    .where('day', '<', window.until)
    .orderBy('day')
    .orderBy('id')
    .execute()
}

/** What frozen activity versions add up to, by indicator: their sums, and the value of the latest that states one. */
export async function sumActivities(
  trx: Trx,
  activities: readonly CountedActivity[],
  indicators: readonly string[],
): Promise<Map<string, Counted>> {
  if (activities.length === 0) return new Map()
  const { rows } = await sql<{ indicator: string; n: number; d: number; lastN: number; lastD: number }>`
    select f.indicator, sum(f.n)::bigint as n, coalesce(sum(f.d), 0)::bigint as d,
      (array_agg(f.n order by v.day desc, v.recorded_at desc))[1] as "lastN",
      (array_agg(coalesce(f.d, 0) order by v.day desc, v.recorded_at desc))[1] as "lastD"
    from ${pairs(activities)} as a(id, version)
    join activity_versions v on v.activity_id = a.id and v.version = a.version
    join activity_figures f on f.activity_id = v.activity_id and f.version = v.version
    where f.indicator = any(${[...indicators]}::text[]) group by f.indicator`.execute(trx)
  return new Map(
    rows.map((r) => [r.indicator, { sum: { n: r.n, d: r.d }, last: { n: r.lastN, d: r.lastD } }]),
  )
}

/** A unit below, and where its report of the period stands. */
export interface PartState {
  unitId: string
  reportId: string | null
  /** the accepted version; null while there is none */
  version: number | null
  state: 'counted' | 'not_reported' | 'waiting' | 'returned'
}

/** The units below of which a report is the sum, and where their reports of the period stand. */
export async function findPartStates(
  trx: Trx,
  superiorId: string,
  form: ReportForm,
  period: { code: string; lastDay: string },
): Promise<PartState[]> {
  const kinds = form.tiers.flatMap((t) => t.kinds)
  const { rows } = await sql<PartState>`
    select p.unit_id as "unitId", r.id as "reportId", r.accepted_version as version,
      case when r.accepted_version is not null then 'counted'
        when r.state = 'submitted' then 'waiting' when r.state = 'returned' then 'returned' else 'not_reported' end as state
    from ${partsOf(superiorId, form.line, kinds, period.lastDay)} p
    left join reports r on r.unit_id = p.unit_id and r.form_id = ${form.id} and r.period = ${period.code}
    order by p.unit_id`.execute(trx)
  return rows
}

export interface PartSum {
  indicator: string
  total: Value
  carried: number
  revised: number
}

/** What accepted reports add up to, by indicator. */
export async function sumReports(
  trx: Trx,
  reports: readonly { reportId: string; version: number }[],
  indicators: readonly string[],
): Promise<Map<string, PartSum>> {
  if (reports.length === 0) return new Map()
  const { rows } = await sql<{ indicator: string; n: number; d: number; carried: number; revised: number }>`
    select f.indicator, sum(f.total_n)::bigint as n, sum(f.total_d)::bigint as d, sum(f.carried_n)::bigint as carried,
      sum(f.revised_n)::bigint as revised
    from unnest(${reports.map((r) => r.reportId)}::uuid[], ${reports.map((r) => r.version)}::int[]) as c(id, version)
    join report_figures f on f.report_id = c.id and f.version = c.version
    where f.indicator = any(${[...indicators]}::text[]) group by f.indicator`.execute(trx)
  return new Map(rows.map(({ n, d, ...r }) => [r.indicator, { ...r, total: { n, d } }]))
}

/** Handed-in reports of units on any revision of a form whose windows end by a day, at their last version. */
export async function findEarlier(
  trx: Trx,
  unitIds: readonly string[],
  formCode: string,
  before: string,
): Promise<(EarlierReport & { period: string })[]> {
  const { rows } = await sql<EarlierReport & { period: string }>`
    select r.id as "reportId", r.unit_id as "unitId", r.version, r.period_from as "from", r.period_until as until, r.period
    from reports r join report_forms f on f.id = r.form_id
    where r.unit_id = any(${[...unitIds]}::uuid[]) and f.code = ${formCode} and r.version > 0 and r.period_until <= ${before}`.execute(
    trx,
  )
  return rows
}

/** Handed-in reports of units on any revision of a form for days within a window, but not for its own period. */
export async function findWithin(
  trx: Trx,
  unitIds: readonly string[],
  formCode: string,
  window: { from: string; until: string; period: string },
): Promise<EarlierReport[]> {
  const { rows } = await sql<EarlierReport>`
    select r.id as "reportId", r.unit_id as "unitId", r.version, r.period_from as "from", r.period_until as until
    from reports r join report_forms f on f.id = r.form_id
    where r.unit_id = any(${[...unitIds]}::uuid[]) and f.code = ${formCode} and r.version > 0
      and r.period_from >= ${window.from} and r.period_until <= ${window.until} and r.period <> ${window.period}`.execute(
    trx,
  )
  return rows
}

export interface EarlierSum {
  total: Value
  /** present activities of the windows less those that were counted, and accepted parts less those that were counted */
  changed: number
}

/**
 * What earlier reports froze, and what has changed in it since: activities corrected, withdrawn or recorded late, and
 * reports from below that were accepted or accepted anew after them.
 */
export async function sumEarlier(
  trx: Trx,
  earlier: readonly EarlierReport[],
  indicators: readonly string[],
): Promise<Map<string, EarlierSum>> {
  if (earlier.length === 0) return new Map()
  const wanted = sql`f.indicator = any(${[...indicators]}::text[])`
  const { rows } = await sql<{ indicator: string; n: number; d: number; changed: number }>`
    with e as (
      select e.*, r.unit_id, r.form_id, r.period, e.day_until - 1 as last_day, w.line,
        case when v.redacted_at is null and v.content ? 'units'
          then array(select jsonb_array_elements_text(v.content->'units')::uuid) else array[r.unit_id] end as units
      from unnest(${earlier.map((r) => r.reportId)}::uuid[], ${earlier.map((r) => r.version)}::int[],
        ${earlier.map((r) => r.from)}::date[], ${earlier.map((r) => r.until)}::date[]) as e(id, version, day_from, day_until)
      join reports r on r.id = e.id join report_forms w on w.id = r.form_id
      join report_versions v on v.report_id = e.id and v.version = e.version
    ), frozen as (
      select f.indicator, sum(f.total_n) as n, sum(f.total_d) as d, sum(f.own_n) as own, sum(f.below_n) as below
      from e join report_figures f on f.report_id = e.id and f.version = e.version
      where ${wanted} group by f.indicator
    ), own_now as (
      select f.indicator, sum(f.n) as n
      from e join activities a on a.unit_id = any(e.units) and a.state = 'counted' and a.day >= e.day_from and a.day < e.day_until
      join activity_figures f on f.activity_id = a.id and f.version = a.version
      where ${wanted} group by f.indicator
    ), below_now as (
      select f.indicator, sum(f.total_n) as n
      from e
      join unit_superiors s on s.superior_id = e.unit_id and s.valid_from <= e.last_day and (s.valid_until is null or s.valid_until > e.last_day)
        and (s.line = e.line or not exists (select 1 from unit_superiors o where o.unit_id = s.unit_id and o.line = e.line
          and o.valid_from <= e.last_day and (o.valid_until is null or o.valid_until > e.last_day)))
      join reports c on c.unit_id = s.unit_id and c.form_id = e.form_id and c.period = e.period and c.accepted_version is not null
      join report_figures f on f.report_id = c.id and f.version = c.accepted_version
      where ${wanted} group by f.indicator
    )
    select f.indicator, f.n::bigint as n, f.d::bigint as d,
      (coalesce(o.n, 0) - f.own + coalesce(b.n, 0) - f.below)::bigint as changed
    from frozen f left join own_now o using (indicator) left join below_now b using (indicator)`.execute(trx)
  return new Map(rows.map((r) => [r.indicator, { total: { n: r.n, d: r.d }, changed: r.changed }]))
}
