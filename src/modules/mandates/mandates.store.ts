import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { byGivenName } from '../people/index.ts'
import type { Authority, Standing } from './mandates.rules.ts'
import type {} from './mandates.tables.ts'

export interface MandateRow {
  id: string
  unitId: string
  personId: string
  name: string
  authority: Authority
  position: string
  forWhom: string | null
  deputyOf: string | null
  kinds: string[]
  limits: string | null
  basis: string | null
  basisDate: string | null
  from: string
  /** as it was given; it may have been ended before */
  until: string | null
  endedFrom: string | null
  state: 'holds' | 'coming' | 'over' | 'void'
}

const columns = sql`
  g.id, g.unit_id as "unitId", g.person_id as "personId", coalesce(p.name, '[đã xóa]') as name, g.authority, g.position, g.for_whom as "forWhom",
  g.deputy_of as "deputyOf", g.kinds, g.limits, g.basis, g.basis_date as "basisDate", g.valid_from as "from",
  g.valid_until as until, g.ended_from as "endedFrom"`

/** The day from which a mandate no longer holds; null: none is known. */
const end = sql`least(g.valid_until, g.ended_from)`

/** Of the unit on a day; a mandate that has not begun is asked of its first. */
const isMember = (
  day: string,
) => sql`exists (select 1 from memberships m where m.person_id = g.person_id and m.unit_id = g.unit_id
  and m.valid_from <= greatest(g.valid_from, ${day}::date) and (m.valid_until is null or m.valid_until > greatest(g.valid_from, ${day}::date)))`

const stateOn = (
  day: string,
) => sql`case when ${end} <= ${day}::date then 'over' when not ${isMember(day)} then 'void'
  when g.valid_from > ${day}::date then 'coming' else 'holds' end`

/** A unit's mandates, those that began last first. */
export async function listMandates(
  trx: Trx,
  unitIds: readonly string[],
  filter: {
    id?: string
    q?: string | undefined
    state?: string | undefined
    after: [string, string] | null
    limit: number
    today: string
  },
): Promise<MandateRow[]> {
  const pattern = `%${(filter.q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
  const [from, id] = filter.after ?? [null, null]
  const { rows } = await sql<MandateRow>`
    select * from (
      select ${columns}, ${stateOn(filter.today)} as state
      from mandates g left join colleagues p on p.id = g.person_id
      where g.unit_id = any(${[...unitIds]}::uuid[]) and (${filter.id ?? null}::uuid is null or g.id = ${filter.id ?? null})
        and (${filter.q ?? null}::text is null
          or shared.vn_norm(concat_ws(' ', p.name, g.position, g.for_whom, g.basis)) like shared.vn_norm(${pattern}))
        and (${from}::date is null or (g.valid_from, g.id) < (${from}::date, ${id}::uuid))) x
    where ${filter.state ?? null}::text is null or x.state = ${filter.state ?? null}
    order by x."from" desc, x.id desc limit ${filter.limit}`.execute(trx)
  return rows
}

/** Of one person in one unit, whenever they hold, but for those that were ended on their first day. */
export async function findOfPerson(trx: Trx, unitId: string, personId: string): Promise<MandateRow[]> {
  const { rows } = await sql<MandateRow>`
    select ${columns}, '' as state from mandates g left join colleagues p on p.id = g.person_id
    where g.unit_id = ${unitId} and g.person_id = ${personId}
      and (g.ended_from is null or g.ended_from > g.valid_from) order by g.valid_from, g.id`.execute(trx)
  return rows
}

const onDay = (day: string) =>
  sql`m.valid_from <= ${day}::date and (m.valid_until is null or m.valid_until > ${day}::date)`

/** Rows (person_id, title) of a unit's head on a day; of its leaders where nobody is named as head. */
const headsOn = (unitId: string, day: string) => sql`
  select distinct on (m.person_id) m.person_id, m.title, m.is_head, m.id from memberships m
  where m.unit_id = ${unitId} and ${onDay(day)} and m.role = 'leader'
    and (m.is_head or not exists (select 1 from memberships h
      where h.unit_id = m.unit_id and h.is_head and h.valid_from <= ${day}::date and (h.valid_until is null or h.valid_until > ${day}::date)))
  order by m.person_id, m.is_head desc, m.id`

/** What is known of somebody in a unit on a day; null for nobody. */
export async function findStanding(
  trx: Trx,
  unitId: string,
  personId: string | null,
  day: string,
): Promise<Standing | null> {
  if (personId === null) return null
  const { rows } = await sql<Omit<Standing, 'mandates'> & { isKnown: boolean }>`
    select coalesce(p.name, '') as name, p.id is not null as "isKnown",
      exists (select 1 from memberships m where m.person_id = s.id and m.unit_id = ${unitId} and ${onDay(day)}) as "isMember",
      s.id in (select person_id from (${headsOn(unitId, day)}) h) as "isHead"
    from (select ${personId}::uuid as id) s left join colleagues p on p.id = s.id`.execute(trx)
  const [found] = rows
  if (!found || !(found.isKnown || found.isMember)) return null
  const { isKnown: _, ...somebody } = found
  const mandates = await findOfPerson(trx, unitId, personId)
  return { ...somebody, mandates: mandates.map(withEnd) }
}

/** A row with the day on which it really ends. */
export function withEnd(row: MandateRow): MandateRow {
  const { until, endedFrom } = row
  return { ...row, until: endedFrom !== null && (until === null || endedFrom < until) ? endedFrom : until }
}

/** Who heads the unit on a day, with the position to print. */
export async function findHeads(
  trx: Trx,
  unitId: string,
  day: string,
): Promise<{ personId: string; name: string; title: string }[]> {
  const { rows } = await sql<{ personId: string; name: string; title: string }>`
    select h.person_id as "personId", p.name, coalesce(h.title, '') as title
    from (${headsOn(unitId, day)}) h join colleagues p on p.id = h.person_id
    order by h.is_head desc, h.id limit 20`.execute(trx)
  return rows
}

/** Mandates of a unit that hold on a day for a type of document. */
export async function findHolding(
  trx: Trx,
  unitId: string,
  type: string,
  day: string,
): Promise<MandateRow[]> {
  const { rows } = await sql<MandateRow>`
    select ${columns}, 'holds' as state from mandates g join colleagues p on p.id = g.person_id
    where g.unit_id = ${unitId} and g.valid_from <= ${day} and (${end} is null or ${end} > ${day}::date)
      and (cardinality(g.kinds) = 0 or ${type} = any(g.kinds)) and ${isMember(day)}
    order by array_position(array['q', 'tm', 'head', 'kt', 'tl', 'tuq'], g.authority), p.name, g.id limit 200`.execute(
    trx,
  )
  return rows
}

/** People of a unit on a day, to whom a mandate can be given. */
export async function findPeople(
  trx: Trx,
  unitId: string,
  day: string,
): Promise<{ id: string; name: string; title: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string; title: string | null }>`
    select p.id, p.name, max(m.title) as title from memberships m join colleagues p on p.id = m.person_id
    where m.unit_id = ${unitId} and ${onDay(day)} group by p.id, p.name order by ${byGivenName}, p.id limit 500`.execute(
    trx,
  )
  return rows
}

/** Whether somebody is of a unit on a day. */
export async function isOfUnit(trx: Trx, unitId: string, personId: string, day: string): Promise<boolean> {
  const { rows } = await sql`select 1 from memberships m join colleagues p on p.id = m.person_id
    where m.unit_id = ${unitId} and m.person_id = ${personId} and ${onDay(day)} limit 1`.execute(trx)
  return rows.length > 0
}
