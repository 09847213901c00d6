import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument } from '../library/index.ts'
import { mayReadRevision } from '../plans/index.ts'
import { mayReadVersion } from '../reports/index.ts'
import type { Wanted } from './search.rules.ts'

/*
 * Each of these finds at most `mostHits` rows, the best first, and puts the read grounds of its list into the SQL itself:
 * they run as the wide role, because PostgreSQL uses the indexes of full text and trigrams only without a filtering policy.
 */

export const mostHits = 5

/** Every word of the query stands in the text, which is in the spelling of `shared.vn_norm`. */
function holdsWords(text: RawBuilder<unknown>, patterns: readonly string[]): RawBuilder<boolean> {
  if (patterns.length === 0) return sql<boolean>`true`
  return sql<boolean>`(${sql.join(
    patterns.map((pattern) => sql`${text} like shared.vn_norm(${pattern})`),
    sql` and `,
  )})`
}

/** A title that sounds like the query (pg_trgm, threshold 0.6). Only short texts: in a long one everything sounds alike. */
function soundsLike(text: RawBuilder<unknown>, wanted: Wanted): RawBuilder<boolean> {
  return wanted.maySlip
    ? sql<boolean>`(shared.vn_norm(${wanted.words}) <% ${text} and ${holdsWords(text, wanted.digits)})`
    : sql<boolean>`false`
}

/** How near a title is: whole phrases before scattered words, those before what only sounds alike. */
function nearness(text: RawBuilder<unknown>, wanted: Wanted): RawBuilder<number> {
  return sql<number>`word_similarity(shared.vn_norm(${wanted.words}), ${text})`
}

/** The number and symbol without its noise; "75" is not the beginning of 750. Words before it stand in `beside`. */
function isNumbered(
  numberSymbol: RawBuilder<unknown>,
  beside: RawBuilder<unknown>,
  wanted: Wanted,
): RawBuilder<boolean> {
  if (wanted.number === null) return sql<boolean>`false`
  const { typed, before } = wanted.number
  return sql<boolean>`coalesce(shared.number_key(${numberSymbol}) like shared.number_key(${typed}) || '%'
    and substring(shared.number_key(${numberSymbol}) from '^[0-9]+') = substring(shared.number_key(${typed}) from '^[0-9]+')
    and ${holdsWords(beside, before)}, false)`
}

/** Read grounds 1 and 2 by unit: the own ones, and what stands below them today on either line. */
function reach(ctx: Ctx): RawBuilder<unknown> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  return sql`reach as materialized (
    select unnest(${own}) as id
    union select c.descendant_id from unit_closure c where c.ancestor_id = any(${own})
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))`
}

/** The name of a unit today, or its last one. */
function nameToday(ctx: Ctx, unitId: RawBuilder<unknown>): RawBuilder<unknown> {
  const today = ctx.clock.today()
  return sql`lateral (select x.short_name, x.search from unit_names x where x.unit_id = ${unitId}
    order by (x.valid_from <= ${today} and (x.valid_until is null or x.valid_until > ${today})) desc, x.valid_from desc limit 1)`
}

/**
 * Rows of a table with `words`, a text of theirs in the spelling of `shared.vn_norm`, made once a row (OFFSET keeps the
 * planner from putting the call wherever the words are compared: 20 µs each, five times a row).
 */
function normed(table: string, text: string): RawBuilder<unknown> {
  return sql`(select x.*, shared.vn_norm(x.${sql.ref(text)}) as words from ${sql.table(table)} x offset 0)`
}

/** What only sounds alike is shown when nothing is exactly so. */
const exactFirst = sql`(is_exact or not any_exact)`

export interface FoundDocument {
  id: string
  type: string
  numberSymbol: string | null
  issuerName: string
  issuedOn: string | null
  subject: string
}

