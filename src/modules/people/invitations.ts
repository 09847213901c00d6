import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { Locale } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { violates, write } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import { fieldRefusal, loginKey, refusalOfLogin, refusalOfPassword } from './credentials.ts'
import { orderEndOfSessions } from './end-sessions.job.ts'
import { enter, type Entry } from './factor/entry.ts'
import { hashPassword } from './passwords.ts'
import { refusalToInvite, requireKeeping } from './people.policy.ts'
import type { InvitationMade } from './people.schema.ts'
import { personOfUnit } from './people.service.ts'
import { findAccount, unitsOfPerson } from './people.store.ts'
import { endSessionsOf, tokenHash } from './sessions.ts'

declareErrors({
  'people.invitation_unknown': 404,
  'people.invitation_used': 409,
  'people.invitation_revoked': 409,
  'people.invitation_expired': 409,
})

/** A link is good for so long. */
export const invitationDays = 14

/**
 * Makes a link by which a person chooses log-in name and password; for a person with an account, a new password. Links
 * made before for the same person end.
 * @returns the path once; null when the request is repeated, because only the token's hash is kept
 * @throws common.not_found, people.not_yours, people.not_all_units, people.no_membership
 */
export async function invite(
  ctx: Ctx,
  unitId: string,
  personId: string,
): Promise<z.input<typeof InvitationMade>> {
  const token = `${ctx.home.replace(/^home_/, '')}.${randomBytes(32).toString('base64url')}`
  let made = false
  return write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      if (!(await personOfUnit(trx, ctx, unitId, personId))) throw new AppError('common.not_found')
      const units = await unitsOfPerson(trx, personId, ctx.clock.today())
      const homes = (await findAccount(trx, ctx.home, personId))?.homes ?? 0
      const refusal = await refusalToInvite(trx, ctx, { units, homes })
      if (refusal) throw new AppError(refusal)
      await revokeOpen(trx, ctx, personId)
      const id = newId()
      const now = ctx.clock.now()
      await trx
        .insertInto('invitations')
        .values({
          id,
          unit_id: unitId,
          person_id: personId,
          token_hash: tokenHash(token).toString('hex'),
          created_at: now,
          expires_at: new Date(now.getTime() + invitationDays * 86_400_000),
          used_at: null,
          revoked_at: null,
        })
        .execute()
      await recordEvent(trx, ctx, 'invitation.make', [
        { what: 'invitation', id },
        { what: 'person', id: personId },
      ])
      made = true
    },
    answer: async (trx) => {
      const person = await personOfUnit(trx, ctx, unitId, personId)
      if (!person) throw new AppError('common.not_found')
      return { person, path: made ? `/invitation/${token}` : null }
    },
  })
}

/** Ends a link that was not used. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<{ ok: true }> {
  return write(ctx, '*', {
    act: async (trx) => {
      const invitation = await trx
        .selectFrom('invitations')
        .select(['unit_id', 'used_at', 'revoked_at'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (!invitation) throw new AppError('common.not_found')
      await requireKeeping(trx, ctx, invitation.unit_id)
      if (invitation.used_at) throw new AppError('people.invitation_used')
      if (invitation.revoked_at) return
      await trx.updateTable('invitations').set({ revoked_at: ctx.clock.now() }).where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'invitation.revoke', [{ what: 'invitation', id }])
    },
    answer: async () => ({ ok: true }),
  })
}

async function revokeOpen(trx: Trx, ctx: Ctx, personId: string): Promise<void> {
  await trx
    .updateTable('invitations')
    .set({ revoked_at: ctx.clock.now() })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

/** What the page behind a link shows. */
export interface OpenInvitation {
  personName: string
  unitName: string
  /** log-in name of an account that gets a new password; null for a new account */
  login: string | null
}

/** An invitation by its link, or by its id where whoever asks has shown the link before. */
export type InvitationKey = { token: string } | { id: string }

/** An invitation that still opens an account. */
export interface Loaded extends OpenInvitation {
  id: string
  personId: string
  unitId: string
  accountId: string | null
}

/**
 * Looks behind a link, without using it.
 * @returns also the home that it is of
 * @throws people.invitation_unknown, _used, _revoked, _expired
 */
export async function readInvitation(ctx: Ctx, token: string): Promise<Loaded & { home: string }> {
  const home = await homeOf(ctx.db, token)
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => ({
    ...(await loadInvitation(trx, { ...ctx, home }, { token })),
    home,
  }))
}

/**
 * Uses a link: makes the account, or gives it a new password and ends its sessions; then signs in. Two at once: one
 * makes it, the other hears that the link was used.
 * @param device of the new session, see deviceOf
 * @returns the token for the session's cookie, or for that of the second step: a link is one factor only
 * @throws AppError with `fields` for log-in name and password; people.invitation_…
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  input: { login: string; password: string; device: string },
): Promise<Entry> {
  const home = await homeOf(ctx.db, token)
  const passwordHash = await hashPassword(input.password.slice(0, 1000))
  const accountId = await transaction(ctx.db, { home, scope: '*' }, async (trx) => {
    const found = await loadInvitation(trx, { ...ctx, home }, { token }, true)
    const login = found.login ?? input.login.trim()
    const refusal = refusalOfPassword(input.password, login)
    if (refusal) throw fieldRefusal(ctx.locale, refusal, 'password')
    return (await useInvitation(trx, { ...ctx, home }, found, { login, passwordHash })).id
  })
  await endSessionsOf(ctx.db, accountId)
  return enter(ctx.db, ctx.clock, { id: accountId, home }, input.device)
}

/**
 * Uses an invitation that was loaded with its lock: makes the account, or replaces what it was proved by and ends its
 * sessions.
 * @param proof its log-in name where it is new, and its password; null: none, because it is proved otherwise
 * @returns the account, and the context in which it acts itself
 * @throws people.login_form, people.login_taken with `fields`
 */
