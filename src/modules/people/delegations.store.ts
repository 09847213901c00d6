import { sql } from 'kysely'
import type { Db, Trx } from '../../platform/db.ts'
import type {} from './delegations.tables.ts'

export interface DelegationRow {
  id: string
  fromId: string
  fromName: string
  fromTitle: string | null
  toId: string
  toName: string
  toTitle: string | null
  since: string
  until: string
  revoked: boolean
  /** both are today, or on the first day if that is later, what the delegation rests on */
  stands: boolean
}

/** How many that ended are still shown. */
const shown = 50

/** Delegations of a unit: what holds or comes first. */
export async function findDelegations(trx: Trx, unitId: string, today: string): Promise<DelegationRow[]> {
  const { rows } = await sql<DelegationRow>`
    select d.id, d.from_person as "fromId", f.name as "fromName", d.to_person as "toId", t.name as "toName",
      (select m.title from memberships m where m.person_id = d.from_person and m.unit_id = d.unit_id order by m.valid_from desc limit 1) as "fromTitle",
      (select m.title from memberships m where m.person_id = d.to_person and m.unit_id = d.unit_id order by m.valid_from desc limit 1) as "toTitle",
      d.valid_from as since, d.valid_until as until, d.revoked_at is not null as revoked,
      ${stands(sql`greatest(d.valid_from, ${today}::date)`)} as stands
    from delegations d join persons f on f.id = d.from_person join persons t on t.id = d.to_person
    where d.unit_id = ${unitId}
    order by (d.valid_until > ${today} and d.revoked_at is null) desc, d.valid_until desc, d.id limit ${sql.lit(shown)}`.execute(
    trx,
  )
  return rows
}

/** The giver still holds the role, and the receiver still is of the unit, on a day. */
const stands = (day: ReturnType<typeof sql>) => sql`(
  exists (select 1 from memberships m where m.person_id = d.from_person and m.unit_id = d.unit_id and m.role = d.role
    and m.valid_from <= ${day} and (m.valid_until is null or m.valid_until > ${day}))
  and exists (select 1 from memberships m where m.person_id = d.to_person and m.unit_id = d.unit_id
    and m.valid_from <= ${day} and (m.valid_until is null or m.valid_until > ${day})))`

/**
 * Rows (person_id, unit_id, desk_id, role) of who holds which role in which unit on a day, by an own place or in somebody's
 * place. For work in a home; a role in somebody's place has no desk.
 */
export const heldOn = (day: string) => sql`
  select m.person_id, m.unit_id, m.desk_id, m.role from memberships m
  where m.valid_from <= ${day} and (m.valid_until is null or m.valid_until > ${day})
  union all
  select d.to_person, d.unit_id, null, d.role from delegations d join persons g on g.id = d.from_person and g.erased_at is null
  where d.revoked_at is null and d.valid_from <= ${day} and d.valid_until > ${day} and ${stands(sql`${day}::date`)}`

/**
 * In whose place a person may decide in a unit on a day: asked with every request, so that it ends with the day, the
 * revocation or either membership, and with nobody having to do anything.
 */
export async function findDelegated(
  db: Db,
  home: string,
  personId: string,
  unitId: string,
  today: string,
): Promise<{ by: string; name: string; role: 'leader'; until: string } | null> {
  const schema = sql.id(home)
  const { rows } = await sql<{ by: string; name: string; role: 'leader'; until: string }>`
    select d.from_person as by, p.name, d.role, d.valid_until as until
    from ${schema}.delegations d join ${schema}.persons p on p.id = d.from_person and p.erased_at is null
    where d.to_person = ${personId} and d.unit_id = ${unitId} and d.revoked_at is null
      and d.valid_from <= ${today} and d.valid_until > ${today}
      and exists (select 1 from ${schema}.memberships m where m.person_id = d.from_person and m.unit_id = d.unit_id
        and m.role = d.role and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))
    order by d.valid_until desc, d.id limit 1`.execute(db)
  return rows[0] ?? null
}

/** People of a unit with an account and a place there today, who do not hold the role themselves. */
export async function findReceivers(
  trx: Trx,
  home: string,
  unitId: string,
  today: string,
): Promise<{ id: string; name: string; title: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string; title: string | null }>`
    select p.id, p.name, max(m.title) as title from memberships m
    join persons p on p.id = m.person_id and p.erased_at is null
    join account_persons a on a.home = ${home} and a.person_id = p.id
    where m.unit_id = ${unitId} and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
    group by p.id, p.name having not bool_or(m.role = 'leader') order by p.name, p.id limit 500`.execute(trx)
  return rows
}