/** By number, words of the subject, words of the text; failing those, a subject that sounds alike. */
export async function findDocumentsBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundDocument[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const subject = sql`d.words`
  const numbered = isNumbered(
    sql`d.number_symbol`,
    sql`shared.vn_norm(d.type || ' ' || d.issuer_name || ' ' || d.subject)`,
    wanted,
  )
  const inSubject = holdsWords(subject, wanted.patterns)
  const inText =
    wanted.fullText === ''
      ? sql<boolean>`false`
      : sql<boolean>`d.search @@ to_tsquery('simple', shared.vn_norm(${wanted.fullText}))`
  const { rows } = await sql<FoundDocument>`
    with ${reach(ctx)}, mine as (
      select id from documents where unit_id = any(${own})
      union select r.id from reader r where r.unit_id = any(${own}) and r.what = 'document'
      union select b.id from documents b where b.origin = 'issued' and b.unit_id in (select id from reach)
    )
    select id, type, "numberSymbol", "issuerName", "issuedOn", subject from (
      select f.*, max(f.rank) over () as best from (
        select d.id, d.type, d.number_symbol as "numberSymbol", d.issuer_name as "issuerName", d.issued_on as "issuedOn", d.subject,
          case when ${numbered} then 3 when ${inSubject} then 2 when ${inText} then 1 else 0 end as rank,
          ${nearness(subject, wanted)} as nearness
        from (select d.*, shared.vn_norm(d.subject) as words from documents d join mine m on m.id = d.id offset 0) d
        where ${mayReadDocument(ctx)} and (${numbered} or ${inSubject} or ${inText} or ${soundsLike(subject, wanted)})
      ) f
    ) g
    where rank > 0 or best = 0
    order by rank desc, nearness desc, "issuedOn" desc nulls last, id desc limit ${mostHits}`.execute(trx)
  return rows
}

/**
 * The own plans, issued or not, and of each plan of others the latest revision that may be read: `readable`, with the
 * unit's plan before those of others.
 */
function readablePlans(ctx: Ctx): RawBuilder<unknown> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  return sql`${reach(ctx)}, readable as materialized (
    select p.id, p.unit_id, p.revision, p.title, p.year, p.document_id, true as is_own from plans p where p.unit_id = any(${own})
    union all
    (select distinct on (pr.plan_id) pr.plan_id, pr.unit_id, pr.revision, pr.title, pr.year, pr.document_id, false from plan_revisions pr
      where not pr.unit_id = any(${own}) and ${mayReadRevision(ctx)}
        and (pr.unit_id in (select id from reach)
          or pr.plan_id in (select r.id from reader r where r.unit_id = any(${own}) and r.what = 'plan'))
      order by pr.plan_id, pr.revision desc))`
}

export interface FoundPlan {
  id: string
  revision: number
  title: string
  year: number
  unitName: string
  numberSymbol: string | null
}

export async function findPlansBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundPlan[]> {
  const title = sql`r.words`
  const all = sql`(${title} || ' ' || n.search || ' ke hoach ' || r.year)`
  const exact = sql`(${holdsWords(all, wanted.patterns)} or ${isNumbered(sql`d.number_symbol`, all, wanted)})`
  const { rows } = await sql<FoundPlan>`
    with ${readablePlans(ctx)}
    select id, revision, title, year, "unitName", "numberSymbol" from (
      select f.*, bool_or(is_exact) over () as any_exact from (
        select r.id, r.revision, r.title, r.year, r.is_own, n.short_name as "unitName", d.number_symbol as "numberSymbol",
          ${exact} as is_exact, ${nearness(title, wanted)} as nearness
        from ${normed('readable', 'title')} r cross join ${nameToday(ctx, sql`r.unit_id`)} n left join documents d on d.id = r.document_id
        where ${exact} or ${soundsLike(title, wanted)}
      ) f
    ) g
    where ${exactFirst} order by is_own desc, nearness desc, year desc, id desc limit ${mostHits}`.execute(
    trx,
  )
  return rows
}

