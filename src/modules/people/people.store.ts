import { sql } from 'kysely'
import type { Role } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'

export interface MembershipRow {
  id: string
  role: Role
  title: string | null
  desk: { id: string; code: string; name: string } | null
  isHead: boolean
  from: string
  until: string | null
}

export interface PersonRow {
  id: string
  name: string
  email: string | null
  phone: string | null
  login: string | null
  memberships: MembershipRow[]
  invitation: { id: string; expiresAt: string } | null
  /** the unit that keeps the person's row */
  keptBy: string
  /** every unit of which the person is a member today or later */
  units: UnitOfPerson[]
  hasFactor: boolean
  /** in how many homes the account is somebody; 0 without an account */
  homes: number
  sort: string
}

export interface UnitOfPerson {
  id: string
  /** a member today already */
  now: boolean
}

export interface PeopleFilter {
  home: string
  unitId: string
  today: string
  now: Date
  q: string
  /** memberships that have ended, instead of those that hold today or later */
  ended: boolean
  /** only this person */
  personId: string | null
}

/** How people are listed in Vietnamese, of a row `p` with a name: by its last word, then the whole, diacritics aside. */
export const byGivenName = sql`shared.vn_norm(regexp_replace(p.name, '^.* ', '') || ' ' || p.name)`

/**
 * People with a membership of a unit that holds today or later, or with one that has ended: the head, then by given name (the last word), as lists
 * are written here. The caller has asked whether the unit may be read.
 */
export async function listPeople(
  trx: Trx,
  f: PeopleFilter,
  after: { sort: string; id: string } | null,
  limit: number,
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select * from (
      select p.id, p.name, p.email, p.phone, a.login, m.list as memberships, p.unit_id as "keptBy",
        (select coalesce(json_agg(json_build_object('id', o.unit_id, 'now', o.now)), '[]') from (
          select o.unit_id, bool_or(o.valid_from <= ${f.today}) as now from memberships o
          where o.person_id = p.id and (o.valid_until is null or o.valid_until > ${f.today}) group by o.unit_id) o) as units,
        (select count(*) from account_persons o where o.account_id = a.id) as homes,
        (exists (select 1 from account_totp f where f.account_id = a.id and f.confirmed_at is not null)
          or exists (select 1 from account_passkeys k where k.account_id = a.id)) as "hasFactor",
        (select json_build_object('id', i.id, 'expiresAt', to_char(i.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          from invitations i where i.person_id = p.id and i.unit_id = ${f.unitId} and i.used_at is null and i.revoked_at is null and i.expires_at > ${f.now}
          order by i.created_at desc limit 1) as invitation,
        (case when m.head then '0 ' else '1 ' end) || ${byGivenName} as sort
      from persons p
      join lateral (
        select json_agg(json_build_object('id', m.id, 'role', m.role, 'title', m.title, 'isHead', m.is_head,
            'from', m.valid_from, 'until', m.valid_until,
            'desk', case when d.id is null then null else json_build_object('id', d.id, 'code', d.code, 'name', d.name) end)
            order by m.is_head desc, m.valid_from, m.role) as list,
          coalesce(bool_or(m.is_head and m.valid_from <= ${f.today} and not ${f.ended}::boolean), false) as head
        from memberships m left join desks d on d.id = m.desk_id
        where m.person_id = p.id and m.unit_id = ${f.unitId} and coalesce(m.valid_until <= ${f.today}, false) = ${f.ended}::boolean
      ) m on m.list is not null
      left join account_persons ap on ap.home = ${f.home} and ap.person_id = p.id
      left join accounts a on a.id = ap.account_id
      where p.erased_at is null and (${f.personId}::uuid is null or p.id = ${f.personId})
        and exists (select 1 from memberships e where e.person_id = p.id and e.unit_id = ${f.unitId})
        and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${f.q}), ' ')) w(word)
          where w.word <> '' and position(w.word in shared.vn_norm(p.name)) = 0)
    ) people
    where (${after === null} or (sort, id) > (${after?.sort ?? ''}::text, ${after?.id ?? null}::uuid))
    order by sort, id limit ${limit}`.execute(trx)
  return rows
}

/** The accountable head of a unit on a day, or null. */
export async function findHead(
  trx: Trx,
  unitId: string,
  day: string,
): Promise<{ id: string; name: string; title: string | null } | null> {
  const row = await trx
    .selectFrom('memberships as m')
    .innerJoin('colleagues as p', 'p.id', 'm.person_id')
    .select(['p.id', 'p.name', 'm.title'])
    .where('m.unit_id', '=', unitId)
    .where('m.is_head', '=', true)
    .where('m.valid_from', '<=', day)
    .where((e) => e.or([e('m.valid_until', 'is', null), e('m.valid_until', '>', day)]))
    .orderBy('m.valid_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Units of which a person is a member today or later: whoever hands out the person's account answers for all of them. */
export async function unitsOfPerson(trx: Trx, personId: string, today: string): Promise<UnitOfPerson[]> {
  const { rows } = await sql<UnitOfPerson>`
    select m.unit_id as id, bool_or(m.valid_from <= ${today}) as now from memberships m
    where m.person_id = ${personId} and (m.valid_until is null or m.valid_until > ${today}) group by m.unit_id`.execute(
    trx,
  )
  return rows
}

/** Changes of a unit's people go one after the other: rules about its head and its last administrator look at all of them. */
export async function lockUnit(trx: Trx, unitId: string): Promise<void> {
  await sql`select 1 from units where id = ${unitId} for no key update`.execute(trx)
}

/** A membership with its unit, or null. */
export async function findMembership(
  trx: Trx,
  id: string,
): Promise<{
  id: string
  unitId: string
  personId: string
  role: Role
  from: string
  until: string | null
} | null> {
  const row = await trx
    .selectFrom('memberships')
    .select(['id', 'unit_id as unitId', 'person_id as personId', 'role', 'valid_from as from'])
    .select('valid_until as until')
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Somebody else who is head of the unit on some day of `[from, until)`; null when there is none. */
export async function findOtherHead(
  trx: Trx,
  unitId: string,
  personId: string,
  period: { from: string; until: string | null },
): Promise<{ name: string } | null> {
  const { rows } = await sql<{ name: string }>`
    select p.name from memberships m join colleagues p on p.id = m.person_id
    where m.unit_id = ${unitId} and m.is_head and m.person_id <> ${personId}
      and m.valid_from < coalesce(${period.until}::date, 'infinity') and coalesce(m.valid_until, 'infinity') > ${period.from}
    limit 1`.execute(trx)
  return rows[0] ?? null
}

/** How many people with accounts administer a unit on a day, leaving one membership out. */
export async function countAdmins(
  trx: Trx,
  home: string,
  unitId: string,
  day: string,
  without: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct m.person_id) as n from memberships m
    join account_persons ap on ap.home = ${home} and ap.person_id = m.person_id
    where m.unit_id = ${unitId} and m.role = 'admin' and m.id <> ${without}
      and m.valid_from <= ${day} and (m.valid_until is null or m.valid_until > ${day})`.execute(trx)
  return rows[0]?.n ?? 0
}

