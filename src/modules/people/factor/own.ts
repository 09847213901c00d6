import type { z } from 'zod'
import type { Ctx } from '../../../platform/context.ts'
import { AppError } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { ownScope, write } from '../../../platform/write.ts'
import { fieldRefusal } from '../credentials.ts'
import { orderEndOfSessions } from '../end-sessions.job.ts'
import { verifyPassword } from '../passwords.ts'
import { withoutBody } from '../quiet-request.ts'
import { endSessionsOf } from '../sessions.ts'
import { countTry, forgetTries, signInLimits } from '../throttle.ts'
import type { Code, Codes, OwnFactors, Password, TotpToEnter } from './factor.schema.ts'
import { findFactors, isDemanded, lockTotp, makeRecoveryCodes } from './factor.store.ts'
import { allowsPasskeys } from './place.rules.ts'
import { beginTotpOf, confirmTotpOf, readBegunTotp } from './totp.ts'

/** The second factors of the own account. */
export async function readOwnFactors(ctx: Ctx): Promise<z.input<typeof OwnFactors>> {
  const accountId = accountOf(ctx)
  const factors = await findFactors(ctx.db, accountId)
  return {
    totpSince: factors.totpSince?.toISOString() ?? null,
    codesLeft: factors.codesLeft,
    passkeys: factors.passkeys.map((p) => ({
      id: p.id,
      device: p.device,
      createdAt: p.createdAt.toISOString(),
      usedAt: p.usedAt?.toISOString() ?? null,
    })),
    allowsPasskeys: allowsPasskeys(ctx.origin),
    isDemanded: await isDemanded(ctx.db, accountId, ctx.clock.today()),
  }
}

/**
 * Begins an authenticator application: asks for the password, so that nobody at an open screen can add one.
 * @throws people.current_wrong, people.wait, people.totp_there
 */
export async function beginTotp(
  ctx: Ctx,
  input: z.output<typeof Password>,
): Promise<z.input<typeof TotpToEnter>> {
  const accountId = accountOf(ctx)
  await requirePassword(ctx, input.password)
  return write(withoutBody(ctx, 'totp.begin'), ownScope(ctx), {
    act: async (trx) => {
      await beginTotpOf(trx, ctx, accountId, true)
      await recordEvent(trx, withoutBody(ctx, 'totp.begin'), 'account.begin_totp', [
        { what: 'account', id: accountId },
      ])
    },
    answer: (trx) => readBegunTotp(trx, ctx, accountId),
  })
}

/**
 * Puts the begun application in force; every other session ends.
 * @returns the recovery codes once; null when the request is repeated, because only their hashes are kept
 * @throws people.wrong_code, people.totp_not_begun
 */
export async function confirmTotp(ctx: Ctx, input: z.output<typeof Code>): Promise<z.input<typeof Codes>> {
  const accountId = accountOf(ctx)
  const wait = await countTry(ctx.db, 'second account', accountId, signInLimits.account, ctx.clock.now())
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  let codes: string[] | null = null
  const answer = await write(withoutBody(ctx, 'totp.confirm'), ownScope(ctx), {
    act: async (trx) => {
      codes = await confirmTotpOf(trx, withoutBody(ctx, 'totp.confirm'), accountId, input.code)
      await orderEndOfSessions(trx, ctx, accountId, ctx.sessionId)
    },
    answer: async () => ({ codes }),
  })
  await forgetTries(ctx.db, 'second account', accountId)
  await endSessionsOf(ctx.db, accountId, ctx.sessionId)
  return answer
}

/** Ten new recovery codes in the place of the old. @throws people.current_wrong, people.wait, people.totp_not_begun */
export async function renewRecoveryCodes(
  ctx: Ctx,
  input: z.output<typeof Password>,
): Promise<z.input<typeof Codes>> {
  const accountId = accountOf(ctx)
  await requirePassword(ctx, input.password)
  const quiet = withoutBody(ctx, 'codes.renew')
  let codes: string[] | null = null
  return write(quiet, ownScope(ctx), {
    act: async (trx) => {
      await lockTotp(trx, accountId)
      const factors = await findFactors(trx, accountId)
      if (factors.totpSince === null && factors.passkeys.length === 0)
        throw new AppError('people.totp_not_begun')
      codes = await makeRecoveryCodes(trx, accountId)
      await recordEvent(trx, quiet, 'account.renew_recovery_codes', [{ what: 'account', id: accountId }])
    },
    answer: async () => ({ codes }),
  })
}

/** Takes the application away; without a passkey the recovery codes go as well. @throws people.current_wrong, people.wait */
export async function removeTotp(
  ctx: Ctx,
  input: z.output<typeof Password>,
): Promise<z.input<typeof OwnFactors>> {
  const accountId = accountOf(ctx)
  await requirePassword(ctx, input.password)
  const quiet = withoutBody(ctx, 'totp.remove')
  await write(quiet, ownScope(ctx), {
    act: async (trx) => {
      if (!(await lockTotp(trx, accountId))) return
      await trx.deleteFrom('account_totp').where('account_id', '=', accountId).execute()
      if ((await findFactors(trx, accountId)).passkeys.length === 0)
        await trx.deleteFrom('account_recovery_codes').where('account_id', '=', accountId).execute()
      await recordEvent(trx, quiet, 'account.remove_totp', [{ what: 'account', id: accountId }])
    },
    answer: async () => undefined,
  })
  return readOwnFactors(ctx)
}

/** Asks for the own password again, before what would lock the owner out. @throws people.current_wrong, people.no_password, people.wait */
export async function requirePassword(ctx: Ctx, password: string): Promise<void> {
  const accountId = accountOf(ctx)
  const wait = await countTry(ctx.db, 'password', accountId, signInLimits.account, ctx.clock.now())
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  const account = await ctx.db
    .withSchema('shared')
    .selectFrom('accounts')
    .select('password_hash')
    .where('id', '=', accountId)
    .executeTakeFirst()
  const kept = account?.password_hash ?? null
  if (!(await verifyPassword(kept, password)))
    throw fieldRefusal(ctx.locale, kept === null ? 'people.no_password' : 'people.current_wrong', 'password')
  await forgetTries(ctx.db, 'password', accountId)
}

export function accountOf(ctx: Ctx): string {
  if (ctx.actor.accountId === null) throw new AppError('common.sign_in')
  return ctx.actor.accountId
}
