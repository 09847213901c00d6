import type {} from './dispatch.tables.ts'

export {
  holdNumber,
  takeNumber,
  voidNumber,
  spellNumber,
  type NumberRequest,
  type TakenNumber,
} from './numbers.ts'
export { resolveRecipients, type RecipientLine, type ResolvedLine } from './recipients.ts'
export {
  dispatchDocument,
  registerDispatchJobs,
  type Dispatched,
  type DispatchRequest,
  type ObligationTemplate,
} from './deliver.ts'
export {
  closeObligations,
  excuseObligations,
  openObligations,
  reopenObligations,
  voidObligations,
  type NewObligation,
  type ObligationFacts,
  type ObligationMatch,
} from './obligations.ts'
export { mayDo, type DispatchAction } from './dispatch.policy.ts'
export type { ObligationWhat, PurposeCode } from './dispatch.tables.ts'