export interface FoundTask {
  planId: string
  key: string
  title: string
  planTitle: string
  unitName: string
}

/**
 * Tasks of the revisions that `findPlansBy` looks at, without those that are not the unit's. The scope is read first: the
 * index over titles knows no scope, and at 3,321 units each title stands in 3,200 plans, of which a school may read four.
 * The words are compared once for each different title: what a superior asks is taken over in its own words.
 */
export async function findTasksBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundTask[]> {
  const words = sql`x.words`
  const exact = holdsWords(words, wanted.patterns)
  const { rows } = await sql<FoundTask>`
    with ${readablePlans(ctx)}, mine as materialized (
      select r.id as plan_id, r.unit_id, r.title as plan_title, r.year, r.is_own, t.key, t.title, t.ord
      from readable r cross join lateral (select * from tasks x
        where x.plan_id = r.id and x.revision = r.revision and x.decision <> 'declined' offset 0) t
    ), norms as materialized (
      select title, shared.vn_norm(title) as words from (select distinct title from mine) m
    ), titles as materialized (
      select x.title, ${exact} as is_exact, ${nearness(words, wanted)} as nearness
      from norms x where ${exact} or ${soundsLike(words, wanted)}
    ), top as (
      select m.*, f.nearness from mine m join titles f on f.title = m.title
      where f.is_exact or not exists (select 1 from titles where is_exact)
      order by m.is_own desc, f.nearness desc, m.year desc, m.plan_id desc, m.ord limit ${mostHits}
    )
    select t.plan_id as "planId", t.key, t.title, t.plan_title as "planTitle", n.short_name as "unitName"
    from top t cross join ${nameToday(ctx, sql`t.unit_id`)} n
    order by t.is_own desc, t.nearness desc, t.year desc, t.plan_id desc, t.ord`.execute(trx)
  return rows
}

export interface FoundActivity {
  id: string
  title: string
  day: string
  unitName: string
}

/**
 * The own activities and those below, by title and place of the version in force, the latest first. There are many, and
 * a common word stands in most of them (72,000 below an office): exact ones are taken in the order of days until there
 * are enough, and only where there is none the nearest of some that sound alike.
 */
export async function findActivitiesBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundActivity[]> {
  const near = await fewUnits(trx, ctx)
  // Of few units all are read in the order of days and compared one by one; among those of a province the index over
  // words, or that over days, finds sooner. Left to itself PostgreSQL took the former for one school: 6,000 hits, two of it.
  const words = near ? sql`a.words` : sql`shared.vn_norm(a.title || ' ' || a.place)`
  const all = sql`activities a join activity_versions v on v.activity_id = a.id and v.version = a.version`
  const columns = sql`a.id, a.unit_id, a.day, a.created_at, v.title, v.place`
  const from = near
    ? sql`(select ${columns}, shared.vn_norm(v.title || ' ' || v.place) as words from ${all}
        where a.unit_id = any(${near}::uuid[]) order by a.day desc, a.created_at desc, a.id desc offset 0) a where true`
    : sql`(select ${columns} from ${all}) a where a.unit_id in (select id from reach)`
  const { rows } = await sql<FoundActivity>`
    with ${reach(ctx)}, top as (
      select a.id, a.unit_id, a.day, a.title, a.created_at from ${from} and ${holdsWords(words, wanted.patterns)}
      order by a.day desc, a.created_at desc, a.id desc limit ${mostHits}
    )
    select t.id, t.title, t.day, n.short_name as "unitName" from top t cross join ${nameToday(ctx, sql`t.unit_id`)} n
    order by t.day desc, t.created_at desc, t.id desc`.execute(trx)
  // What sounds alike among the activities of a whole province is too much to compare while somebody types.
  if (rows.length > 0 || !wanted.maySlip || !near) return rows
  const { rows: alike } = await sql<FoundActivity>`
    with ${reach(ctx)}, alike as (
      select a.id, a.unit_id, a.day, a.title, ${nearness(words, wanted)} as nearness from ${from} and ${soundsLike(words, wanted)}
      limit 200
    ), top as (select * from alike order by nearness desc, day desc, id desc limit ${mostHits})
    select t.id, t.title, t.day, n.short_name as "unitName" from top t cross join ${nameToday(ctx, sql`t.unit_id`)} n
    order by t.nearness desc, t.day desc, t.id desc`.execute(trx)
  return alike
}

