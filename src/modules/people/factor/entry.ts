import type { Clock } from '../../../platform/clock.ts'
import { wallOf } from '../../../platform/clock.ts'
import { systemActor, type Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { transaction } from '../../../platform/tx.ts'
import type { Via } from '../provider/logout.ts'
import { beginSession } from '../sessions.ts'
import { addressPrefix, countTry, forgetTries, signInLimits, takeTryBack } from '../throttle.ts'
import { stepOfCode } from './codes.rules.ts'
import {
  findFactors,
  hasFactor,
  isDemanded,
  lockTotp,
  takeRecoveryCode,
  takeStep as takeCode,
} from './factor.store.ts'
import { beginStep, findStep, takeStep, viaOfStep } from './steps.ts'
import { beginTotpOf, confirmTotpOf, type TotpBegun } from './totp.ts'

declareErrors({ 'people.wrong_code': 401 })

/** Where somebody is after a proof: signed in, or before the second step, or before setting one up. */
export type Entry =
  | { kind: 'in'; /** of the session's cookie */ token: string }
  | { kind: 'second' | 'setup'; /** of the step's cookie */ step: string }

/**
 * Lets in whoever has proved one factor (a password, a link, another provider's word): at once, or by way of the second
 * step. Every way of signing in ends here, so that none leads past the second factor.
 * @param proof `isStrong`: it was of two factors already, as a provider says or a passkey that asked for its holder; `via`:
 *   the sign-in at a provider, with which what begins here ends
 */
export async function enter(
  db: Db,
  clock: Clock,
  account: { id: string; home: string },
  device: string,
  proof: { isStrong?: boolean; via?: Via | null } = {},
): Promise<Entry> {
  const now = clock.now()
  const { isStrong = false, via = null } = proof
  if (isStrong) return { kind: 'in', token: await beginSession(db, account, device, now, via) }
  const of = { accountId: account.id, home: account.home, facts: { via } }
  if (hasFactor(await findFactors(db, account.id)))
    return { kind: 'second', step: await beginStep(db, now, { kind: 'second', ...of }) }
  if (await isDemanded(db, account.id, clock.today()))
    return { kind: 'setup', step: await beginStep(db, now, { kind: 'setup', ...of }) }
  return { kind: 'in', token: await beginSession(db, account, device, now, via) }
}

/** What the page of the second step offers. @throws people.step_over */
export async function readSecondStep(
  db: Db,
  clock: Clock,
  step: string,
): Promise<{ hasTotp: boolean; hasPasskey: boolean }> {
  const { accountId } = await findStep(db, step, ['second'], clock.now())
  const factors = await findFactors(db, accountId)
  return { hasTotp: factors.totpSince !== null, hasPasskey: factors.passkeys.length > 0 }
}

/**
 * Passes the second step by a code of the application, or by a recovery code; each works once. Wrong ones are counted for
 * the account, however often the first step is passed anew.
 * @returns the token for the session's cookie
 * @throws people.step_over, people.wrong_code, people.wait, common.other_key
 */
export async function passByCode(
  ctx: Pick<Ctx, 'db' | 'clock' | 'secrets' | 'files' | 'log' | 'locale'>,
  step: string,
  input: { code: string; address: string; device: string },
): Promise<string> {
  const { db, clock } = ctx
  const now = clock.now()
  const { accountId, home } = await findStep(db, step, ['second'], now)
  await countSecondTry(db, accountId, input.address, now)
  const took = await transaction(db, { home, scope: '*' }, async (trx) => {
    const totp = await lockTotp(trx, accountId)
    if (totp?.confirmed && /^\s*(\d\s*){6}$/.test(input.code)) {
      const secret = ctx.secrets?.open(`totp ${accountId}`, totp.secret)
      const codeStep = secret ? stepOfCode(secret, input.code, wallOf(clock)) : null
      return codeStep !== null && (await takeCode(trx, accountId, codeStep))
    }
    if (!(await takeRecoveryCode(trx, accountId, input.code, now))) return false
    // The person sees by it that somebody used a code, and an inspector too.
    const actor = { ...systemActor, kind: 'person' as const, accountId }
    await recordEvent(trx, { ...ctx, home, actor, request: null }, 'account.use_recovery_code', [
      { what: 'account', id: accountId },
    ])
    return true
  })
  if (!took) throw new AppError('people.wrong_code')
  const taken = await takeStep(db, step, 'second', now)
  if (!taken) throw new AppError('people.step_over')
  await forgetSecondTries(db, accountId, input.address)
  return beginSession(db, { id: accountId, home }, input.device, now, viaOfStep(taken))
}

/** Counts a try of the second step. @throws people.wait */
export async function countSecondTry(db: Db, accountId: string, address: string, now: Date): Promise<void> {
  const wait = Math.max(
    await countTry(db, 'second account', accountId, signInLimits.account, now),
    await countTry(db, 'sign-in address', addressPrefix(address), signInLimits.address, now),
  )
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
}

export async function forgetSecondTries(db: Db, accountId: string, address: string): Promise<void> {
  await forgetTries(db, 'second account', accountId)
  await takeTryBack(db, 'sign-in address', addressPrefix(address))
}

/**
 * What the page shows on which somebody sets up the second factor that the unit asks for; the same secret however often
 * the page is opened.
 * @throws people.step_over
 */
export async function readSetup(ctx: Ctx, step: string): Promise<TotpBegun> {
  const { accountId, home } = await findStep(ctx.db, step, ['setup'], ctx.clock.now())
  return transaction(ctx.db, { home, scope: '*' }, (trx) => beginTotpOf(trx, ctx, accountId, false))
}

/**
 * Confirms the application that was set up, and signs in.
 * @returns the token for the session's cookie and the recovery codes, shown once
 * @throws people.step_over, people.wrong_code, people.wait
 */
export async function finishSetup(
  ctx: Ctx,
  step: string,
  input: { code: string; address: string; device: string },
): Promise<{ token: string; codes: string[] }> {
  const { db, clock } = ctx
  const now = clock.now()
  const { accountId, home } = await findStep(db, step, ['setup'], now)
  await countSecondTry(db, accountId, input.address, now)
  const codes = await transaction(db, { home, scope: '*' }, async (trx) => {
    const actor = { ...systemActor, kind: 'person' as const, accountId }
    return confirmTotpOf(trx, { ...ctx, home, actor, request: null }, accountId, input.code)
  })
  const taken = await takeStep(db, step, 'setup', now)
  if (!taken) throw new AppError('people.step_over')
  await forgetSecondTries(db, accountId, input.address)
  const token = await beginSession(db, { id: accountId, home }, input.device, now, viaOfStep(taken))
  return { codes, token }
}