/** The account of a person in a home, and in how many homes it is somebody; null without an account. */
export async function findAccount(
  trx: Trx,
  home: string,
  personId: string,
): Promise<{ id: string; login: string; homes: number } | null> {
  const { rows } = await sql<{ id: string; login: string; homes: number }>`
    select a.id, a.login, (select count(*) from account_persons o where o.account_id = a.id) as homes
    from account_persons ap join accounts a on a.id = ap.account_id
    where ap.home = ${home} and ap.person_id = ${personId}`.execute(trx)
  return rows[0] ?? null
}

export interface AccountLine {
  login: string | null
  personId: string
  name: string
  unitId: string
  unitCode: string
  unitName: string
  roles: string
  hasLink: boolean
}

/** Everybody of a home with a place on a day, by unit and name, for the administrator at the console. */
export async function findAccounts(trx: Trx, home: string, today: string, now: Date): Promise<AccountLine[]> {
  const { rows } = await sql<AccountLine>`
    select a.login, p.id as "personId", p.name, u.id as "unitId", u.code as "unitCode", n.short_name as "unitName",
      string_agg(m.role, ', ' order by m.role) as roles,
      exists (select 1 from invitations i where i.person_id = p.id and i.used_at is null and i.revoked_at is null and i.expires_at > ${now}) as "hasLink"
    from memberships m join persons p on p.id = m.person_id and p.erased_at is null
    join units u on u.id = m.unit_id
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    left join account_persons ap on ap.home = ${home} and ap.person_id = p.id
    left join accounts a on a.id = ap.account_id
    where m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
    group by a.login, p.id, p.name, u.id, u.code, n.short_name order by u.code, p.name`.execute(trx)
  return rows
}

/**
 * A person's name as papers bear it. None of whoever is erased: the row keeps the name until the erasure has looked
 * everywhere, and what is printed meanwhile would bring it back.
 */
export async function nameOnPaper(trx: Trx, personId: string | null): Promise<string | null> {
  if (personId === null) return null
  const row = await trx.selectFrom('colleagues').select('name').where('id', '=', personId).executeTakeFirst()
  return row?.name ?? null
}
