import { sql, type RawBuilder } from 'kysely'
import type { Locale } from '../../messages/index.ts'
import type { Trx } from '../../platform/db.ts'
import type { Line } from './units.tables.ts'

export interface UnitListRow {
  id: string
  code: string
  kind: string
  kindName: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  formerly: string | null
  administration: { id: string; shortName: string } | null
  profession: { id: string; shortName: string } | null
  ord: number
  sort: string
}

export interface ListFilter {
  /** the units acted for: these and all below them are listed */
  ownUnits: readonly string[]
  day: string
  locale: Locale
  q: string
  kinds: readonly string[]
  under: string | null
}

/** Where a page ended: order of the kind, name without diacritics, id. */
export interface ListCursor {
  ord: number
  sort: string
  id: string
}

/** The scope stands in the query itself: own units and what is below them on that day, on either line. */
function reachOf(f: ListFilter): RawBuilder<unknown> {
  return sql`
    select unnest(${[...f.ownUnits]}::uuid[]) as id
    union
    select c.descendant_id from unit_closure c
    where c.ancestor_id = any(${[...f.ownUnits]}::uuid[]) and c.valid_from <= ${f.day} and (c.valid_until is null or c.valid_until > ${f.day})`
}

/** Every word that was typed stands in one name, short name, abbreviation or code: of today or of once. */
function holds(q: string, name: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`not exists (select 1 from unnest(string_to_array(shared.vn_norm(${q}), ' ')) w(word)
      where w.word <> '' and position(w.word in ${name} || ' ' || u.code) = 0)`
}

/** The newest older name that holds the words where the present one does not; null where the present one does. */
function formerly(q: string, day: string): RawBuilder<string | null> {
  return sql<string | null>`case when ${holds(q, sql`n.search`)} then null else (
    select o.name from unit_names o where o.unit_id = u.id and o.valid_from <= ${day} and ${holds(q, sql`o.search`)}
    order by o.valid_from desc limit 1) end`
}

function found(f: ListFilter): RawBuilder<unknown> {
  return sql`
    (${holds(f.q, sql`n.search`)} or exists (select 1 from unit_names o where o.unit_id = u.id and o.valid_from <= ${f.day} and ${holds(f.q, sql`o.search`)}))
    and (${f.under}::uuid is null or exists (select 1 from unit_superiors s where s.unit_id = u.id and s.superior_id = ${f.under}
      and s.valid_from <= ${f.day} and (s.valid_until is null or s.valid_until > ${f.day})))`
}

/** Units of one's reach that exist on the day and fit, in the order of kinds and names. */
export async function listUnits(
  trx: Trx,
  f: ListFilter,
  after: ListCursor | null,
  limit: number,
): Promise<UnitListRow[]> {
  const superior = (line: Line) => sql`(
    select json_build_object('id', s.superior_id, 'shortName', sn.short_name)
    from unit_superiors s join unit_names sn on sn.unit_id = s.superior_id
      and sn.valid_from <= ${f.day} and (sn.valid_until is null or sn.valid_until > ${f.day})
    where s.unit_id = u.id and s.line = ${line} and s.valid_from <= ${f.day} and (s.valid_until is null or s.valid_until > ${f.day}))`
  const { rows } = await sql<UnitListRow>`
    with reach as (${reachOf(f)})
    select u.id, u.code, u.kind, ${f.locale === 'vi' ? sql`k.name_vi` : sql`k.name_en`} as "kindName",
      n.name, n.short_name as "shortName", n.abbreviation, n.place, ${formerly(f.q, f.day)} as formerly,
      ${superior('administration')} as administration, ${superior('profession')} as profession,
      k.ord, n.search as sort
    from reach r join units u on u.id = r.id and u.valid_from <= ${f.day} and (u.valid_until is null or u.valid_until > ${f.day})
    join unit_kinds k on k.code = u.kind
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${f.day} and (n.valid_until is null or n.valid_until > ${f.day})
    where ${found(f)} and (${f.kinds.length === 0} or u.kind = any(${[...f.kinds]}::text[]))
      and (${after === null} or (k.ord, n.search, u.id) > (${after?.ord ?? 0}::int, ${after?.sort ?? ''}::text, ${after?.id ?? null}::uuid))
    order by k.ord, n.search, u.id limit ${limit}`.execute(trx)
  return rows
}

