import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/** Numbers 1..n of each unit, year and series, voided ones counted, and the counter stands at the last. */
const registers = byQuery(
  'register',
  () => sql`
    select u.code as unit, r.year::text as year, r.series, r.n, r.most, r.last from (
      select coalesce(e.unit_id, c.unit_id) as unit_id, coalesce(e.year, c.year) as year, coalesce(e.series, c.series) as series,
        coalesce(e.n, 0) as n, coalesce(e.most, 0) as most, coalesce(e.least, 1) as least, coalesce(c.last, 0) as last
      from (select unit_id, year, series, count(*) as n, max(number) as most, min(number) as least from register_entries group by 1, 2, 3) e
      full join number_counters c on c.unit_id = e.unit_id and c.year = e.year and c.series = e.series
    ) r join units u on u.id = r.unit_id
    where r.n <> r.most or r.most <> r.last or r.least <> 1 order by 1, 2, 3`,
)

/** Incoming numbers 1..n of each unit and year, and the counter stands at the last. */
const arrivals = byQuery(
  'arrivals',
  () => sql`
    select u.code as unit, c.year::text as year, count(a.id) as n, coalesce(max(a.number), 0) as most, c.last
    from arrival_counters c join units u on u.id = c.unit_id left join arrivals a on a.unit_id = c.unit_id and a.year = c.year
    group by u.code, c.unit_id, c.year having count(a.id) <> c.last or coalesce(max(a.number), 0) <> c.last or coalesce(min(a.number), 1) <> 1`,
)

/** A number in the register is void, or stands on a document, or is reserved by a draft; a draft forgets one that is void. */
const numbers = byQuery(
  'number_unused',
  () => sql`
    select e.number_symbol as number, u.code as unit from register_entries e join units u on u.id = e.unit_id
    where (exists (select 1 from register_voids v where v.entry_id = e.id)::int
      + exists (select 1 from documents d where d.register_entry_id = e.id and d.unit_id = e.unit_id)::int
      + (not exists (select 1 from register_voids v where v.entry_id = e.id)
          and (exists (select 1 from plan_drafts p where p.register_entry_id = e.id)
            or exists (select 1 from outgoing_drafts o where o.register_entry_id = e.id)
            or exists (select 1 from report_issues i where i.register_entry_id = e.id)))::int) <> 1`,
)

/** A document that was issued here bears the number of its entry, and has its papers or a job that makes them. */
const issued = byQuery(
  'issued',
  () => sql`
    select coalesce(d.number_symbol, d.id::text) as number, u.code as unit,
      case when e.id is null then 'number' else 'papers' end as fault
    from documents d join units u on u.id = d.unit_id
    left join register_entries e on e.id = d.register_entry_id and e.number_symbol = d.number_symbol and e.unit_id = d.unit_id
    where d.origin = 'issued' and not exists (select 1 from copies c where c.what = 'document' and c.id = d.id) and (e.id is null or (d.redacted_at is null
      and not exists (select 1 from document_papers p where p.document_id = d.id and p.docx_hash is not null)
      and not exists (select 1 from jobs j where j.kind = 'document.render' and j.state = 'waiting' and j.payload->>'documentId' = d.id::text)))`,
)

/** A dispatch reached as many receivers as it was resolved to, once its job is through. */
const deliveries = byQuery(
  'deliveries',
  () => sql`
    select coalesce(doc.number_symbol, doc.id::text) as number, u.code as unit, d.recipients as wanted, count(x.id) as found
    from dispatches d join documents doc on doc.id = d.document_id join units u on u.id = d.unit_id
    left join deliveries x on x.dispatch_id = d.id
    left join jobs j on j.id = d.job_id
    group by d.id, doc.id, u.id, j.id
    having count(x.id) <> d.recipients and (j.id is null or j.state = 'done' or count(x.id) > d.recipients)`,
)

export const dispatchInvariants: readonly Invariant[] = [registers, arrivals, numbers, issued, deliveries]
