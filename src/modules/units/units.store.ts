import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { Line } from './units.tables.ts'

export interface NewUnitRow {
  id: string
  code: string
  kind: string
  home: string
  from: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
}

/** Adds units with their first names. */
export async function insertUnits(trx: Trx, units: readonly NewUnitRow[], now: Date): Promise<void> {
  if (units.length === 0) return
  await trx
    .insertInto('units')
    .values(
      units.map((u) => ({
        id: u.id,
        code: u.code,
        kind: u.kind,
        home: u.home,
        valid_from: u.from,
        valid_until: null,
        created_at: now,
      })),
    )
    .execute()
  await trx
    .insertInto('unit_names')
    .values(
      units.map((u) => ({
        unit_id: u.id,
        valid_from: u.from,
        valid_until: null,
        name: u.name,
        short_name: u.shortName,
        abbreviation: u.abbreviation,
        place: u.place,
        parent_line: u.parentLine,
      })),
    )
    .execute()
}

export interface SuperiorRow {
  unitId: string
  line: Line
  superiorId: string
  from: string
}

/**
 * Sets who stands above a unit from a day on; what held before ends that day. The unit's row is locked, so that two
 * changes of one unit can't overlap. The caller rebuilds the closure.
 */
export async function setSuperiors(trx: Trx, rows: readonly SuperiorRow[]): Promise<void> {
  for (const row of rows) {
    await sql`select 1 from units where id = ${row.unitId} for no key update`.execute(trx)
    await sql`delete from unit_superiors where unit_id = ${row.unitId} and line = ${row.line} and valid_from >= ${row.from}`.execute(
      trx,
    )
    await sql`update unit_superiors set valid_until = ${row.from}
      where unit_id = ${row.unitId} and line = ${row.line} and (valid_until is null or valid_until > ${row.from})`.execute(
      trx,
    )
    await trx
      .insertInto('unit_superiors')
      .values({
        unit_id: row.unitId,
        line: row.line,
        superior_id: row.superiorId,
        valid_from: row.from,
        valid_until: null,
      })
      .execute()
  }
}

/** Writes who stands above units that were added in this transaction: one statement however many they are. */
export async function insertSuperiors(trx: Trx, rows: readonly SuperiorRow[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('unit_superiors')
    .values(
      rows.map((r) => ({
        unit_id: r.unitId,
        line: r.line,
        superior_id: r.superiorId,
        valid_from: r.from,
        valid_until: null,
      })),
    )
    .execute()
}

/** From a day on nobody stands above a unit on a line. The caller rebuilds the closure. */
export async function endSuperior(trx: Trx, row: Omit<SuperiorRow, 'superiorId'>): Promise<void> {
  await sql`select 1 from units where id = ${row.unitId} for no key update`.execute(trx)
  await sql`delete from unit_superiors where unit_id = ${row.unitId} and line = ${row.line} and valid_from >= ${row.from}`.execute(
    trx,
  )
  await sql`update unit_superiors set valid_until = ${row.from}
    where unit_id = ${row.unitId} and line = ${row.line} and (valid_until is null or valid_until > ${row.from})`.execute(
    trx,
  )
}

export interface NameRow {
  unitId: string
  from: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
}

/**
 * Names a unit from a day on, until the next name that is already there. A name that begins on that very day is put
 * right in place: it was written wrongly.
 */
export async function setName(trx: Trx, row: NameRow): Promise<void> {
  await sql`select 1 from units where id = ${row.unitId} for no key update`.execute(trx)
  const later = await trx
    .selectFrom('unit_names')
    .select((e) => e.fn.min('valid_from').as('from'))
    .where('unit_id', '=', row.unitId)
    .where('valid_from', '>', row.from)
    .executeTakeFirst()
  await sql`update unit_names set valid_until = ${row.from}
    where unit_id = ${row.unitId} and valid_from < ${row.from} and (valid_until is null or valid_until > ${row.from})`.execute(
    trx,
  )
  await sql`insert into unit_names (unit_id, valid_from, valid_until, name, short_name, abbreviation, place, parent_line)
    values (${row.unitId}, ${row.from}, ${later?.from ?? null}, ${row.name}, ${row.shortName}, ${row.abbreviation}, ${row.place}, ${row.parentLine})
    on conflict (unit_id, valid_from) do update set name = excluded.name, short_name = excluded.short_name,
      abbreviation = excluded.abbreviation, place = excluded.place, parent_line = excluded.parent_line`.execute(
    trx,
  )
}

export interface UnitFacts {
  id: string
  code: string
  kind: string
  isSchool: boolean
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
}

/** Units as they are called on a day, in the order of the ids asked for; a unit without a name on that day has its nearest one. */
export async function findUnits(
  trx: Trx,
  ids: readonly string[],
  day: string,
): Promise<Map<string, UnitFacts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<UnitFacts>`
    select u.id, u.code, u.kind, k.is_school as "isSchool", n.name, n.short_name as "shortName", n.abbreviation, n.place, n.parent_line as "parentLine"
    from units u join unit_kinds k on k.code = u.kind
    cross join lateral (
      select * from unit_names n where n.unit_id = u.id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1
    ) n
    where u.id = any(${[...ids]}::uuid[])`.execute(trx)
  return new Map(rows.map((r) => [r.id, r]))
}

/** The superiors of a unit on a day with their names then, each once, the one on the line of profession first. */
export async function findSuperiorUnits(
  trx: Trx,
  unitId: string,
  day: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select s.superior_id as id, n.name
    from (select superior_id, max(line) as line from unit_superiors
      where unit_id = ${unitId} and valid_from <= ${day} and (valid_until is null or valid_until > ${day}) group by superior_id) s
    cross join lateral (
      select name from unit_names n where n.unit_id = s.superior_id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1
    ) n
    order by s.line desc`.execute(trx)
  return rows
}

/**
 * Units that stand directly below one on a line (or either) on a day, and exist on it.
 * @param kinds only these kinds; empty for all
 */
export async function findDirectlyBelow(
  trx: Trx,
  superiorId: string,
  line: Line | null,
  day: string,
  kinds: readonly string[] = [],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct u.id from unit_superiors s join units u on u.id = s.unit_id
    where s.superior_id = ${superiorId} and (${line}::text is null or s.line = ${line})
      and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
      and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
      and (${kinds.length === 0} or u.kind = any(${[...kinds]}::text[]))
    order by u.id`.execute(trx)
  return rows.map((r) => r.id)
}

/** In which home each of some units is registered: its schema, e.g. `home_ht`. */
export async function findHomes(trx: Trx, unitIds: readonly string[]): Promise<Map<string, string>> {
  if (unitIds.length === 0) return new Map()
  const rows = await trx
    .selectFrom('units')
    .select(['id', 'home'])
    .where('id', 'in', [...unitIds])
    .execute()
  return new Map(rows.map((r) => [r.id, r.home]))
}

/** Of some units those that are registered in another home, in no order. */
export async function findElsewhere(trx: Trx, home: string, unitIds: readonly string[]): Promise<string[]> {
  return [...(await findHomes(trx, unitIds))].filter(([, at]) => at !== home).map(([id]) => id)
}

/** Read ground "below": true when a unit stands above another today on either line. */
export async function isAbove(
  trx: Trx,
  aboveIds: readonly string[],
  belowId: string,
  today: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from unit_closure c where c.ancestor_id = any(${[...aboveIds]}::uuid[]) and c.descendant_id = ${belowId}
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}) limit 1`.execute(
    trx,
  )
  return rows.length > 0
}
