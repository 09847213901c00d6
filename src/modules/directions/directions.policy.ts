import type { Actor, Role } from '../../platform/context.ts'
import { onlyFor } from '../../platform/errors.ts'

/** Who writes a direction, and who does what one asks. */
export const writers: readonly Role[] = ['clerk', 'specialist', 'leader']
/** Whose word it is when it goes out, is accepted, returned, put off or withdrawn. */
export const senders: readonly Role[] = ['specialist', 'leader']
/** Who takes words away by law, of what their unit wrote. */
export const redactors: readonly Role[] = ['leader', 'admin']

export function mayOf(actor: Actor, roles: readonly Role[]): boolean {
  return actor.kind === 'system' || roles.some((role) => actor.roles.includes(role))
}

/** @throws the sentence who may */
export function requireRole(actor: Actor, roles: readonly Role[]): void {
  if (!mayOf(actor, roles)) throw onlyFor(roles)
}
