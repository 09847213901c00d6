import type { Actor, Role } from '../../platform/context.ts'

/** Who takes documents in, corrects and confirms what was read, and drafts from them. */
export const documentRoles: readonly Role[] = ['clerk', 'specialist', 'leader']

export function mayWorkOnDocuments(actor: Actor): boolean {
  return documentRoles.some((role) => actor.roles.includes(role))
}

/** Whoever drafts amends, replaces, corrects and recalls what the own unit issued. */
export function mayRelateTo(
  actor: Actor,
  document: { origin: string; unitId: string; numberSymbol: string | null; redactedAt: Date | null },
): boolean {
  return (
    document.origin === 'issued' &&
    document.numberSymbol !== null &&
    document.redactedAt === null &&
    actor.ownUnits.includes(document.unitId) &&
    (actor.roles.includes('specialist') || actor.roles.includes('clerk'))
  )
}
