export { compose, type Composition, type TextLine } from './compose.ts'
export { CELL_PADDING, type TableLine } from './table.ts'
export { writeDocx } from './docx.ts'
export type { Form, StyleName, TextStyle } from './forms.ts'
export type {
  Block,
  FormId,
  OfficialDocument,
  OfficialHeader,
  OfficialRecipient,
  OfficialSigner,
  TableColumn,
} from './source.ts'
