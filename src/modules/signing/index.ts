import type {} from './signing.tables.ts'

export { aboutKey, findKey, hasKeys, openKey } from './keys.service.ts'
export {
  acceptPaper,
  dropPaper,
  findPaper,
  hashOfSource,
  keepPaper,
  keepSigned,
  mostAdded,
  printPaper,
  requireNext,
  signingState,
  signPaper,
  takeSignedPaper,
  type Paper,
  type Subject,
} from './papers.ts'
export { SigningState, SignWithKey } from './signing.schema.ts'
