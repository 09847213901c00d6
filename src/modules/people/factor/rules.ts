import type { z } from 'zod'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { read, write } from '../../../platform/write.ts'
import { mayChangeUnit, requireReadable } from '../../units/index.ts'
import { orderEndOfSessions } from '../end-sessions.job.ts'
import { refusalToInvite, requireKeeping } from '../people.policy.ts'
import type { PersonOfUnit } from '../people.schema.ts'
import { personOfUnit } from '../people.service.ts'
import { findAccount, unitsOfPerson } from '../people.store.ts'
import { endSessionsOf } from '../sessions.ts'
import type { SignInRules, SignInRulesSet } from './factor.schema.ts'
import { deleteFactors, findFactors, hasFactor } from './factor.store.ts'

declareErrors({ 'people.no_account': 409 })

/** What a unit demands of its people's accounts. @throws common.not_found */
export async function readSignInRules(ctx: Ctx, unitId: string): Promise<z.input<typeof SignInRules>> {
  return read(ctx, '*', async (trx) => {
    await requireReadable(trx, ctx, unitId)
    return rulesOf(trx, ctx, unitId)
  })
}

/** Says for which roles of a unit a second factor is needed to sign in. @throws common.not_found, people.not_yours */
export async function setSignInRules(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof SignInRulesSet>,
): Promise<z.input<typeof SignInRules>> {
  return write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      const roles = [...new Set(input.secondFactorRoles)].sort()
      await trx
        .insertInto('sign_in_rules')
        .values({ unit_id: unitId, second_factor_roles: roles })
        .onConflict((on) => on.column('unit_id').doUpdateSet({ second_factor_roles: roles }))
        .execute()
      await recordEvent(trx, ctx, 'unit.set_sign_in_rules', [{ what: 'unit', id: unitId }])
    },
    answer: (trx) => rulesOf(trx, ctx, unitId),
  })
}

async function rulesOf(
  trx: Parameters<typeof mayChangeUnit>[0],
  ctx: Ctx,
  unitId: string,
): Promise<z.input<typeof SignInRules>> {
  const row = await trx
    .selectFrom('sign_in_rules')
    .select('second_factor_roles')
    .where('unit_id', '=', unitId)
    .executeTakeFirst()
  return {
    secondFactorRoles: (row?.second_factor_roles ?? []) as z.input<typeof SignInRules>['secondFactorRoles'],
    may: (await mayChangeUnit(trx, ctx, unitId)) ? ['unit.set_sign_in_rules'] : [],
  }
}

/**
 * Takes every second factor of a person away, for whoever has lost telephone and recovery codes; the person's sessions
 * end. As an invitation's link does, it opens an account: only an administrator of every unit of the person may.
 * @throws common.not_found, people.not_yours, people.not_all_units, people.no_account
 */
export async function removeFactorsOf(
  ctx: Ctx,
  unitId: string,
  personId: string,
): Promise<z.input<typeof PersonOfUnit>> {
  let accountId: string | null = null
  const answer = await write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      if (!(await personOfUnit(trx, ctx, unitId, personId))) throw new AppError('common.not_found')
      const units = await unitsOfPerson(trx, personId, ctx.clock.today())
      const account = await findAccount(trx, ctx.home, personId)
      const refusal = await refusalToInvite(trx, ctx, { units, homes: account?.homes ?? 0 })
      if (refusal) throw new AppError(refusal)
      if (!account) throw new AppError('people.no_account')
      // Nothing to take away: nobody's sessions end for nothing.
      const factors = await findFactors(trx, account.id)
      if (!hasFactor(factors) && factors.codesLeft === 0) return
      await deleteFactors(trx, account.id)
      await recordEvent(trx, ctx, 'person.remove_second_factor', [
        { what: 'person', id: personId },
        { what: 'account', id: account.id },
      ])
      await orderEndOfSessions(trx, ctx, account.id)
      accountId = account.id
    },
    answer: async (trx) => {
      const person = await personOfUnit(trx, ctx, unitId, personId)
      if (!person) throw new AppError('common.not_found')
      return person
    },
  })
  if (accountId !== null) await endSessionsOf(ctx.db, accountId)
  return answer
}
