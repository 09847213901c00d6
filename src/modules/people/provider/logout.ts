import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import type { Ended } from '../../../platform/logout-token.ts'
import type { Vouched } from '../../../platform/oidc.ts'
import { addressPrefix, countTry, waitOf } from '../throttle.ts'
import type {} from './provider.tables.ts'

declareErrors({ 'people.logout_replayed': 400 })

/**
 * The sign-in at another provider from which a session comes: SHA-256 of what the provider calls its person and the
 * sign-in, in hexadecimal, so that the table of sessions names nobody there.
 */
export interface Via {
  subject: string
  session: string | null
  /** when the provider vouched: an instant of the database's clock, which all servers share */
  at: string
}

/** Wrong tokens from one network; right ones are not counted, or a province that goes home would be too much. */
const limit = { most: 30, seconds: 60 }

/** What a session that begins now keeps of whom the provider vouched for. */
export async function viaOf(db: Db, { issuer, subject, session }: Vouched): Promise<Via> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  return {
    subject: nameHash('sub', issuer, subject).toString('hex'),
    session: session === null ? null : nameHash('sid', issuer, session).toString('hex'),
    at: (rows[0]?.at ?? new Date(0)).toISOString(),
  }
}

function nameHash(kind: 'sub' | 'sid' | 'jti', issuer: string, name: string): Buffer {
  return createHash('sha256').update(`${kind}\n${issuer}\n${name}`).digest()
}

/**
 * Takes what the provider says of sessions that ended there (OpenID Connect Back-Channel Logout 1.0): the sessions that came
 * from them end here, on every server, and so does what is under way of signing in. A session that began otherwise stays.
 * @param address of whoever says so
 * @throws common.provider_refused, common.provider_down; people.logout_replayed for a token that came before; people.wait
 */
export async function hearLogout(ctx: Ctx, token: string, address: string): Promise<void> {
  if (!ctx.provider) throw new AppError('people.no_provider')
  const now = ctx.clock.now()
  const from = addressPrefix(address)
  const wait = await waitOf(ctx.db, 'provider logout', from, limit, now)
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  try {
    const ended = await ctx.provider.readLogout(token)
    if (!(await endSessionsBy(ctx.db, ended))) throw new AppError('people.logout_replayed')
  } catch (error) {
    await countTry(ctx.db, 'provider logout', from, limit, now)
    throw error
  }
}

/** @returns false for a token that was taken before; nothing ends then */
async function endSessionsBy(db: Db, ended: Ended): Promise<boolean> {
  const { issuer } = ended
  const id = nameHash('jti', issuer, ended.id)
  const subject = ended.subject === null ? null : nameHash('sub', issuer, ended.subject)
  const session = ended.session === null ? null : nameHash('sid', issuer, ended.session)
  const sessions = isOf(sql.ref('provider_subject'), sql.ref('provider_session'), subject, session)
  const steps = isOf(
    sql`decode(facts -> 'via' ->> 'subject', 'hex')`,
    sql`decode(facts -> 'via' ->> 'session', 'hex')`,
    subject,
    session,
  )
  // One statement: a token that is kept as taken has ended its sessions, whenever a server is killed.
  const { rows } = await sql`
    with heard as (
      insert into system.provider_logouts (id, subject, session, heard_at)
      values (${id}, ${subject}, ${session}, clock_timestamp()) on conflict (id) do nothing returning id),
    ended as (delete from system.sessions where exists (select 1 from heard) and ${sessions}),
    steps as (delete from system.sign_in_steps where exists (select 1 from heard) and ${steps})
    select id from heard`.execute(db)
  if (rows.length === 0) return false
  // What was written at the same moment, which that statement did not see; what comes later looks for itself (below).
  await sql`delete from system.sessions where ${sessions}`.execute(db)
  return true
}

/**
 * A sign-in that the token names: that one, or where either side knows none by name, all of its person.
 * @param of columns or expressions of one row
 */
function isOf(
  ofSubject: RawBuilder<unknown>,
  ofSession: RawBuilder<unknown>,
  subject: Buffer | null,
  session: Buffer | null,
): RawBuilder<boolean> {
  if (session === null) return sql<boolean>`(${ofSubject} = ${subject})`
  if (subject === null) return sql<boolean>`(${ofSession} = ${session})`
  return sql<boolean>`(${ofSubject} = ${subject} and (${ofSession} = ${session} or ${ofSession} is null))`
}

/** Whether the provider has said since it vouched that this sign-in is over: then no session may come from it. */
export async function isOver(db: Db, via: Via): Promise<boolean> {
  const subject = Buffer.from(via.subject, 'hex')
  const session = via.session === null ? null : Buffer.from(via.session, 'hex')
  const { rows } = await sql`
    select 1 from system.provider_logouts where heard_at >= ${via.at}::timestamptz and (
      (session is null and subject = ${subject})
      or session = ${session}
      or (${session}::bytea is null and subject = ${subject})) limit 1`.execute(db)
  return rows.length > 0
}

/** Takes away what was heard a day ago: a token is good for ten minutes, a sign-in under way for thirty. */
export async function sweepLogouts(db: Db): Promise<void> {
  await sql`delete from system.provider_logouts where heard_at < clock_timestamp() - interval '1 day'`.execute(
    db,
  )
}