export async function useInvitation(
  trx: Trx,
  ctx: Ctx,
  found: Loaded,
  proof: { login: string; passwordHash: string | null },
): Promise<{ id: string; own: Ctx }> {
  const now = ctx.clock.now()
  const { passwordHash } = proof
  const id = found.accountId ?? newId()
  if (found.accountId !== null)
    await trx.updateTable('accounts').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  else {
    const { home } = ctx
    const login = proof.login.trim()
    const refusal = refusalOfLogin(login)
    if (refusal) throw fieldRefusal(ctx.locale, refusal, 'login')
    await insertAccount(trx, ctx.locale, { id, login, passwordHash, home, personId: found.personId, now })
  }
  await trx.updateTable('invitations').set({ used_at: now }).where('id', '=', found.id).execute()
  const actor = {
    ...ctx.actor,
    kind: 'person' as const,
    accountId: id,
    personId: found.personId,
    unitId: found.unitId,
  }
  const own = { ...ctx, actor, request: null }
  await orderEndOfSessions(trx, own, id)
  await recordEvent(trx, own, 'invitation.use', [
    { what: 'invitation', id: found.id },
    { what: 'person', id: found.personId },
    { what: 'account', id },
  ])
  return { id, own }
}

/** @throws people.login_taken */
export async function insertAccount(
  trx: Trx,
  locale: Locale,
  account: {
    id: string
    login: string
    passwordHash: string | null
    home: string
    personId: string
    now: Date
  },
): Promise<void> {
  try {
    await trx
      .insertInto('accounts')
      .values({
        id: account.id,
        login: loginKey(account.login),
        password_hash: account.passwordHash,
        disabled_at: null,
        created_at: account.now,
      })
      .execute()
  } catch (error) {
    if (!violates(error, 'accounts_login_key')) throw error
    throw fieldRefusal(locale, 'people.login_taken', 'login')
  }
  await trx
    .insertInto('account_persons')
    .values({ account_id: account.id, home: account.home, person_id: account.personId })
    .execute()
}

/** The home that a link's token names; null for what is no token of a secret of `letters`, or of no home. */
export async function homeOfToken(db: Db, token: string, letters = 43): Promise<string | null> {
  const [, code, secret] = /^([a-z0-9_]{1,40})\.([A-Za-z0-9_-]+)$/.exec(token) ?? []
  if (secret?.length !== letters) return null
  const home = code
    ? await db.selectFrom('system.homes').select('schema_name').where('code', '=', code).executeTakeFirst()
    : undefined
  return home?.schema_name ?? null
}

/** A token of no home is as unknown as a wrong one. */
async function homeOf(db: Db, token: string): Promise<string> {
  const home = await homeOfToken(db, token)
  if (home === null) throw new AppError('people.invitation_unknown')
  return home
}

/**
 * An invitation that is open.
 * @param lock it is to be used in this transaction
 * @throws people.invitation_unknown, _used, _revoked, _expired
 */
export async function loadInvitation(
  trx: Trx,
  ctx: Pick<Ctx, 'home' | 'clock'>,
  key: InvitationKey,
  lock = false,
): Promise<Loaded> {
  let query = trx.selectFrom('invitations').selectAll()
  query =
    'id' in key
      ? query.where('id', '=', key.id)
      : query.where('token_hash', '=', tokenHash(key.token).toString('hex'))
  if (lock) query = query.forUpdate()
  const invitation = await query.executeTakeFirst()
  if (!invitation) throw new AppError('people.invitation_unknown')
  if (invitation.used_at) throw new AppError('people.invitation_used')
  if (invitation.revoked_at) throw new AppError('people.invitation_revoked')
  if (invitation.expires_at <= ctx.clock.now()) throw new AppError('people.invitation_expired')
  const today = ctx.clock.today()
  const person = await trx
    .selectFrom('persons')
    .select('name')
    .where('id', '=', invitation.person_id)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  const units = await unitsOfPerson(trx, invitation.person_id, today)
  // Whoever left meanwhile has nothing to sign in to.
  if (!person || !units.some((unit) => unit.now)) throw new AppError('people.invitation_revoked')
  const unit = (await findUnits(trx, [invitation.unit_id], today)).get(invitation.unit_id)
  const account = await findAccount(trx, ctx.home, invitation.person_id)
  return {
    id: invitation.id,
    personId: invitation.person_id,
    unitId: invitation.unit_id,
    personName: person.name,
    unitName: unit?.name ?? '',
    login: account?.login ?? null,
    accountId: account?.id ?? null,
  }
}
