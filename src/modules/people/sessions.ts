import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Ctx, Role } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import type { Locale } from '../../messages/index.ts'
import { findDelegated } from './delegations.store.ts'
import type {} from './factor/factor.tables.ts'
import type {} from './people.tables.ts'
import { isOver, sweepLogouts, type Via } from './provider/logout.ts'

/** A session ends by itself after this long without use. */
export const sessionDays = 14

export interface MembershipInfo {
  unit: { id: string; code: string; kind: string; name: string; shortName: string }
  title: string | null
  roles: Role[]
  deskIds: string[]
}

/** Who is signed in, as every request needs it. */
export interface SignedIn {
  actor: Actor
  home: string
  locale: Locale
  login: string
  sessionId: Buffer
}

/** SHA-256 of a token, as it stands in tables: a copy of the table opens nothing. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * Begins a session.
 * @param device browser and system in two words, for the person's own list
 * @param via the sign-in at another provider that it comes from: the session ends with that
 * @returns the token for the cookie; it is shown once
 * @throws people.step_over when the provider said meanwhile that the sign-in there is over
 */
export async function beginSession(
  db: Db,
  account: { id: string; home: string },
  device: string,
  now: Date,
  via: Via | null = null,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const id = tokenHash(token)
  await db
    .insertInto('system.sessions')
    .values({
      id,
      account_id: account.id,
      home: account.home,
      unit_id: null,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + sessionDays * 86_400_000),
      device,
      provider_subject: via && Buffer.from(via.subject, 'hex'),
      provider_session: via?.session ? Buffer.from(via.session, 'hex') : null,
    })
    .execute()
  // After it is written: whichever of the two comes second sees the other.
  if (via && (await isOver(db, via))) {
    await endSession(db, id)
    throw new AppError('people.step_over')
  }
  return token
}

export async function endSession(db: Db, id: Buffer): Promise<void> {
  await db.deleteFrom('system.sessions').where('id', '=', id).execute()
}

/** Ends all sessions of an account, but for one that may stay. */
export async function endSessionsOf(db: Db, accountId: string, but?: Buffer): Promise<void> {
  let query = db.deleteFrom('system.sessions').where('account_id', '=', accountId)
  if (but) query = query.where('id', '!=', but)
  await query.execute()
}

/** Takes away sessions that ended by themselves and counters of tries that nobody waits for any more. */
export async function sweepSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('system.sessions').where('expires_at', '<', now).execute()
  const aDayAgo = new Date(now.getTime() - 86_400_000)
  await db.deleteFrom('system.rate_counters').where('window_start', '<', aDayAgo).execute()
  await db.deleteFrom('system.sign_in_steps').where('expires_at', '<', now).execute()
  await sweepLogouts(db)
}

interface SessionRow {
  account_id: string
  home: string
  unit_id: string | null
  seen_at: Date
  login: string
  locale: Locale
  person_id: string
}

/** The person behind a cookie's token, or null when the session ended, the account is closed or no membership is left. */
export async function findSignedIn(
  db: Db,
  token: string,
  now: Date,
  today: string,
): Promise<SignedIn | null> {
  const id = tokenHash(token)
  const found = await sql<SessionRow>`
    select s.account_id, s.home, s.unit_id, s.seen_at, a.login, a.locale, ap.person_id
    from system.sessions s
    join shared.accounts a on a.id = s.account_id and a.disabled_at is null
    join shared.account_persons ap on ap.account_id = a.id and ap.home = s.home
    where s.id = ${id} and s.expires_at > ${now}`.execute(db)
  const session = found.rows[0]
  if (!session) return null
  const person = await findPerson(db, session.home, session.person_id, today)
  if (!person) return null
  // At most one write a quarter of an hour: a list of pages must not become a list of updates.
  if (now.getTime() - session.seen_at.getTime() > 900_000) {
    const expires = new Date(now.getTime() + sessionDays * 86_400_000)
    await db
      .updateTable('system.sessions')
      .set({ seen_at: now, expires_at: expires })
      .where('id', '=', id)
      .execute()
  }
  const acting = person.memberships.find((m) => m.unit.id === session.unit_id) ?? person.memberships[0]
  if (!acting) return null
  const given = acting.roles.includes('leader')
    ? null
    : await findDelegated(db, session.home, session.person_id, acting.unit.id, today)
  return {
    actor: {
      kind: 'person',
      accountId: session.account_id,
      personId: session.person_id,
      unitId: acting.unit.id,
      roles: given ? [...acting.roles, given.role] : acting.roles,
      ...(given ? { delegated: { by: given.by, role: given.role } } : {}),
      deskIds: acting.deskIds,
      ownUnits: [acting.unit.id, ...(await findClosedBefore(db, acting.unit.id, today))],
    },
    home: session.home,
    locale: session.locale,
    login: session.login,
    sessionId: id,
  }
}

/** Chooses the unit acted for; false when the person is not of that unit today. */
export async function chooseUnit(db: Db, ctx: Ctx, sessionId: Buffer, unitId: string): Promise<boolean> {
  const person = ctx.actor.personId
    ? await findPerson(db, ctx.home, ctx.actor.personId, ctx.clock.today())
    : null
  if (!person?.memberships.some((m) => m.unit.id === unitId)) return false
  await db.updateTable('system.sessions').set({ unit_id: unitId }).where('id', '=', sessionId).execute()
  return true
}

interface MemberRow {
  name: string
  unit_id: string
  code: string
  kind: string
  unit_name: string
  short_name: string
  title: string | null
  role: Role
  desk_id: string | null
}

/** A person of a home with the memberships that hold on a day; null for one who is erased or has none. */
export async function findPerson(
  db: Db,
  home: string,
  personId: string,
  today: string,
): Promise<{ name: string; memberships: MembershipInfo[] } | null> {
  const schema = sql.id(home)
  const { rows } = await sql<MemberRow>`
    select p.name, m.unit_id, u.code, u.kind, n.name as unit_name, n.short_name, m.title, m.role, m.desk_id
    from ${schema}.persons p
    join ${schema}.memberships m on m.person_id = p.id and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
    join shared.units u on u.id = m.unit_id
    join shared.unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    where p.id = ${personId} and p.erased_at is null
    order by m.is_head desc, m.valid_from, u.code`.execute(db)
  const first = rows[0]
  if (!first) return null
  const memberships: MembershipInfo[] = []
  for (const row of rows) {
    let membership = memberships.find((m) => m.unit.id === row.unit_id)
    if (!membership) {
      membership = {
        unit: {
          id: row.unit_id,
          code: row.code,
          kind: row.kind,
          name: row.unit_name,
          shortName: row.short_name,
        },
        title: row.title,
        roles: [],
        deskIds: [],
      }
      memberships.push(membership)
    }
    if (!membership.roles.includes(row.role)) membership.roles.push(row.role)
    if (row.desk_id !== null) membership.deskIds.push(row.desk_id)
  }
  return { name: first.name, memberships }
}

/** Closed units whose work goes on in this one, through any number of steps: the read ground "own" reaches them. */
export async function findClosedBefore(db: Db, unitId: string, today: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive before as (
      select s.from_id from shared.unit_succession s where s.to_id = ${unitId} and s.day <= ${today} and s.kind in ('merge', 'split')
      union select s.from_id from shared.unit_succession s join before b on s.to_id = b.from_id where s.day <= ${today} and s.kind in ('merge', 'split')
    )
    select u.id from before b join shared.units u on u.id = b.from_id where u.valid_until is not null and u.valid_until <= ${today}`.execute(
    db,
  )
  return rows.map((r) => r.id)
}
