import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { findDocuments, findOriginal, type DocumentFacts, type Original } from '../library/index.ts'
import { extract } from './outgoing.copies.ts'
import { findingsOf } from './outgoing.rules.ts'
import type { OutgoingContent } from './outgoing.schema.ts'

/** The documents that a draft relates to: issued, and the unit's own. @throws outgoing.bad_link */
export async function findTargets(
  trx: Trx,
  ctx: Ctx,
  content: Pick<OutgoingContent, 'relations'>,
): Promise<Map<string, DocumentFacts>> {
  const found = await findDocuments(
    trx,
    ctx,
    content.relations.map((r) => r.documentId),
  )
  for (const { documentId } of content.relations) {
    const target = found.get(documentId)
    const isOwn = target?.origin === 'issued' && ctx.actor.ownUnits.includes(target.unitId)
    if (!isOwn) throw new AppError('outgoing.bad_link')
  }
  return found
}

/** Of a copy its original, as long as that can be copied. */
export async function originalOf(
  trx: Trx,
  ctx: Ctx,
  { copy, type }: Pick<OutgoingContent, 'copy' | 'type'>,
): Promise<Original | null> {
  const original = copy ? await findOriginal(trx, ctx, copy.documentId) : null
  return original?.types.some((name) => name === type) ? original : null
}

/** What a draft relates to, and what is to be looked at. @throws outgoing.bad_link */
export async function findingsNow(trx: Trx, ctx: Ctx, content: OutgoingContent) {
  const targets = await findTargets(trx, ctx, content)
  const original = await originalOf(trx, ctx, content)
  const chosen = original && extract(original.source.body, new Set(content.copy?.keys ?? [])).length
  return { targets, original, findings: findingsOf(content, targets, chosen) }
}
