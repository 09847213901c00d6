import type {} from './mandates.tables.ts'

export { signerFindingCodes, type SignerBlock } from './mandates.rules.ts'
export {
  offeredSigners,
  requireMandate,
  signerFinding,
  spellFinding,
  usualSigner,
  type OfferedSigner,
} from './signers.ts'
