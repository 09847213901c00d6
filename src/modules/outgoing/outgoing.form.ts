import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { fillOwnForm } from '../forms/index.ts'
import { titleOf } from './outgoing.paper.ts'
import { sourceOf } from './outgoing.service.ts'
import { findOutgoing } from './outgoing.store.ts'

/**
 * A draft as .docx in the unit's own form for its type, as it stands now.
 * @throws common.not_found, forms.no_form
 */
export async function readOutgoingInForm(ctx: Ctx, id: string): Promise<FileAnswer> {
  return fillOwnForm(ctx, async (trx) => {
    const draft = await findOutgoing(trx, ctx, id)
    const { unitId, content } = draft
    const source = await sourceOf(trx, ctx, draft)
    const { date } = source.header
    const facts = { type: content.type, numberSymbol: null, subject: titleOf(content) }
    return { unitId, type: content.type, day: date ?? ctx.clock.today(), source, facts }
  })
}
