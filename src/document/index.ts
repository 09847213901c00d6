export type * from './model.ts'
export { readText } from './read/read.ts'
export { orderBases } from './cite/rank.ts'
export { readSecrecyMark } from './read/secrecy.ts'
export { DocumentError, documentErrorCodes, type DocumentErrorCode } from './errors.ts'
export { openDocument, maxFileBytes, type OpenedDocument } from './open/open.ts'
export { documentFormats, formatMimes, type DocumentFormat } from './open/formats.ts'
export { metadataOf, type DocumentMetadata } from './open/edxml-package.ts'
export {
  checkFormInChild,
  drawInChild,
  fillFormInChild,
  openInChild,
  scanInChild,
  unpackInChild,
  verifyInChild,
  Stopped,
  type ChildLimits,
} from './open/child.ts'
export { unpackPackage, type UnpackedPackage } from './edxml/unpack.ts'
export type { VerifiedFile } from './open/verify.ts'
export type { ScanFile } from './open/scan-file.ts'
export { Unfinished, type RecognisedPage } from './open/scan.ts'
export type { ShownPage } from './open/flow.ts'
export { pictureKind } from './open/picture-kind.ts'
export type { DrawnPage } from './open/draw.ts'
export { documentTypes, findType, type DocumentType } from './vocabulary.ts'
export { normalise, fold, collapse } from './text/normalise.ts'
export { coverSpans, coveredSpans, type Stretch } from './text/covered.ts'
export { personMask, type PersonMask } from './text/mask.ts'
export { fileWords } from './open/file-words.ts'
export * from './known/index.ts'
export { expandRecipients, type Expanded, type UnitAround } from './read/expand.ts'
