import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type {} from './units.tables.ts'

/**
 * SQL of who stands today in the place of a superior: itself while it exists; for a closed one the successor that stands
 * above the unit now (on the line, else on the other), else the one that goes on with the books.
 */
export function successorOf(
  superior: RawBuilder<unknown>,
  unit: RawBuilder<unknown>,
  line: RawBuilder<unknown>,
  today: string,
): RawBuilder<string> {
  const above = (onLine: RawBuilder<unknown>) => sql`exists (select 1 from unit_superiors p
    where p.unit_id = ${unit} and p.superior_id = a.id and ${onLine} and p.valid_from <= ${today} and (p.valid_until is null or p.valid_until > ${today}))`
  return sql<string>`coalesce((
    with recursive after as (
      select ${superior} as id, true as goes_on
      union
      select s.to_id, a.goes_on and s.goes_on from after a
      join units c on c.id = a.id and c.valid_until <= ${today}
      join unit_succession s on s.from_id = a.id and s.day <= ${today} and s.kind in ('merge', 'split')
    )
    select a.id from after a join units u on u.id = a.id and (u.valid_until is null or u.valid_until > ${today})
    order by ${above(sql`p.line = ${line}`)} desc, ${above(sql`true`)} desc, a.goes_on desc, a.id limit 1
  ), ${superior})`
}

export interface SuccessionStep {
  kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer'
  day: string
  decree: string
  goesOn: boolean
  from: { id: string; code: string; kind: string; name: string; shortName: string }
  to: { id: string; code: string; kind: string; name: string; shortName: string }
}

/** From whom a unit came and who goes on for it, newest first; whoever may read the unit may read this. */
export async function findSuccession(trx: Trx, unitId: string): Promise<SuccessionStep[]> {
  const ref = (id: RawBuilder<unknown>, day: RawBuilder<unknown>) => sql`(
    select json_build_object('id', u.id, 'code', u.code, 'kind', u.kind, 'name', n.name, 'shortName', n.short_name)
    from units u cross join lateral (select * from unit_names n where n.unit_id = u.id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}) limit 1) n
    where u.id = ${id})`
  const { rows } = await sql<SuccessionStep>`
    select s.kind, s.day, s.decree, s.goes_on as "goesOn", ${ref(sql`s.from_id`, sql`(s.day - 1)`)} as "from", ${ref(sql`s.to_id`, sql`s.day`)} as "to"
    from unit_succession s where s.from_id = ${unitId} or s.to_id = ${unitId}
    order by s.day desc, s.kind, s.to_id`.execute(trx)
  return rows
}

export interface SuccessionRow {
  fromId: string
  toId: string
  day: string
  kind: SuccessionStep['kind']
  decree: string
  goesOn: boolean
}

export async function insertSuccession(trx: Trx, rows: readonly SuccessionRow[]): Promise<void> {
  await trx
    .insertInto('unit_succession')
    .values(
      rows.map((r) => ({
        from_id: r.fromId,
        to_id: r.toId,
        day: r.day,
        kind: r.kind,
        decree: r.decree,
        goes_on: r.goesOn,
      })),
    )
    .execute()
}

/** From a day on the units exist no more. What stands above them stays: it goes on reading what they left. */
export async function closeUnits(trx: Trx, ids: readonly string[], day: string): Promise<void> {
  await sql`update units set valid_until = ${day} where id = any(${[...ids]}::uuid[])`.execute(trx)
  await sql`delete from unit_names where unit_id = any(${[...ids]}::uuid[]) and valid_from >= ${day}`.execute(
    trx,
  )
}

/** Locks units until the end of the transaction, in one order, so that two reorganisations at once wait for each other. */
export async function lockUnits(
  trx: Trx,
  ids: readonly string[],
): Promise<{ id: string; home: string; from: string; until: string | null }[]> {
  const { rows } = await sql<{ id: string; home: string; from: string; until: string | null }>`
    select id, home, valid_from as "from", valid_until as until from units where id = any(${[...ids]}::uuid[])
    order by id for no key update`.execute(trx)
  return rows
}
