import type { Actor, Role } from '../../platform/context.ts'
import { onlyFor } from '../../platform/errors.ts'

const deskWork: readonly Role[] = ['clerk', 'specialist', 'leader']
const office: readonly Role[] = ['clerk', 'leader']
const decides: readonly Role[] = ['specialist', 'leader']

/** Who may do what with dispatches and obligations, by the roles in the acting unit. */
const allowed = {
  'delivery.open': deskWork,
  'delivery.acknowledge': deskWork,
  'delivery.return': deskWork,
  'delivery.keep': deskWork,
  'delivery.resend': deskWork,
  /** the state of a body outside is kept by whoever keeps the mail */
  'delivery.state': office,
  /** of a receiver in another system: its package once more */
  'package.resend': office,
  'delivery.mail': office,
  'number.void': office,
  /** who of the unit got an incoming document is noted by whoever keeps its register */
  'arrival.pass': deskWork,
  /** asking people of the own unit to read a document */
  'reading.ask': deskWork,
  'obligation.remind': deskWork,
  'obligation.excuse': decides,
  'obligation.extend': decides,
} satisfies Record<string, readonly Role[]>

export type DispatchAction = keyof typeof allowed

/** True when one of the actor's roles carries the action; which rows it reaches is the use case's affair. */
export function may(actor: Actor, action: DispatchAction): boolean {
  return allowed[action].some((role) => actor.roles.includes(role))
}

/** @throws the sentence who may */
export function requireMay(actor: Actor, action: DispatchAction): void {
  if (!may(actor, action)) throw onlyFor(allowed[action])
}

/** Those of the actions that the actor may do, for `may: [...]` of an answer. */
export function mayDo(actor: Actor, actions: readonly DispatchAction[]): DispatchAction[] {
  return actions.filter((action) => may(actor, action))
}
