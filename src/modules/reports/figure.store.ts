import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { CountedActivity, CountedChild } from './count.store.ts'

export interface FigureActivityRow {
  id: string
  version: number
  day: string
  title: string
  n: number
  d: number
  photos: number
  changed: 'corrected' | 'withdrawn' | null
  now: number | null
}

/** The counted activities that state an indicator, largest first, with what has become of them since. */
export async function findFigureActivities(
  trx: Trx,
  activities: readonly CountedActivity[],
  indicator: string,
  limit: number,
): Promise<{ total: number; rows: FigureActivityRow[] }> {
  if (activities.length === 0) return { total: 0, rows: [] }
  const { rows } = await sql<FigureActivityRow & { total: number }>`
    select v.activity_id as id, v.version, v.day, case when v.redacted_at is null then v.title else '' end as title,
      f.n, coalesce(f.d, 0) as d, cardinality(v.photo_ids) as photos,
      case when a.state = 'withdrawn' then 'withdrawn' when a.version <> v.version then 'corrected' end as changed,
      case when a.version <> v.version then h.n end as now, count(*) over () as total
    from unnest(${activities.map((a) => a.id)}::uuid[], ${activities.map((a) => a.version)}::int[]) as c(id, version)
    join activity_versions v on v.activity_id = c.id and v.version = c.version
    join activity_figures f on f.activity_id = v.activity_id and f.version = v.version and f.indicator = ${indicator}
    join activities a on a.id = v.activity_id
    left join activity_figures h on h.activity_id = a.id and h.version = a.version and h.indicator = ${indicator}
    where f.n <> 0 or f.d <> 0
    order by f.n desc, v.day, v.activity_id limit ${limit}`.execute(trx)
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) }
}

export interface FigurePartRow {
  reportId: string
  version: number
  unitId: string
  n: number
  d: number
  state: 'value' | 'nothing' | 'unknown'
  newer: boolean
}

/** What each counted report from below brings to an indicator. */
export async function findFigureParts(
  trx: Trx,
  children: readonly CountedChild[],
  indicator: string,
): Promise<FigurePartRow[]> {
  if (children.length === 0) return []
  const { rows } = await sql<FigurePartRow>`
    select c.id as "reportId", c.version, c.unit_id as "unitId", coalesce(f.total_n, 0) as n, coalesce(f.total_d, 0) as d,
      coalesce(f.state, 'unknown') as state, coalesce(r.accepted_version > c.version, false) as newer
    from unnest(${children.map((c) => c.reportId)}::uuid[], ${children.map((c) => c.version)}::int[], ${children.map((c) => c.unitId)}::uuid[]) as c(id, version, unit_id)
    left join report_figures f on f.report_id = c.id and f.version = c.version and f.indicator = ${indicator}
    left join reports r on r.id = c.id`.execute(trx)
  return rows
}

/** What each of some reports froze of an indicator. */
export async function findFigureRows(
  trx: Trx,
  reports: readonly { reportId: string; version: number }[],
  indicator: string,
): Promise<Map<string, { n: number; d: number }>> {
  if (reports.length === 0) return new Map()
  const { rows } = await sql<{ id: string; n: number; d: number }>`
    select f.report_id as id, f.total_n as n, f.total_d as d
    from unnest(${reports.map((r) => r.reportId)}::uuid[], ${reports.map((r) => r.version)}::int[]) as c(id, version)
    join report_figures f on f.report_id = c.id and f.version = c.version and f.indicator = ${indicator}`.execute(
    trx,
  )
  return new Map(rows.map((r) => [r.id, { n: r.n, d: r.d }]))
}

export async function kindNames(trx: Trx): Promise<Map<string, { vi: string; en: string; ord: number }>> {
  const rows = await trx.selectFrom('unit_kinds').select(['code', 'name_vi', 'name_en', 'ord']).execute()
  return new Map(rows.map((r) => [r.code, { vi: r.name_vi, en: r.name_en, ord: r.ord }]))
}

export interface WordsRow {
  id: string
  version: number
  unitId: string
  day: string
  title: string
  result: string
  shortcoming: string
  cause: string
  next_step: string
}

/** The words of counted activities, latest first. */
export async function findActivityWords(
  trx: Trx,
  activities: readonly CountedActivity[],
): Promise<WordsRow[]> {
  if (activities.length === 0) return []
  const { rows } = await sql<WordsRow>`
    select v.activity_id as id, v.version, v.unit_id as "unitId", v.day, v.title, v.result, v.shortcoming, v.cause, v.next_step
    from unnest(${activities.map((a) => a.id)}::uuid[], ${activities.map((a) => a.version)}::int[]) as c(id, version)
    join activity_versions v on v.activity_id = c.id and v.version = c.version
    where v.redacted_at is null and (v.result <> '' or v.shortcoming <> '' or v.cause <> '' or v.next_step <> '')
    order by v.day desc, v.activity_id`.execute(trx)
  return rows
}

export interface PartWordsRow {
  reportId: string
  version: number
  unitId: string
  section: string
  words: string
}

/** The words of accepted reports from below, by section. */
export async function findPartWords(trx: Trx, children: readonly CountedChild[]): Promise<PartWordsRow[]> {
  if (children.length === 0) return []
  const { rows } = await sql<PartWordsRow>`
    select v.report_id as "reportId", v.version, v.unit_id as "unitId", t->>'section' as section, t->>'words' as words
    from unnest(${children.map((c) => c.reportId)}::uuid[], ${children.map((c) => c.version)}::int[]) as c(id, version)
    join report_versions v on v.report_id = c.id and v.version = c.version and v.redacted_at is null
    cross join jsonb_array_elements(v.content->'texts') t
    where btrim(t->>'words') <> '' order by v.unit_id`.execute(trx)
  return rows
}
