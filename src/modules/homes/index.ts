import { registerCarrying } from './redaction.send.ts'
import { registerSending } from './send.ts'
import { registerTakingIn } from './take-in.ts'

export { copied, notCopied } from './copied.ts'
export { HomeMessage } from './homes.schema.ts'
export { coveredTables } from './redaction.schema.ts'

/** Registers the kinds of jobs by which homes speak with each other. */
export function registerHomeJobs(): void {
  registerSending()
  registerTakingIn()
  registerCarrying()
}