/** Units that are few enough to be named one by one, so that the planner knows how few their rows are. */
const few = 100

/** The own units and those below by their ids; null where they are many. */
async function fewUnits(trx: Trx, ctx: Ctx): Promise<string[] | null> {
  const { rows } = await sql<{
    id: string
  }>`with ${reach(ctx)} select id from reach limit ${few + 1}`.execute(trx)
  return rows.length > few ? null : rows.map((r) => r.id)
}

export interface FoundReport {
  id: string
  title: string
  period: string
  state: 'open' | 'submitted' | 'returned' | 'accepted'
  unitName: string
}

/** The own reports, and of others those of which a version may be read, by form, period and unit, in either language. */
export async function findReportsBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundReport[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const name = (
    locale: 'vi' | 'en',
  ) => sql`replace(coalesce((select p->'name'->>${locale} from jsonb_array_elements(f.content->'periods') p
    where p->>'code' = split_part(k.period, '-', 2) limit 1), k.period), '{year}', split_part(k.period, '-', 1))`
  const all = sql`(k.words || ' ' || n.search)`
  const exact = holdsWords(all, wanted.patterns)
  const { rows } = await sql<FoundReport>`
    with ${reach(ctx)}, mine as materialized (
      select r.id, r.unit_id, r.form_id, r.period, r.state, r.due_on, true as is_own from reports r where r.unit_id = any(${own})
      union all
      select r.id, r.unit_id, r.form_id, r.period, r.state, r.due_on, false from reports r
      where not r.unit_id = any(${own})
        and (r.unit_id in (select id from reach) or r.id in (select x.id from reader x where x.unit_id = any(${own}) and x.what = 'report'))
        and exists (select 1 from report_versions v where v.report_id = r.id and ${mayReadVersion(ctx)})
    ), kinds as materialized (
      select k.form_id, k.period, f.content->'title'->>${ctx.locale} as title, ${name(ctx.locale)} as period_name,
        shared.vn_norm(concat_ws(' ', f.content->'title'->>'vi', ${name('vi')}, f.content->'title'->>'en', ${name('en')})) as words
      from (select distinct form_id, period from mine) k join report_forms f on f.id = k.form_id
    )
    select id, title, period, state, "unitName" from (
      select f.*, bool_or(is_exact) over () as any_exact from (
        select m.id, k.title, k.period_name as period, m.state, m.due_on, m.is_own, n.short_name as "unitName",
          ${exact} as is_exact, ${nearness(all, wanted)} as nearness
        from mine m join kinds k on k.form_id = m.form_id and k.period = m.period cross join ${nameToday(ctx, sql`m.unit_id`)} n
        where ${exact} or ${soundsLike(all, wanted)}
      ) f
    ) g
    where ${exactFirst} order by is_own desc, nearness desc, due_on desc, id desc limit ${mostHits}`.execute(
    trx,
  )
  return rows
}

export interface FoundDirection {
  id: string
  title: string
  unitName: string
  dueOn: string
}

