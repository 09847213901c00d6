import type { Ctx } from '../../../platform/context.ts'
import { wallOf } from '../../../platform/clock.ts'
import type { Trx } from '../../../platform/db.ts'
import { AppError, declareErrors, sentenceOf } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { drawQr } from '../../../print/index.ts'
import { newTotpSecret, stepOfCode, totpUri, totpWords } from './codes.rules.ts'
import { lockTotp, makeRecoveryCodes } from './factor.store.ts'

declareErrors({ 'people.totp_there': 409, 'people.totp_not_begun': 409, 'people.no_key': 503 })

/** What somebody enters into the authenticator application. */
export interface TotpBegun {
  /** the secret to type, in groups of four */
  secret: string
  uri: string
  /** the same as a QR code, SVG */
  qr: string
}

/**
 * Begins an application for an account: its secret, enciphered, not yet in force.
 * @param anew a new secret although one was begun
 * @throws people.totp_there
 */
export async function beginTotpOf(trx: Trx, ctx: Ctx, accountId: string, anew: boolean): Promise<TotpBegun> {
  const secrets = keyOf(ctx)
  // The account's row is the lock: two pages opened at once must not show two secrets.
  const account = await trx
    .selectFrom('accounts')
    .select('login')
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const present = await lockTotp(trx, accountId)
  if (present?.confirmed) throw new AppError('people.totp_there')
  if (present && !anew) return shown(secrets.open(`totp ${accountId}`, present.secret), account.login, ctx)
  const secret = newTotpSecret()
  const sealed = secrets.seal(`totp ${accountId}`, secret)
  await trx
    .insertInto('account_totp')
    .values({
      account_id: accountId,
      secret: sealed,
      confirmed_at: null,
      last_step: 0,
      created_at: ctx.clock.now(),
    })
    .onConflict((on) => on.column('account_id').doUpdateSet({ secret: sealed }))
    .execute()
  return shown(secret, account.login, ctx)
}

/** What was begun, again. */
export async function readBegunTotp(trx: Trx, ctx: Ctx, accountId: string): Promise<TotpBegun> {
  return beginTotpOf(trx, ctx, accountId, false)
}

async function shown(secret: Buffer, login: string, ctx: Ctx): Promise<TotpBegun> {
  const host = ctx.origin ? new URL(ctx.origin).hostname : ''
  const uri = totpUri(secret, host === '' || host === 'localhost' ? 'Lan Tỏa' : `Lan Tỏa ${host}`, login)
  return { secret: totpWords(secret), uri, qr: await drawQr(uri) }
}

/**
 * Puts the begun application in force by a code that it shows.
 * @returns ten recovery codes
 * @throws people.wrong_code, people.totp_not_begun, people.totp_there
 */
export async function confirmTotpOf(trx: Trx, ctx: Ctx, accountId: string, code: string): Promise<string[]> {
  const present = await lockTotp(trx, accountId)
  if (!present) throw new AppError('people.totp_not_begun')
  if (present.confirmed) throw new AppError('people.totp_there')
  const step = stepOfCode(keyOf(ctx).open(`totp ${accountId}`, present.secret), code, wallOf(ctx.clock))
  if (step === null)
    throw new AppError(
      'people.wrong_code',
      {},
      { fields: [{ path: 'code', message: sentenceOf(ctx.locale, 'people.wrong_code') }] },
    )
  await trx
    .updateTable('account_totp')
    .set({ confirmed_at: ctx.clock.now(), last_step: step })
    .where('account_id', '=', accountId)
    .execute()
  await recordEvent(trx, ctx, 'account.add_totp', [{ what: 'account', id: accountId }])
  return makeRecoveryCodes(trx, accountId)
}

function keyOf(ctx: Ctx) {
  if (!ctx.secrets) throw new AppError('people.no_key')
  return ctx.secrets
}
