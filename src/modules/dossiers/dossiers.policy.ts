import type { Actor, Role } from '../../platform/context.ts'
import { onlyFor } from '../../platform/errors.ts'

const deskWork: readonly Role[] = ['clerk', 'specialist', 'leader']
const office: readonly Role[] = ['clerk', 'leader']

/** Whoever works on a matter keeps its file (Decree 30/2020/NĐ-CP, Art. 29); the archive is the clerk's and the head's. */
const allowed = {
  'dossier.create': deskWork,
  'dossier.save': deskWork,
  'dossier.put_in': deskWork,
  'dossier.close': deskWork,
  'dossier.reopen': deskWork,
  'dossier.hand_over': office,
} satisfies Record<string, readonly Role[]>

export type DossierAction = keyof typeof allowed

/** @throws the sentence who may */
export function requireMay(actor: Actor, action: DossierAction): void {
  if (!allowed[action].some((role) => actor.roles.includes(role))) throw onlyFor(allowed[action])
}

/** Those of the actions that the actor may do, for `may: [...]` of an answer. */
export function mayDo(actor: Actor, actions: readonly DossierAction[]): DossierAction[] {
  return actions.filter((action) => allowed[action].some((role) => actor.roles.includes(role)))
}
