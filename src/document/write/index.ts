export { compose, URGENCY, type Composition, type TextLine } from './compose.ts'
export { composeReading, isParty, type WrittenReading } from './reading.ts'
export { composedHtml } from './html.ts'
export { copyTypes, issuedAs, type CopyType } from './copies.ts'
export {
  correctionLetter,
  officialTypes,
  readyForm,
  type Correction,
  type Letterhead,
  type OfficialType,
} from './ready.ts'
export { spellSigner } from './spell.ts'
export { CELL_PADDING, type TableLine } from './table.ts'
export { widestWord } from './width.ts'
export { composedDocx, writeDocx } from './docx.ts'
export { FORMS, formFor, nd30Since } from './forms.ts'
export type { CellName, CellRule, Form, StyleName, TextStyle } from './forms.ts'
export type {
  Block,
  FormId,
  OfficialCopy,
  OfficialDocument,
  OfficialHeader,
  OfficialRecipient,
  OfficialSigner,
  TableColumn,
} from './source.ts'
