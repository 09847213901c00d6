import { isInForce, type KnownDocument } from '../../document/index.ts'
import type { knownStates } from './library.schema.ts'

/** What is said of a known document's validity on a day; `open` where the register has neither beginning nor end. */
export function stateOfKnown(d: KnownDocument, day: string): (typeof knownStates)[number] {
  if (d.inForceUntil !== null && day >= d.inForceUntil) return 'ended'
  if (d.inForceFrom !== null && day < d.inForceFrom) return 'coming'
  return isInForce(d, day) === true ? 'in_force' : 'open'
}
