import { createHash, randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor, Ctx } from '../../platform/context.ts'
import type { Db, Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import { transaction } from '../../platform/tx.ts'
import { write } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import { fieldRefusal, loginKey, refusalOfPassword } from './credentials.ts'
import { orderEndOfSessions } from './end-sessions.job.ts'
import { enter, type Entry } from './factor/entry.ts'
import { homeOfToken } from './invitations.ts'
import { hashPassword } from './passwords.ts'
import { refusalToInvite, requireKeeping } from './people.policy.ts'
import type { ResetCodeMade } from './people.schema.ts'
import { personOfUnit } from './people.service.ts'
import { findAccount, unitsOfPerson } from './people.store.ts'
import { endSessionsOf, tokenHash } from './sessions.ts'

declareErrors({
  'people.reset_closed': 404,
  'people.code_wrong': 403,
  'people.no_account_yet': 409,
})

/** How long a link of a mail is good, and a printed code. */
export const linkMinutes = 60
export const codeHours = 72
/** Kind of the job that tells a person of a new password; the module of notices carries it out. */
export const passwordSetJob = 'account.password_set'

// Crockford's alphabet: no I, L, O, U, which people read as 1, 0, V. Twelve of them are 60 bits.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code as it is printed: `4K7M-9QXA-2RTB`. */
function newCode(): string {
  const code = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** A code as a person types it: small letters, blanks, and I or O for 1 and 0. */
function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0')
}

/** Salted with the account, so that one code tried against a copy of the table opens at most one. */
function codeHash(accountId: string, code: string): string {
  return createHash('sha256')
    .update(`${accountId}\n${plainCode(code)}`)
    .digest('hex')
}

/**
 * Makes a link for a mail that a person asked for; links made before stay good for their hour, because any of several
 * copies of the mail may be the one that is opened.
 * @returns the path, which only this mail holds
 */
export async function makeResetLink(
  trx: Trx,
  ctx: Pick<Ctx, 'home' | 'clock'>,
  person: { unitId: string; personId: string },
): Promise<string> {
  const token = `${ctx.home.replace(/^home_/, '')}.${randomBytes(32).toString('base64url')}`
  await insertReset(trx, ctx, person, {
    way: 'mail',
    hash: tokenHash(token).toString('hex'),
    minutes: linkMinutes,
    madeBy: null,
  })
  return `/reset/${token}`
}

async function insertReset(
  trx: Trx,
  ctx: Pick<Ctx, 'clock'>,
  person: { unitId: string; personId: string },
  of: { way: 'mail' | 'code'; hash: string; minutes: number; madeBy: string | null },
): Promise<string> {
  const id = newId()
  const now = ctx.clock.now()
  await trx
    .insertInto('password_resets')
    .values({
      id,
      unit_id: person.unitId,
      person_id: person.personId,
      way: of.way,
      secret_hash: of.hash,
      made_by: of.madeBy,
      created_at: now,
      expires_at: new Date(now.getTime() + of.minutes * 60_000),
      used_at: null,
      revoked_at: null,
    })
    .execute()
  return id
}

/**
 * Makes a code that an administrator prints for a person who forgot the password and has no mail. Codes made before end.
 * @returns the code once; null when the request is repeated, because only its hash is kept
 * @throws common.not_found, people.not_yours, people.not_all_units, people.no_membership, people.no_account_yet
 */
export async function printResetCode(
  ctx: Ctx,
  unitId: string,
  personId: string,
): Promise<z.input<typeof ResetCodeMade>> {
  const code = newCode()
  let made = false
  return write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      if (!(await personOfUnit(trx, ctx, unitId, personId))) throw new AppError('common.not_found')
      const account = await findAccount(trx, ctx.home, personId)
      const units = await unitsOfPerson(trx, personId, ctx.clock.today())
      const refusal = await refusalToInvite(trx, ctx, { units, homes: account?.homes ?? 0 })
      if (refusal) throw new AppError(refusal)
      if (!account) throw new AppError('people.no_account_yet')
      await revokeResets(trx, ctx, personId, 'code')
      const id = await insertReset(
        trx,
        ctx,
        { unitId, personId },
        {
          way: 'code',
          hash: codeHash(account.id, code),
          minutes: codeHours * 60,
          madeBy: ctx.actor.personId,
        },
      )
      await recordEvent(trx, ctx, 'reset.make', [
        { what: 'password_reset', id },
        { what: 'person', id: personId },
      ])
      made = true
    },
    answer: async (trx) => {
      const person = await personOfUnit(trx, ctx, unitId, personId)
      const account = await findAccount(trx, ctx.home, personId)
      const unit = (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId)
      if (!person || !account) throw new AppError('common.not_found')
      return {
        name: person.name,
        unit: unit?.name ?? '',
        login: account.login,
        code: made ? code : null,
        hours: codeHours,
      }
    },
  })
}

