import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { mayDo, requireMay } from './dossiers.policy.ts'
import type { HandOverLine, HandOverQuery, HandOvers, NewHandOver } from './dossiers.schema.ts'
import { findDossiers, findHandOvers, type HandOverRow } from './dossiers.store.ts'

declareErrors({ 'dossiers.only_closed': 409 })

const byDay = z.tuple([z.iso.date(), z.uuid()])

/** What the acting unit handed over to the archive, the latest first. */
export async function readHandOvers(
  ctx: Ctx,
  query: z.output<typeof HandOverQuery>,
): Promise<z.input<typeof HandOvers>> {
  const after = readCursor(query.cursor, byDay)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findHandOvers(trx, ctx.actor.ownUnits, query, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.day, r.id])
    return { items: page.rows.map((row) => lineOf(ctx, row)), nextCursor: page.nextCursor }
  })
}

/**
 * Hands closed files over to the archive: one list and one record of it (Art. 30).
 * @throws common.not_found for a file of another unit, dossiers.only_closed when one is open or handed over already
 */
export async function handOver(
  ctx: Ctx,
  input: z.output<typeof NewHandOver>,
): Promise<z.input<typeof HandOverLine>> {
  const ids = [...new Set(input.dossiers)]
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const found = await trx
        .selectFrom('dossiers')
        .select(['id', 'state'])
        .where('id', 'in', ids)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .orderBy('id')
        .forUpdate()
        .execute()
      if (found.length < ids.length) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'dossier.hand_over')
      if (found.some((d) => d.state !== 'closed')) throw new AppError('dossiers.only_closed')
      const made = await trx
        .insertInto('hand_overs')
        .values({
          id: input.id,
          unit_id: ctx.actor.unitId ?? '',
          day: input.day,
          title: input.title,
          giver: input.giver,
          giver_position: input.giverPosition,
          taker: input.taker,
          taker_position: input.takerPosition,
          boxes: input.boxes,
          metres: input.metres,
          condition: input.condition,
          created_at: ctx.clock.now(),
          created_by: ctx.actor.personId,
        })
        .onConflict((c) => c.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw new AppError('common.request_reused')
      await trx
        .updateTable('dossiers')
        .set((e) => ({ state: 'handed_over', hand_over_id: input.id, version: e('version', '+', 1) }))
        .where('id', 'in', ids)
        .execute()
      await recordEvent(trx, ctx, 'dossier.hand_over', [
        { what: 'hand_over', id: input.id },
        ...ids.map((id) => ({ what: 'dossier', id })),
      ])
    },
    answer: async (trx) => {
      const [row] = await findHandOvers(trx, ctx.actor.ownUnits, { id: input.id }, null, 1)
      if (!row) throw new AppError('common.not_found')
      return lineOf(ctx, row)
    },
  })
}

/** Takes a hand-over back, before the archive has signed for it: its files are closed files again. @throws common.not_found */
export async function takeBack(ctx: Ctx, id: string): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await trx
        .selectFrom('hand_overs')
        .select('id')
        .where('id', '=', id)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'dossier.hand_over')
      const dossiers = await findDossiers(trx, ctx.actor.ownUnits, { handOver: id }, null, 1000)
      await trx
        .updateTable('dossiers')
        .set((e) => ({ state: 'closed', hand_over_id: null, version: e('version', '+', 1) }))
        .where('hand_over_id', '=', id)
        .execute()
      await trx.deleteFrom('hand_overs').where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'dossier.take_back', [
        { what: 'hand_over', id },
        ...dossiers.map((d) => ({ what: 'dossier', id: d.id })),
      ])
    },
    answer: async () => ({ ok: true as const }),
  })
}

function lineOf(ctx: Ctx, row: HandOverRow): z.input<typeof HandOverLine> {
  const { id, day, title, giver, taker, dossiers } = row
  return { id, day, title, giver, taker, dossiers, may: mayDo(ctx.actor, ['dossier.hand_over']) }
}
