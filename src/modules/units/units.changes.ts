import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob } from '../../platform/jobs.ts'
import { violates, write } from '../../platform/write.ts'
import { rebuildClosure } from './closure.ts'
import { mayAddUnder, requireChangeable } from './units.policy.ts'
import type { AddUnit, RenameUnit, SetSuperior, UnitDetail } from './units.schema.ts'
import { detailOf, scopeOf } from './units.service.ts'
import { endSuperior, insertSuperiors, insertUnits, setName, setSuperiors } from './units.store.ts'
import type { Line } from './units.tables.ts'

declareErrors({
  'units.code_taken': 409,
  'units.no_kind': 400,
  'units.no_superior': 400,
  'units.superior_later': 409,
  'units.before_begin': 409,
  'units.itself': 400,
})

type Detail = z.input<typeof UnitDetail>

/**
 * Adds a unit with its first name and its superiors from the same day.
 * @throws units.add_below_only when neither superior is the own unit or below it
 * @throws units.code_taken, units.no_kind, units.no_superior, units.superior_later
 */
export async function addUnit(ctx: Ctx, input: z.output<typeof AddUnit>): Promise<Detail> {
  const superiors = (['administration', 'profession'] as const satisfies Line[]).flatMap((line) => {
    const superiorId = input[line]
    return superiorId ? [{ unitId: input.id, line, superiorId, from: input.from }] : []
  })
  return write(ctx, scopeOf(ctx), {
    act: async (trx) => {
      const standing = []
      for (const superior of superiors) {
        // A unit may be older than what stands above it now: it stands under it from when that begins.
        const begun = await beginOf(trx, superior.superiorId)
        const from = begun > input.from ? begun : input.from
        await requireStanding(trx, superior.superiorId, from)
        standing.push({ ...superior, from })
      }
      if (
        !(await mayAddUnder(
          trx,
          ctx,
          superiors.map((s) => s.superiorId),
        ))
      )
        throw new AppError('units.add_below_only')
      const kind = await trx
        .selectFrom('unit_kinds')
        .select('code')
        .where('code', '=', input.kind)
        .executeTakeFirst()
      if (!kind) throw new AppError('units.no_kind')
      try {
        await insertUnits(trx, [{ ...input, home: ctx.home }], ctx.clock.now())
      } catch (error) {
        if (violates(error, 'units_code_key')) throw new AppError('units.code_taken', { code: input.code })
        if (violates(error, 'units_pkey')) throw new AppError('common.request_reused')
        throw error
      }
      await insertSuperiors(trx, standing)
      for (const { line } of superiors) await rebuildClosure(trx, line, [input.id])
      await recordEvent(trx, ctx, 'unit.add', [{ what: 'unit', id: input.id }])
    },
    answer: (trx) => detailOf(trx, ctx, input.id),
  })
}

/**
 * Names a unit from a day on; a name that begins on that very day is put right.
 * @throws common.not_found, units.not_yours, units.before_begin
 */
export async function renameUnit(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof RenameUnit>,
): Promise<Detail> {
  return write(ctx, scopeOf(ctx), {
    act: async (trx) => {
      await requireChangeable(trx, ctx, unitId)
      await requireBegun(trx, unitId, input.from)
      await setName(trx, { unitId, ...input })
      await recordEvent(trx, ctx, 'unit.rename', [{ what: 'unit', id: unitId }])
    },
    answer: (trx) => detailOf(trx, ctx, unitId),
  })
}

/**
 * Sets who stands above a unit on a line from a day on, or nobody; what was planned for later days is replaced.
 * @throws common.not_found, units.not_yours, units.before_begin, units.no_superior, units.superior_later, units.circle
 */
export async function setUnitSuperior(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof SetSuperior>,
): Promise<Detail> {
  const { line, from, superiorId } = input
  return write(ctx, scopeOf(ctx), {
    act: async (trx) => {
      await requireChangeable(trx, ctx, unitId)
      await requireBegun(trx, unitId, from)
      if (superiorId === unitId) throw new AppError('units.itself')
      if (superiorId) {
        await requireStanding(trx, superiorId, from)
        await setSuperiors(trx, [{ unitId, line, superiorId, from }])
      } else await endSuperior(trx, { unitId, line, from })
      await rebuildClosure(trx, line, [unitId])
      await orderReaddressing(trx, ctx, [unitId])
      await recordEvent(trx, ctx, 'unit.set_superior', [
        { what: 'unit', id: unitId },
        ...(superiorId ? [{ what: 'superior', id: superiorId }] : []),
      ])
    },
    answer: async (trx) => detailOf(trx, ctx, unitId),
  })
}

/** Reports that are not yet handed in go to whoever stands above from now on; reports, which know them, carry it out. */
export async function orderReaddressing(trx: Trx, ctx: Ctx, unitIds: readonly string[]): Promise<void> {
  if (unitIds.length > 0) await addJob(trx, ctx, 'reports.readdress', { unitIds })
}

/** A change can't hold before the unit exists. */
async function requireBegun(trx: Trx, unitId: string, from: string): Promise<void> {
  const unit = await trx
    .selectFrom('units')
    .select(['valid_from', 'valid_until'])
    .where('id', '=', unitId)
    .executeTakeFirst()
  if (!unit) throw new AppError('common.not_found')
  if (from < unit.valid_from || (unit.valid_until && from >= unit.valid_until))
    throw new AppError('units.before_begin')
}

async function beginOf(trx: Trx, unitId: string): Promise<string> {
  const unit = await trx.selectFrom('units').select('valid_from').where('id', '=', unitId).executeTakeFirst()
  if (!unit) throw new AppError('units.no_superior')
  return unit.valid_from
}

/** A superior must exist on the day from which it stands above another. */
async function requireStanding(trx: Trx, superiorId: string, from: string): Promise<void> {
  const unit = await trx
    .selectFrom('units')
    .select(['valid_from', 'valid_until'])
    .where('id', '=', superiorId)
    .executeTakeFirst()
  if (!unit) throw new AppError('units.no_superior')
  if (from < unit.valid_from || (unit.valid_until && from >= unit.valid_until))
    throw new AppError('units.superior_later')
}