async function revokeResets(
  trx: Trx,
  ctx: Pick<Ctx, 'clock'>,
  personId: string,
  way: 'code' | 'any',
): Promise<void> {
  let query = trx
    .updateTable('password_resets')
    .set({ revoked_at: ctx.clock.now() })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
  if (way === 'code') query = query.where('way', '=', 'code')
  await query.execute()
}

/** Somebody whose forgotten password a mail can mend. */
export interface ResetByMail {
  home: string
  personId: string
  unitId: string
}

/**
 * Finds whom a mail may give a new password: an account of this one home, with an address that nobody but the person, or
 * an administrator who may hand out the account anyway, could have written. Whoever is a member of units that the keeper
 * of the address does not keep gets a code from an administrator of them all.
 */
export async function findResetByMail(db: Db, login: string, today: string): Promise<ResetByMail | null> {
  const { rows } = await sql<{ home: string; personId: string }>`
    select min(ap.home) as home, (min(ap.person_id::text))::uuid as "personId" from shared.accounts a
    join shared.account_persons ap on ap.account_id = a.id
    where a.login_key = ${loginKey(login)} and a.disabled_at is null group by a.id having count(*) = 1`.execute(
    db,
  )
  const [account] = rows
  if (!account) return null
  return transaction(db, { home: account.home, scope: '*', readOnly: true }, async (trx) => {
    const found = await sql<{ unitId: string }>`
      select p.unit_id as "unitId" from persons p
      where p.id = ${account.personId} and p.erased_at is null and p.email is not null
        and exists (select 1 from memberships m where m.person_id = p.id and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))
        and not exists (select 1 from memberships m where m.person_id = p.id and (m.valid_until is null or m.valid_until > ${today})
          and m.unit_id <> p.unit_id and not exists (select 1 from unit_closure c where c.ancestor_id = p.unit_id and c.descendant_id = m.unit_id
            and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})))`.execute(
      trx,
    )
    const unitId = found.rows[0]?.unitId
    return unitId === undefined ? null : { ...account, unitId }
  })
}

/** What the page behind a link shows: which account gets the password. @throws people.reset_closed */
export async function readReset(ctx: Ctx, token: string): Promise<{ login: string }> {
  const home = await homeOf(ctx.db, token)
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => {
    const found = await loadReset(trx, { ...ctx, home }, tokenHash(token).toString('hex'), false)
    if (!found) throw new AppError('people.reset_closed')
    return { login: found.login }
  })
}

/** Uses a link of a mail: a new password, every session ended, and let in, by the second step where there is one. @throws people.reset_closed, people.password_… */
export async function useResetLink(
  ctx: Ctx,
  token: string,
  input: { password: string; device: string },
): Promise<Entry> {
  const home = await homeOf(ctx.db, token)
  return useReset({ ...ctx, home }, tokenHash(token).toString('hex'), input, 'people.reset_closed')
}

