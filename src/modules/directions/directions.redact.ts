import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { writeWide } from '../../platform/write.ts'
import { tellAcross } from './directions.across.ts'
import { redactors, requireRole } from './directions.policy.ts'
import type { Direction, RedactDirection } from './directions.schema.ts'
import { readOne, seen } from './directions.view.ts'
import { takeWordsAway } from './directions.words.ts'

declareErrors({ 'directions.not_writer': 403 })

/**
 * Takes the words of a direction away by law, or those of one act on it: by the unit that wrote them. Row, hash and ground
 * stay, the duties go on; where duties and notices repeat the words they go too, in other homes as well. Asked again nothing
 * more happens.
 * @throws common.not_found outside the read grounds and for an act that one may not read; directions.not_writer for words of
 *   another unit
 */
export async function redactDirection(
  ctx: Ctx,
  directionId: string,
  { actId, ground }: z.output<typeof RedactDirection>,
): Promise<z.input<typeof Direction>> {
  return writeWide(ctx, 'one direction within the read grounds, and where its words are repeated', {
    act: async (trx) => {
      const { direction, acts } = await seen(trx, ctx, directionId)
      const shown = await readOne(trx, ctx, directionId)
      const act = actId === null ? null : acts.find((a) => a.id === actId)
      if (actId !== null && (!act || !shown.acts.some((a) => a.id === actId)))
        throw new AppError('common.not_found')
      if (!ctx.actor.ownUnits.includes(act ? act.byUnitId : direction.unitId))
        throw new AppError('directions.not_writer')
      requireRole(ctx.actor, redactors)
      if (!(await takeWordsAway(trx, ctx, direction, act ?? null, ground))) return
      await tellAcross(trx, ctx, direction, act ?? null)
      await recordEvent(trx, ctx, 'direction.redact', [
        { what: act ? 'direction_act' : 'direction', id: act?.id ?? directionId },
        ...behalfOf(ctx.actor, redactors),
      ])
    },
    answer: (trx) => readOne(trx, ctx, directionId),
  })
}
