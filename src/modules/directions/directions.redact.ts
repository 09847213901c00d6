import { sql } from 'kysely'
import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { redactedWords, redactRows, type RedactionReason, type WordChange } from '../../platform/redaction.ts'
import { writeWide } from '../../platform/write.ts'
import { redactors, requireRole } from './directions.policy.ts'
import type { Direction, RedactDirection } from './directions.schema.ts'
import { readOne, seen } from './directions.view.ts'

declareErrors({ 'directions.not_writer': 403 })

/**
 * Takes the words of a direction away by law, or those of one act on it: by the unit that wrote them. Row, hash and ground
 * stay, the duties go on; where duties and notices repeat the words they go too. Asked again nothing more happens.
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
      const reason = { ground, subject: { what: 'direction', id: directionId } }
      const table = act ? 'direction_acts' : 'directions'
      const gone = await redact(trx, ctx, table, { key: [act?.id ?? directionId] }, 'all', reason)
      if (!gone) return
      const words = act ? act.words : direction.title
      if (words !== '') await redactRepeated(trx, ctx, directionId, words, reason)
      await recordEvent(trx, ctx, 'direction.redact', [
        { what: act ? 'direction_act' : 'direction', id: act?.id ?? directionId },
        ...behalfOf(ctx.actor, redactors),
      ])
    },
    answer: (trx) => readOne(trx, ctx, directionId),
  })
}

/** Duties name the direction by its title and keep the reason of a later day; notices repeat what duties say. */
async function redactRepeated(
  trx: Trx,
  ctx: Ctx,
  directionId: string,
  words: string,
  reason: RedactionReason,
): Promise<void> {
  const change: WordChange = (text) => (text === words ? redactedWords : text)
  const duties = sql`select o.id from obligations o where o.source_id = ${directionId}
    or o.source_id in (select a.id from direction_acts a where a.direction_id = ${directionId})`
  for (const [table, column] of [
    ['obligations', 't.id'],
    ['notices', 't.subject_id'],
  ] as const) {
    let after: string[] | null = null
    do
      after = await redact(
        trx,
        ctx,
        table,
        { where: sql`${sql.ref(column)} in (${duties})`, after, most: 500 },
        change,
        reason,
      ).then((step) => step?.after ?? null)
    while (after !== null)
  }
}

/** @returns null when nothing was there to take away, else where the next step goes on */
async function redact(
  trx: Trx,
  ctx: Ctx,
  name: string,
  which: Parameters<typeof redactRows>[3],
  change: WordChange,
  reason: RedactionReason,
): Promise<{ after: string[] | null } | null> {
  const table = (await findPersonalTables(trx, ctx.home)).find((t) => t.name === name)
  if (!table) throw new Error(`${name} declares no personal column`)
  const { changed, after } = await redactRows(trx, ctx, table, which, change, reason)
  return changed.length === 0 && after === null ? null : { after }
}
