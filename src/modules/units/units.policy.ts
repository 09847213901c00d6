import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { findElsewhere, isAbove } from './units.store.ts'

declareErrors({ 'units.not_yours': 403, 'units.add_below_only': 403 })

export function isAdmin(ctx: Ctx): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.roles.includes('admin')
}

/** The unit acted for (or a closed one whose work it goes on with), or a unit that stands below it today on either line. */
export async function isOwnOrBelow(trx: Trx, ctx: Ctx, unitId: string): Promise<boolean> {
  if (ctx.actor.kind === 'system' || ctx.actor.ownUnits.includes(unitId)) return true
  return isAbove(trx, ctx.actor.ownUnits, unitId, ctx.clock.today())
}

/** Refuses as if the unit did not exist whoever may not read it. */
export async function requireReadable(trx: Trx, ctx: Ctx, unitId: string): Promise<void> {
  if (!(await isOwnOrBelow(trx, ctx, unitId))) throw new AppError('common.not_found')
}

/**
 * A unit is changed by an administrator of the unit itself, or of a unit above it today on either line; one of another
 * home only there, where its people and numbers are.
 */
export async function mayChangeUnit(trx: Trx, ctx: Ctx, unitId: string): Promise<boolean> {
  return isAdmin(ctx) && (await isOwnOrBelow(trx, ctx, unitId)) && (await isHere(trx, ctx, unitId))
}

/** The unit is registered in this home. */
async function isHere(trx: Trx, ctx: Ctx, unitId: string): Promise<boolean> {
  return (await findElsewhere(trx, ctx.home, [unitId])).length === 0
}

/** The same as a refusal: 404 where the unit is not to be seen, 403 where it is. */
export async function requireChangeable(trx: Trx, ctx: Ctx, unitId: string): Promise<void> {
  await requireReadable(trx, ctx, unitId)
  if (!(await mayChangeUnit(trx, ctx, unitId))) throw new AppError('units.not_yours')
}

/**
 * A unit is added by an administrator under the own unit or one below it: one of its two superiors must be such a unit,
 * the other may be any. A unit without a superior is added only by an administrator whose own unit has none on a line:
 * so a lone agency enters those above it.
 */
export async function mayAddUnder(trx: Trx, ctx: Ctx, superiors: readonly string[]): Promise<boolean> {
  if (!isAdmin(ctx)) return false
  if (ctx.actor.kind === 'system') return true
  for (const superior of superiors) if (await mayChangeUnit(trx, ctx, superior)) return true
  return superiors.length === 0 && (await ownUnitLacksSuperior(trx, ctx))
}

async function ownUnitLacksSuperior(trx: Trx, ctx: Ctx): Promise<boolean> {
  if (!ctx.actor.unitId) return false
  const today = ctx.clock.today()
  const rows = await trx
    .selectFrom('unit_superiors')
    .select('line')
    .where('unit_id', '=', ctx.actor.unitId)
    .where('valid_from', '<=', today)
    .where((e) => e.or([e('valid_until', 'is', null), e('valid_until', '>', today)]))
    .execute()
  return rows.length < 2
}
