import type { Actor, Role } from '../../platform/context.ts'
import { onlyFor } from '../../platform/errors.ts'

const office: readonly Role[] = ['clerk', 'leader']
const deskWork: readonly Role[] = ['clerk', 'specialist', 'leader']

/** Who may do what with packages, by the roles in the acting unit. */
const allowed = {
  'arrival.refuse': office,
  'arrival.progress': deskWork,
  'arrival.answer': office,
  'document.recall': office,
  'document.replace': office,
} satisfies Record<string, readonly Role[]>

export type ExchangeAction = keyof typeof allowed

/** @throws the sentence who may */
export function requireMay(actor: Actor, action: ExchangeAction): void {
  if (!may(actor, action)) throw onlyFor(allowed[action])
}

export function may(actor: Actor, action: ExchangeAction): boolean {
  return allowed[action].some((role) => actor.roles.includes(role))
}
