import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/**
 * Figures of every handed-in version: own is what its frozen activities add up to, below what the frozen reports from
 * below do, each as its indicator adds (sum · parts only · ratio · latest · not additive).
 */
const figures = byQuery(
  'figure',
  () => sql`
    with versions as (
      select v.report_id, v.version, v.unit_id, i->>'code' as indicator, i->>'adds' as adds,
        exists (select 1 from report_children c where c.report_id = v.report_id and c.version = v.version)
          or exists (select 1 from report_missing m where m.report_id = v.report_id and m.version = v.version) as has_parts
      from report_versions v join reports r on r.id = v.report_id join report_forms f on f.id = r.form_id,
        jsonb_array_elements(f.content->'indicators') i
    ), reckoned as (
      select v.*, own.n as own_sum, own.d as own_d, own.last as own_last, own.last_d as own_last_d, below.n as below_sum, below.d as below_d
      from versions v
      cross join lateral (
        select coalesce(sum(f.n), 0) as n, coalesce(sum(f.d), 0) as d,
          coalesce((array_agg(f.n order by a.day desc, a.recorded_at desc))[1], 0) as last,
          coalesce((array_agg(f.d order by a.day desc, a.recorded_at desc))[1], 0) as last_d
        from report_activities x
        join activity_versions a on a.activity_id = x.activity_id and a.version = x.activity_version
        join activity_figures f on f.activity_id = a.activity_id and f.version = a.version and f.indicator = v.indicator
        where x.report_id = v.report_id and x.version = v.version
      ) own
      cross join lateral (
        select coalesce(sum(f.total_n), 0) as n, coalesce(sum(f.total_d), 0) as d
        from report_children c join report_figures f on f.report_id = c.child_report_id and f.version = c.child_version and f.indicator = v.indicator
        where c.report_id = v.report_id and c.version = v.version
      ) below
    ), wanted as (
      select report_id, version, unit_id, indicator, adds,
        case when adds = 'not_additive' or (adds = 'parts_only' and has_parts) then 0 when adds = 'latest' then own_last else own_sum end as own_n,
        case when adds = 'ratio' then own_d else 0 end as own_d,
        case when adds = 'not_additive' then 0 else below_sum end as below_n,
        case when adds = 'ratio' then below_d else 0 end as below_d
      from reckoned
    )
    select u.code as unit, r.period, w.version, w.indicator,
      case when f.own_n is distinct from w.own_n or f.own_d is distinct from w.own_d then 'own' else 'below' end as fault
    from wanted w join reports r on r.id = w.report_id join units u on u.id = w.unit_id
    left join report_figures f on f.report_id = w.report_id and f.version = w.version and f.indicator = w.indicator
    where (f.report_id is null and (w.own_n <> 0 or w.below_n <> 0))
      or (f.report_id is not null and (f.own_n, f.own_d, f.below_n, f.below_d) is distinct from (w.own_n, w.own_d, w.below_n, w.below_d))
    order by 1, 2, 3, 4`,
)

/** A report counts, of each unit below, one version handed in for the same period of the same form, or names it as missing. */
const children = byQuery(
  'report_child',
  () => sql`
    select u.code as unit, r.period, c.version, cu.code as child
    from report_children c join reports r on r.id = c.report_id join units u on u.id = r.unit_id
    join units cu on cu.id = c.child_unit_id
    left join reports cr on cr.id = c.child_report_id
    where cr.id is null or cr.unit_id <> c.child_unit_id or cr.form_id <> r.form_id or cr.period <> r.period
      or exists (select 1 from report_children o where o.report_id = c.report_id and o.version = c.version
        and o.child_unit_id = c.child_unit_id and o.child_report_id <> c.child_report_id)
      or exists (select 1 from report_missing m where m.report_id = c.report_id and m.version = c.version and m.unit_id = c.child_unit_id)`,
)

/** The row of a report stands where its versions and answers say. */
const standing = byQuery(
  'report',
  () => sql`
    select u.code as unit, r.period, r.state from reports r join units u on u.id = r.unit_id
    where r.version <> coalesce((select max(v.version) from report_versions v where v.report_id = r.id), 0)
      or (r.version = 0) <> (r.state = 'open')
      or (r.accepted_version is not null and not exists (select 1 from report_answers a
        where a.report_id = r.id and a.version = r.accepted_version and a.answer = 'accepted'))
      or (r.state = 'accepted' and r.accepted_version is distinct from r.version)`,
)

export const reportInvariants: readonly Invariant[] = [figures, children, standing]
