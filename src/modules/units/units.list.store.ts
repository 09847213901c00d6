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

/** Every word that was typed stands in the name, short name, abbreviation or code. */
function found(f: ListFilter): RawBuilder<unknown> {
  return sql`
    not exists (select 1 from unnest(string_to_array(shared.vn_norm(${f.q}), ' ')) w(word)
      where w.word <> '' and position(w.word in n.search || ' ' || u.code) = 0)
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
      n.name, n.short_name as "shortName", n.abbreviation, n.place,
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

/** Up to 20 units of a home whose names or code hold all the words; for choosing a superior. Names of offices are public. */
export async function lookUpUnits(
  trx: Trx,
  home: string,
  q: string,
  day: string,
): Promise<{ id: string; code: string; kind: string; name: string; shortName: string }[]> {
  const { rows } = await sql<{ id: string; code: string; kind: string; name: string; shortName: string }>`
    select u.id, u.code, u.kind, n.name, n.short_name as "shortName"
    from units u join unit_kinds k on k.code = u.kind
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})
    where u.home = ${home} and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${q}), ' ')) w(word)
        where w.word <> '' and position(w.word in n.search || ' ' || u.code) = 0)
    order by k.ord, n.search, u.id limit 20`.execute(trx)
  return rows
}
