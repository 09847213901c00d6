import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { isOwnOrBelow, mayChangeUnit } from '../units/index.ts'
import type { UnitOfPerson } from './people.store.ts'

declareErrors({
  'people.not_yours': 403,
  'people.not_all_units': 403,
  'people.no_membership': 409,
})

/** Contact data are seen by the unit itself only; names and positions by the units above too. */
export function maySeeContact(ctx: Ctx, unitId: string): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.ownUnits.includes(unitId)
}

/** People of a unit are kept by an administrator of the unit, or of a unit above it today on either line. */
export async function requireKeeping(trx: Trx, ctx: Ctx, unitId: string): Promise<void> {
  if (!(await isOwnOrBelow(trx, ctx, unitId))) throw new AppError('common.not_found')
  if (!(await mayChangeUnit(trx, ctx, unitId))) throw new AppError('people.not_yours')
}

/**
 * A link opens everything the person may do, so only an administrator makes it who keeps **every** unit of the person,
 * and only for an account of this home. Otherwise whoever takes a leader of another office in as a member could make
 * themselves a link to that leader's account.
 * @param kept remembers over a page of people which units the asker keeps
 * @returns why not, or null
 */
export async function refusalToInvite(
  trx: Trx,
  ctx: Ctx,
  person: { units: readonly UnitOfPerson[]; homes: number },
  kept = new Map<string, boolean>(),
): Promise<string | null> {
  if (!person.units.some((unit) => unit.now)) return 'people.no_membership'
  for (const { id } of person.units) {
    if (!kept.has(id)) kept.set(id, await mayChangeUnit(trx, ctx, id))
    if (!kept.get(id)) return 'people.not_all_units'
  }
  return person.homes > 1 ? 'people.not_all_units' : null
}