/** How many units of each kind fit, whatever kinds are chosen. */
export async function countKinds(
  trx: Trx,
  f: ListFilter,
): Promise<{ code: string; name: string; count: number }[]> {
  const { rows } = await sql<{ code: string; name: string; count: number }>`
    with reach as (${reachOf(f)})
    select k.code, ${f.locale === 'vi' ? sql`k.name_vi` : sql`k.name_en`} as name, count(*) as count
    from reach r join units u on u.id = r.id and u.valid_from <= ${f.day} and (u.valid_until is null or u.valid_until > ${f.day})
    join unit_kinds k on k.code = u.kind
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${f.day} and (n.valid_until is null or n.valid_until > ${f.day})
    where ${found(f)} group by k.code order by k.ord`.execute(trx)
  return rows
}

export interface UnitHistory {
  code: string
  kind: string
  kindName: string
  validFrom: string
  validUntil: string | null
  names: {
    from: string
    until: string | null
    name: string
    shortName: string
    abbreviation: string
    place: string
    parentLine: string | null
  }[]
  superiors: {
    line: Line
    from: string
    until: string | null
    unit: { id: string; code: string; kind: string; name: string; shortName: string }
  }[]
}

/** One unit with its names and superiors over time, newest first; null where there is none. Superiors are named as on `day`. */
export async function findHistory(
  trx: Trx,
  unitId: string,
  day: string,
  locale: Locale,
): Promise<UnitHistory | null> {
  const unit = await trx
    .selectFrom('units as u')
    .innerJoin('unit_kinds as k', 'k.code', 'u.kind')
    .select(['u.code', 'u.kind', 'u.valid_from', 'u.valid_until'])
    .select(locale === 'vi' ? 'k.name_vi as kindName' : 'k.name_en as kindName')
    .where('u.id', '=', unitId)
    .executeTakeFirst()
  if (!unit) return null
  const names = await trx
    .selectFrom('unit_names')
    .select(['valid_from as from', 'valid_until as until', 'name', 'short_name as shortName'])
    .select(['abbreviation', 'place', 'parent_line as parentLine'])
    .where('unit_id', '=', unitId)
    .orderBy('valid_from', 'desc')
    .execute()
  const { rows: superiors } = await sql<UnitHistory['superiors'][number]>`
    select s.line, s.valid_from as "from", s.valid_until as "until",
      json_build_object('id', u.id, 'code', u.code, 'kind', u.kind, 'name', n.name, 'shortName', n.short_name) as unit
    from unit_superiors s join units u on u.id = s.superior_id
    cross join lateral (
      select * from unit_names n where n.unit_id = u.id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1
    ) n
    where s.unit_id = ${unitId} order by s.line, s.valid_from desc`.execute(trx)
  return {
    code: unit.code,
    kind: unit.kind,
    kindName: unit.kindName,
    validFrom: unit.valid_from,
    validUntil: unit.valid_until,
    names,
    superiors,
  }
}

/**
 * Up to 20 units of whichever home whose names or code hold all the words; for choosing a superior. Names of offices are public.
 * An older name finds the unit, the name of a closed one finds whoever goes on for it.
 */
export async function lookUpUnits(
  trx: Trx,
  q: string,
  day: string,
): Promise<
  { id: string; code: string; kind: string; name: string; shortName: string; formerly: string | null }[]
> {
  const { rows } = await sql<{
    id: string
    code: string
    kind: string
    name: string
    shortName: string
    formerly: string | null
  }>`
    with recursive hits as (
      select o.unit_id as id, o.name, o.valid_from, u.valid_until from unit_names o join units u on u.id = o.unit_id
      where o.valid_from <= ${day} and ${holds(q, sql`o.search`)}
    ), after as (
      select id, name, valid_from, valid_until from hits
      union
      select s.to_id, a.name, a.valid_from, t.valid_until from after a
      join unit_succession s on s.from_id = a.id and s.kind in ('merge', 'split') and s.day <= ${day}
      join units t on t.id = s.to_id
      where a.valid_until <= ${day}
    )
    select u.id, u.code, u.kind, n.name, n.short_name as "shortName",
      case when bool_or(a.name = n.name) then null else (array_agg(a.name order by a.valid_from desc))[1] end as formerly
    from after a join units u on u.id = a.id and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
    join unit_kinds k on k.code = u.kind
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})
    group by u.id, u.code, u.kind, n.name, n.short_name, k.ord, n.search
    order by bool_or(a.name = n.name) desc, k.ord, n.search, u.id limit 20`.execute(trx)
  return rows
}
