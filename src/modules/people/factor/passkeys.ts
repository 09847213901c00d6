import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { ownScope, violates, write } from '../../../platform/write.ts'
import { withoutBody } from '../quiet-request.ts'
import { beginSession } from '../sessions.ts'
import { addressPrefix, countTry } from '../throttle.ts'
import type {
  OwnFactors,
  PasskeyAnswer,
  PasskeyAsked,
  PasskeyMade,
  PasskeyRemoved,
  Password,
} from './factor.schema.ts'
import { findFactors, makeRecoveryCodes } from './factor.store.ts'
import { accountOf, readOwnFactors, requirePassword } from './own.ts'
import { placeOf } from './place.rules.ts'
import { beginStep, findStep, takeStep, viaOfStep } from './steps.ts'

declareErrors({
  'people.passkey_failed': 401,
  'people.passkey_unknown': 401,
  'people.passkey_there': 409,
})

/** Two hundred files, which no start should wait for. */
const webauthn = () => import('@simplewebauthn/server')

/** Questions of passkeys from one address in a quarter of an hour: a school behind one address signs in with ease. */
const limit = { most: 300, seconds: 900 }

/** Begins a passkey for the own account: what the browser is asked. @throws people.current_wrong, people.passkey_place */
export async function beginPasskey(
  ctx: Ctx,
  input: z.output<typeof Password>,
): Promise<z.input<typeof PasskeyAsked>> {
  const accountId = accountOf(ctx)
  const place = placeOf(ctx.origin)
  await requirePassword(ctx, input.password)
  const { passkeys } = await findFactors(ctx.db, accountId)
  const options = await (
    await webauthn()
  ).generateRegistrationOptions({
    rpName: 'Lan Tỏa',
    rpID: place.rpId,
    userName: ctx.login ?? '',
    userID: new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
    // Discoverable, so that it signs in without a log-in name; the holder is asked for by finger, face or PIN.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await beginStep(ctx.db, ctx.clock.now(), { kind: 'register', accountId }, options.challenge)
  return { options: { ...options } }
}

/**
 * Adds the passkey that the browser made. The first second factor of an account brings recovery codes.
 * @throws people.step_over, people.passkey_failed, people.passkey_there
 */
export async function finishPasskey(
  ctx: Ctx,
  input: z.output<typeof PasskeyAnswer>,
): Promise<z.input<typeof PasskeyMade>> {
  const accountId = accountOf(ctx)
  const place = placeOf(ctx.origin)
  const quiet = withoutBody(ctx, 'passkey.add')
  const response = input.response as unknown as RegistrationResponseJSON
  const challenge = challengeOf(response)
  // Outside the transaction, which must not wait for a second connection; of a repeated request it is taken already.
  const step = await takeStep(ctx.db, challenge, 'register', ctx.clock.now())
  const made =
    step?.accountId === accountId
      ? await verified(async () =>
          (await webauthn()).verifyRegistrationResponse({
            response,
            expectedChallenge: challenge,
            expectedOrigin: place.origin,
            expectedRPID: place.rpId,
            requireUserVerification: true,
          }),
        )
      : null
  let codes: string[] | null = null
  await write(quiet, ownScope(ctx), {
    act: async (trx) => {
      if (!made) throw new AppError('people.step_over')
      if (!made.verified) throw new AppError('people.passkey_failed')
      const { credential } = made.registrationInfo
      await trx.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute()
      const before = await findFactors(trx, accountId)
      try {
        await trx
          .insertInto('account_passkeys')
          .values({
            id: credential.id,
            account_id: accountId,
            rp_id: place.rpId,
            public_key: Buffer.from(credential.publicKey),
            counter: credential.counter,
            transports: credential.transports ?? [],
            device: ctx.device ?? '?',
            created_at: ctx.clock.now(),
            used_at: null,
          })
          .execute()
      } catch (error) {
        if (!violates(error, 'account_passkeys_pkey')) throw error
        throw new AppError('people.passkey_there')
      }
      if (before.codesLeft === 0) codes = await makeRecoveryCodes(trx, accountId)
      await recordEvent(trx, quiet, 'account.add_passkey', [{ what: 'account', id: accountId }])
    },
    answer: async () => undefined,
  })
  return { factors: await readOwnFactors(ctx), codes }
}

/** Takes a passkey of the own account away. @throws people.current_wrong */
export async function removePasskey(
  ctx: Ctx,
  input: z.output<typeof PasskeyRemoved>,
): Promise<z.input<typeof OwnFactors>> {
  const accountId = accountOf(ctx)
  await requirePassword(ctx, input.password)
  const quiet = withoutBody(ctx, 'passkey.remove')
  await write(quiet, ownScope(ctx), {
    act: async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('account_passkeys')
        .where('id', '=', input.id)
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw new AppError('common.not_found')
      const left = await findFactors(trx, accountId)
      if (left.totpSince === null && left.passkeys.length === 0)
        await trx.deleteFrom('account_recovery_codes').where('account_id', '=', accountId).execute()
      await recordEvent(trx, quiet, 'account.remove_passkey', [{ what: 'account', id: accountId }])
    },
    answer: async () => undefined,
  })
  return readOwnFactors(ctx)
}

/**
 * What a browser is asked at sign-in: after the password any passkey of that account, before it any passkey at all that
 * asks for its holder.
 * @param step token of the second step, or null
 */
export async function askForPasskey(
  ctx: Pick<Ctx, 'db' | 'clock' | 'origin'>,
  step: string | null,
  address: string,
): Promise<object> {
  const place = placeOf(ctx.origin)
  const now = ctx.clock.now()
  const wait = await countTry(ctx.db, 'passkey address', addressPrefix(address), limit, now)
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  const accountId = step === null ? null : await secondOf(ctx.db, step, now)
  const known =
    accountId === null
      ? []
      : await ctx.db
          .withSchema('shared')
          .selectFrom('account_passkeys')
          .select(['id', 'transports'])
          .where('account_id', '=', accountId)
          .where('rp_id', '=', place.rpId)
          .execute()
  const options = await (
    await webauthn()
  ).generateAuthenticationOptions({
    rpID: place.rpId,
    userVerification: accountId === null ? 'required' : 'preferred',
    allowCredentials: known.map((k) => ({
      id: k.id,
      transports: k.transports as AuthenticatorTransport[],
    })),
  })
  await beginStep(ctx.db, now, { kind: 'passkey', accountId }, options.challenge)
  return options
}

/**
 * Signs in by a passkey's answer, alone or as the second step.
 * @returns the token for the session's cookie
 * @throws people.step_over, people.passkey_unknown, people.passkey_failed
 */
export async function passByPasskey(
  ctx: Pick<Ctx, 'db' | 'clock' | 'origin'>,
  step: string | null,
  input: { response: unknown; device: string },
): Promise<string> {
  const { db } = ctx
  const place = placeOf(ctx.origin)
  const now = ctx.clock.now()
  const response = input.response as AuthenticationResponseJSON
  const challenge = challengeOf(response)
  const asked = await takeStep(db, challenge, 'passkey', now)
  if (!asked) throw new AppError('people.step_over')
  const { rows } = await sql<PasskeyRow>`
    select k.account_id as "accountId", k.public_key as "publicKey", k.counter, ap.home
    from shared.account_passkeys k join shared.accounts a on a.id = k.account_id and a.disabled_at is null
    join shared.account_persons ap on ap.account_id = a.id
    where k.id = ${textOf(response.id)} and k.rp_id = ${place.rpId} order by ap.home limit 1`.execute(db)
  const passkey = rows[0]
  if (!passkey || (asked.accountId !== null && asked.accountId !== passkey.accountId))
    throw new AppError('people.passkey_unknown')
  const found = await verified(async () =>
    (await webauthn()).verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: asked.accountId === null,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    }),
  )
  if (!found.verified) throw new AppError('people.passkey_failed')
  const second = asked.accountId === null || step === null ? null : await takeStep(db, step, 'second', now)
  if (asked.accountId !== null && second?.accountId !== passkey.accountId)
    throw new AppError('people.step_over')
  await sql`update shared.account_passkeys set counter = ${found.authenticationInfo.newCounter}, used_at = ${now}
    where id = ${response.id}`.execute(db)
  const account = { id: passkey.accountId, home: passkey.home }
  return beginSession(db, account, input.device, now, second && viaOfStep(second))
}

interface PasskeyRow {
  accountId: string
  publicKey: Buffer
  counter: number
  home: string
}

/** The account before whose second step a browser stands; null when that is over. */
async function secondOf(db: Db, step: string, now: Date): Promise<string | null> {
  try {
    return (await findStep(db, step, ['second'], now)).accountId
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** The challenge that an answer says it answers. @throws people.passkey_failed for what is no answer at all */
function challengeOf(response: { response?: { clientDataJSON?: unknown } } | null | undefined): string {
  const text = textOf(response?.response?.clientDataJSON)
  try {
    const client: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof client === 'object' && client !== null && 'challenge' in client)
      return textOf(client.challenge)
  } catch {
    // Below: it is no answer.
  }
  throw new AppError('people.passkey_failed')
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value.length > 4000) throw new AppError('people.passkey_failed')
  return value
}

/** What the library refuses (origin, signature, counter, holder), as a refusal of ours. */
async function verified<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    throw new AppError('people.passkey_failed', {}, { cause: error })
  }
}
