export { registerArrivals } from './arrivals.ts'
export { grantReading, grantsUpThread, mayRead, type Readable, type ReadGrant } from './grounds.ts'
export { clauseKind, clauseKinds, type ClauseKind } from './clause-kinds.ts'
export {
  documentContent,
  findClauses,
  findDocument,
  findDocuments,
  mayReadDocument,
  type Clause,
  type DocumentFacts,
  type DocumentReading,
} from './documents.store.ts'
export { addIssuedDocument, type NewClause, type NewIssuedDocument } from './issued.ts'
export { registerLibraryJobs } from './library.jobs.ts'
export { matchKey } from './keys.ts'
export { keysOfKnown } from './known.store.ts'
export { DocumentRef } from './library.schema.ts'
export { refOf } from './drafts.service.ts'
export { findOriginal, type Original } from './originals.ts'
export { officialPage } from './official-page.ts'
export { takeInDocument } from './take-in.ts'
export { unpackPackageBytes } from './reading.ts'
export { addArrived, keepArrived, readArrived, type ArrivedFile, type ReadArrival } from './arrived.ts'
export { confirmDocument, dropDraft, readDraft, saveDraft } from './drafts.service.ts'
export { readDocument, readPaper } from './documents.service.ts'
export { setAuthorities } from './signatures.service.ts'
export { paperName } from './file-names.ts'
export { holdFile, keepBytes } from './kept-files.ts'
export { typeAndSubject } from './type-and-subject.ts'
export { checkFormBytes, fillFormBytes } from './reading.ts'
export { docxMime } from './render.ts'
