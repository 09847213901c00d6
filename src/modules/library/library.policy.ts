import type { Actor, Role } from '../../platform/context.ts'

/** Who takes documents in, corrects and confirms what was read, and drafts from them. */
export const documentRoles: readonly Role[] = ['clerk', 'specialist', 'leader']

export function mayWorkOnDocuments(actor: Actor): boolean {
  return documentRoles.some((role) => actor.roles.includes(role))
}
