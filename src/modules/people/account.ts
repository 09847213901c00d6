import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { fieldRefusal, loginKey, refusalOfPassword } from './credentials.ts'
import { orderEndOfSessions } from './end-sessions.job.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { withoutBody } from './quiet-request.ts'
import type { AccountSessions, ChangePassword, OwnContact } from './people.schema.ts'
import { endSession, endSessionsOf } from './sessions.ts'
import { countTry, forgetTries, signInLimits } from './throttle.ts'

declareErrors({ 'people.current_wrong': 403, 'people.no_password': 403 })

/** The signed-in browsers of one's own account, last used first. */
export async function readSessions(ctx: Ctx): Promise<z.input<typeof AccountSessions>> {
  const rows = await ctx.db
    .selectFrom('system.sessions')
    .select(['id', 'device', 'created_at', 'seen_at'])
    .where('account_id', '=', accountOf(ctx))
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('seen_at', 'desc')
    .limit(100)
    .execute()
  return {
    sessions: rows.map((row) => ({
      id: row.id.toString('hex'),
      device: row.device,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      current: ctx.sessionId?.equals(row.id) ?? false,
    })),
  }
}

/**
 * Ends one session of one's own account.
 * @param id as the list gives it
 * @throws common.not_found also for a session of another account
 */
export async function endOwnSession(ctx: Ctx, id: string): Promise<z.input<typeof AccountSessions>> {
  const session = Buffer.from(id, 'hex')
  const found = await ctx.db
    .selectFrom('system.sessions')
    .select('id')
    .where('id', '=', session)
    .where('account_id', '=', accountOf(ctx))
    .executeTakeFirst()
  if (!found) throw new AppError('common.not_found')
  await endSession(ctx.db, session)
  return readSessions(ctx)
}

/** Ends every session of one's own account but this one. */
export async function endOtherSessions(ctx: Ctx): Promise<z.input<typeof AccountSessions>> {
  await endSessionsOf(ctx.db, accountOf(ctx), ctx.sessionId)
  return readSessions(ctx)
}

/**
 * Changes one's own password and ends every other session.
 * @throws people.current_wrong, people.no_password, people.wait after too many tries, people.password_…
 */
export async function changePassword(
  ctx: Ctx,
  input: z.output<typeof ChangePassword>,
): Promise<{ ok: true }> {
  const accountId = accountOf(ctx)
  const quiet = withoutBody(ctx, 'password')
  // Before the transaction: inside it each change would hold one connection and wait for another.
  const wait = await countTry(ctx.db, 'password', accountId, signInLimits.account, ctx.clock.now())
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  const result = await write(quiet, ownScope(ctx), {
    act: async (trx) => {
      const account = await trx
        .selectFrom('accounts')
        .select('password_hash')
        .where('id', '=', accountId)
        .forUpdate()
        .executeTakeFirst()
      const kept = account?.password_hash ?? null
      if (!(await verifyPassword(kept, input.current)))
        throw fieldRefusal(
          ctx.locale,
          kept === null ? 'people.no_password' : 'people.current_wrong',
          'current',
        )
      const refusal = refusalOfPassword(input.next, ctx.login ?? '')
      if (refusal) throw fieldRefusal(ctx.locale, refusal, 'next')
      await trx
        .updateTable('accounts')
        .set({ password_hash: await hashPassword(input.next) })
        .where('id', '=', accountId)
        .execute()
      await orderEndOfSessions(trx, ctx, accountId, ctx.sessionId)
      await recordEvent(trx, quiet, 'account.change_password', [{ what: 'account', id: accountId }])
    },
    answer: async (): Promise<{ ok: true }> => ({ ok: true }),
  })
  await forgetTries(ctx.db, 'password', accountId)
  await endSessionsOf(ctx.db, accountId, ctx.sessionId)
  return result
}

/** How one is reached oneself. All units: the unit that keeps the person may be another than the acting one. */
export async function readOwnContact(ctx: Ctx): Promise<z.input<typeof OwnContact>> {
  return read(ctx, '*', (trx) => contactOf(trx, personOf(ctx)))
}

/** Changes how one is reached; the event names the person, never the contact. */
export async function changeOwnContact(
  ctx: Ctx,
  input: z.output<typeof OwnContact>,
): Promise<z.input<typeof OwnContact>> {
  const personId = personOf(ctx)
  const quiet = withoutBody(ctx, 'contact')
  return write(quiet, '*', {
    act: async (trx) => {
      await trx
        .updateTable('persons')
        .set({ email: input.email, phone: input.phone })
        .where('id', '=', personId)
        .execute()
      await recordEvent(trx, quiet, 'person.change_own_contact', [{ what: 'person', id: personId }])
    },
    answer: (trx) => contactOf(trx, personId),
  })
}

async function contactOf(trx: Trx, personId: string): Promise<z.input<typeof OwnContact>> {
  return trx
    .selectFrom('persons')
    .select(['email', 'phone'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
}

function personOf(ctx: Ctx): string {
  if (ctx.actor.personId === null) throw new AppError('common.sign_in')
  return ctx.actor.personId
}

function accountOf(ctx: Ctx): string {
  if (ctx.actor.accountId === null) throw new AppError('common.sign_in')
  return ctx.actor.accountId
}

/**
 * Gives an account a new password and ends all its sessions: the administrator at the console, for whoever has no
 * administrator left to send a link.
 * @returns false when there is no such log-in name in this home
 * @throws people.password_…
 */
export async function setPassword(ctx: Ctx, login: string, password: string): Promise<boolean> {
  const refusal = refusalOfPassword(password, login)
  if (refusal) throw fieldRefusal(ctx.locale, refusal, 'password')
  const passwordHash = await hashPassword(password)
  let accountId = ''
  await write(ctx, '*', {
    act: async (trx) => {
      const account = await trx
        .selectFrom('accounts as a')
        .innerJoin('account_persons as ap', 'ap.account_id', 'a.id')
        .select('a.id')
        .where('a.login_key', '=', loginKey(login))
        .where('ap.home', '=', ctx.home)
        .executeTakeFirst()
      if (!account) return
      accountId = account.id
      await trx
        .updateTable('accounts')
        .set({ password_hash: passwordHash })
        .where('id', '=', accountId)
        .execute()
      await orderEndOfSessions(trx, ctx, accountId)
      await recordEvent(trx, ctx, 'account.set_password', [{ what: 'account', id: accountId }])
    },
    answer: async () => undefined,
  })
  if (accountId === '') return false
  await endSessionsOf(ctx.db, accountId)
  return true
}
