import type {} from './dispatch.tables.ts'

export {
  holdNumber,
  takeNumber,
  voidNumber,
  spellNumber,
  type NumberRequest,
  type TakenNumber,
} from './numbers.ts'
export { DraftedRecipient, lineOfDraft } from './recipients.schema.ts'
export { resolveRecipients, type RecipientLine, type ResolvedLine } from './recipients.ts'
export {
  gatherDelivery,
  gatherDuties,
  gatherReceipt,
  requireHomes,
  takeInDelivery,
  takeInDuties,
  takeInReceipt,
} from './across.ts'
export { DeliveryAcross, DutiesAcross, ReceiptAcross } from './across.schema.ts'
export {
  dispatchDocument,
  registerDispatchJobs,
  type AboutDelivery,
  type Dispatched,
  type DispatchRequest,
  type ObligationTemplate,
} from './deliver.ts'
export {
  closeObligations,
  moveOwed,
  tellPeersOf,
  excuseObligations,
  extendObligations,
  openObligations,
  reopenObligations,
  voidObligations,
  type NewObligation,
  type ObligationFacts,
  type ObligationMatch,
} from './obligations.ts'
export { confirmByLink, readByLink } from './readings.service.ts'
export type { LinkedReading } from './readings.store.ts'
export {
  linkJob,
  noteLinkMail,
  openDeliveryLink,
  readDeliveryLink,
  readOpenedLink,
  readOpenedPaper,
  tokenForMail,
  type Linked,
} from './links.ts'
export {
  actionOf as owedAction,
  doneSentence,
  endOfWeek,
  groupOf,
  sentenceOf as owedSentence,
  waitingFor,
  type Owed,
} from './owed.rules.ts'
export { acknowledgeDelivery, openDelivery } from './inbox.service.ts'
export { acknowledgeReceived } from './receipts.ts'
export { mayDo, requireMay as requireDispatchAct, type DispatchAction } from './dispatch.policy.ts'
export { postMessage, sendJob, type SendJob } from './messages.ts'
export type { ExchangeState, MessageKind, ObligationWhat, PurposeCode } from './dispatch.tables.ts'
export {
  endAgencyCode,
  findAgency,
  findAgencyKeys,
  findCodeOfUnit,
  isResendable,
  listAgencyCodes,
  packJob,
  setAgencyCode,
  type Agency,
  type AgencyOf,
  type PackJob,
} from './agencies.ts'
export { findDispatched } from './inbox.service.ts'