/** Uses a printed code. @throws people.code_wrong, the same for an unknown name and a code that is over */
export async function useResetCode(
  ctx: Ctx,
  input: { login: string; code: string; password: string; device: string },
): Promise<Entry> {
  const { rows } = await sql<{ id: string; home: string }>`
    select a.id, ap.home from shared.accounts a join shared.account_persons ap on ap.account_id = a.id
    where a.login_key = ${loginKey(input.login)} and a.disabled_at is null order by ap.home limit 1`.execute(
    ctx.db,
  )
  const [account] = rows
  if (!account) throw fieldRefusal(ctx.locale, 'people.code_wrong', 'code')
  return useReset(
    { ...ctx, home: account.home },
    codeHash(account.id, input.code),
    input,
    'people.code_wrong',
  )
}

async function useReset(
  ctx: Ctx,
  hash: string,
  input: { password: string; device: string },
  refusal: 'people.reset_closed' | 'people.code_wrong',
): Promise<Entry> {
  const refused = () =>
    refusal === 'people.code_wrong' ? fieldRefusal(ctx.locale, refusal, 'code') : new AppError(refusal)
  const now = ctx.clock.now()
  const accountId = await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    const found = await loadReset(trx, ctx, hash, true)
    if (!found) throw refused()
    const wrong = refusalOfPassword(input.password, found.login)
    if (wrong) throw fieldRefusal(ctx.locale, wrong, 'password')
    await trx
      .updateTable('accounts')
      .set({ password_hash: await hashPassword(input.password) })
      .where('id', '=', found.accountId)
      .execute()
    await trx.updateTable('password_resets').set({ used_at: now }).where('id', '=', found.id).execute()
    await revokeResets(trx, ctx, found.personId, 'any')
    const actor: Actor = {
      ...ctx.actor,
      kind: 'person',
      accountId: found.accountId,
      personId: found.personId,
      unitId: found.unitId,
    }
    const person: Ctx = { ...ctx, actor, request: null }
    await recordEvent(trx, person, 'reset.use', [
      { what: 'password_reset', id: found.id },
      { what: 'person', id: found.personId },
      { what: 'account', id: found.accountId },
    ])
    await orderEndOfSessions(trx, person, found.accountId)
    await addJob(trx, person, passwordSetJob, {
      personId: found.personId,
      unitId: found.unitId,
      resetId: found.id,
    })
    return found.accountId
  })
  await endSessionsOf(ctx.db, accountId)
  return enter(ctx.db, ctx.clock, { id: accountId, home: ctx.home }, input.device)
}

interface OpenReset {
  id: string
  personId: string
  unitId: string
  accountId: string
  login: string
}

/** An open way to a new password, of somebody who is still of a unit; null for every other. */
async function loadReset(
  trx: Trx,
  ctx: Pick<Ctx, 'home' | 'clock'>,
  hash: string,
  lock: boolean,
): Promise<OpenReset | null> {
  const today = ctx.clock.today()
  const { rows } = await sql<OpenReset>`
    select r.id, r.person_id as "personId", r.unit_id as "unitId", a.id as "accountId", a.login from password_resets r
    join persons p on p.id = r.person_id and p.erased_at is null
    join account_persons ap on ap.home = ${ctx.home} and ap.person_id = p.id
    join accounts a on a.id = ap.account_id and a.disabled_at is null
    where r.secret_hash = ${hash} and r.used_at is null and r.revoked_at is null and r.expires_at > ${ctx.clock.now()}
      and exists (select 1 from memberships m where m.person_id = p.id and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))
    ${lock ? sql`for update of r` : sql``}`.execute(trx)
  return rows[0] ?? null
}

/** A token of no home is as closed as one that is over. */
async function homeOf(db: Db, token: string): Promise<string> {
  const home = await homeOfToken(db, token)
  if (home === null) throw new AppError('people.reset_closed')
  return home
}