/** Directions that the unit or one below it sent, or that were sent to it, by words of title and text; no drafts. */
export async function findDirectionsBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundDirection[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const title = sql`d.head`
  const exact = holdsWords(sql`d.body`, wanted.patterns)
  const { rows } = await sql<FoundDirection>`
    with ${reach(ctx)}
    select id, title, "unitName", due_on as "dueOn" from (
      select f.*, bool_or(is_exact) over () as any_exact from (
        select d.id, d.title, n.short_name as "unitName", d.due_on, d.at, ${exact} as is_exact, ${nearness(title, wanted)} as nearness
        from (select x.id, x.unit_id, x.title, x.due_on, x.at, shared.vn_norm(x.title) as head, shared.vn_norm(x.title || ' ' || x.words) as body
          from directions x
          where x.unit_id in (select id from reach)
            or x.id in (select r.direction_id from direction_recipients r where r.unit_id = any(${own})) offset 0) d
        cross join ${nameToday(ctx, sql`d.unit_id`)} n
        where ${exact} or ${soundsLike(title, wanted)}
      ) f
    ) g
    where ${exactFirst} order by nearness desc, at desc, id desc limit ${mostHits}`.execute(trx)
  return rows
}

export interface FoundUnit {
  id: string
  name: string
  /** the older name by which it was found */
  formerly: string | null
  kindName: string
  place: string
}

/** The own unit and those below that exist today, by name, short name, abbreviation or code: of today or of once. */
export async function findUnitsBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundUnit[]> {
  const today = ctx.clock.today()
  const present = holdsWords(sql`(n.search || ' ' || u.code)`, wanted.patterns)
  const older = sql`select o.name from unit_names o where o.unit_id = u.id and o.valid_from <= ${today} and ${holdsWords(sql`(o.search || ' ' || u.code)`, wanted.patterns)}`
  const exact = sql`(${present} or exists (${older}))`
  const { rows } = await sql<FoundUnit>`
    with ${reach(ctx)}
    select id, name, formerly, "kindName", place from (
      select f.*, bool_or(is_exact) over () as any_exact from (
        select u.id, n.name, ${ctx.locale === 'vi' ? sql`k.name_vi` : sql`k.name_en`} as "kindName", n.place, k.ord, n.search,
          case when ${present} then null else (${older} order by o.valid_from desc limit 1) end as formerly,
          ${exact} as is_exact, ${nearness(sql`n.search`, wanted)} as nearness
        from units u join unit_kinds k on k.code = u.kind
        join unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
        where u.id in (select id from reach) and u.valid_from <= ${today} and (u.valid_until is null or u.valid_until > ${today})
          and (${exact} or ${soundsLike(sql`n.search`, wanted)})
      ) f
    ) g
    where ${exactFirst} order by nearness desc, ord, search, id limit ${mostHits}`.execute(trx)
  return rows
}

export interface FoundPerson {
  id: string
  name: string
  unitId: string
  title: string | null
  role: string
  desk: string | null
}

/** People with a membership of the own unit today or later. */
export async function findPeopleBy(trx: Trx, ctx: Ctx, wanted: Wanted): Promise<FoundPerson[]> {
  const today = ctx.clock.today()
  const name = sql`shared.vn_norm(p.name)`
  const exact = holdsWords(name, wanted.patterns)
  const { rows } = await sql<FoundPerson>`
    select id, name, "unitId", title, role, desk from (
      select f.*, bool_or(is_exact) over () as any_exact from (
        select p.id, p.name, m.unit_id as "unitId", m.title, m.role, m.desk,
          ${exact} as is_exact, ${nearness(name, wanted)} as nearness
        from persons p join (
          select distinct on (x.person_id) x.person_id, x.unit_id, x.title, x.role, d.name as desk
          from memberships x left join desks d on d.id = x.desk_id
          where x.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and (x.valid_until is null or x.valid_until > ${today})
          order by x.person_id, x.is_head desc, (x.title is null), x.valid_from
        ) m on m.person_id = p.id
        where p.erased_at is null and (${exact} or ${soundsLike(name, wanted)})
      ) f
    ) g
    where ${exactFirst} order by nearness desc, name, id limit ${mostHits}`.execute(trx)
  return rows
}
