import type { Ctx } from '../../platform/context.ts'
import { sha256 } from '../../platform/canonical.ts'

/**
 * The same request, of which an event keeps the id and what it is about, but no hash of its body: numbers of telephones
 * and passwords are so few that their hash tells them. The same id about something else is still refused.
 * @param about operation and ids
 */
export function withoutBody(ctx: Ctx, ...about: string[]): Ctx {
  return { ...ctx, request: ctx.request && { id: ctx.request.id, hash: sha256(about.join(' ')) } }
}
