import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findKnown, knownDates } from './drafts.store.ts'
import { findIssuers } from './issuers.ts'
import type { DraftContent } from './library.schema.ts'
import { findUncertain } from './uncertain.ts'

/** How many pieces of a draft are to be looked at, by what the unit knows today. */
export async function countUncertain(trx: Trx, ctx: Ctx, content: DraftContent): Promise<number> {
  const { pieces } = content
  const today = ctx.clock.today()
  const issuers =
    pieces.issuerUnitId === null ? await findIssuers(trx, ctx.actor.ownUnits, pieces.header, today) : []
  const known = await findKnown(
    trx,
    ctx,
    pieces.citations.map((c) => c.numberSymbol),
  )
  return findUncertain(content, { today, issuers, library: knownDates(known) }).open.length
}
