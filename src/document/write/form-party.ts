import { nd30 } from './form-nd30.ts'
import type { CellName, CellRule, Form } from './forms.ts'

/** Guidance 36-HD/VPTW of the Party's Central Office; sizes and looks stand in its Appendix 3, places in Appendix 1. */
const source = 'Hướng dẫn 36-HD/VPTW ngày 03/4/2018'

const sizes: Partial<Record<CellName, CellRule['size']>> = {
  nation: [15, 15],
  parentAgency: [14, 14],
  agency: [14, 14],
  number: [14, 14],
  placeDate: [14, 14],
  type: [15, 16],
  subject: [14, 15],
  letterSubject: [12, 12],
  body: [14, 15],
  signer: [14, 14],
  signerName: [14, 14],
  addressees: [14, 15],
  recipientsHeading: [14, 14],
  recipients: [12, 12],
  annexTitle: [14, 15],
  pageNumber: [13, 14],
}

export const party: Form = {
  ...nd30,
  source: `${source}, Phụ lục 1 và Phụ lục 3`,
  // "ĐẢNG CỘNG SẢN VIỆT NAM" at 15 pt needs 73 mm, a date at 14 pt up to 80
  headColumns: [83, 82],
  nation: 'ĐẢNG CỘNG SẢN VIỆT NAM',
  motto: null,
  star: '*',
  size: {
    ...nd30.size,
    nation: 15,
    agency: 14,
    number: 14,
    placeDate: 14,
    letterSubject: 12,
    type: 16,
    subject: 15,
    recipientsHeading: 14,
    recipients: 12,
  },
  letterSubjectItalic: true,
  recipientsUnderlined: true,
  rule: 0,
  subjectRule: 0.15,
  words: { ...nd30.words, number: 'Số', numberMark: '-', about: '', end: '.', deputyFor: 'K/T' },
  styles: { ...nd30.styles, basis: { ...nd30.styles.basis, italic: false } },
  rules: Object.fromEntries(
    Object.entries(nd30.rules).map(([cell, rule]) => [
      cell,
      {
        ...rule,
        size: sizes[cell as CellName] ?? rule.size,
        italic: cell === 'letterSubject' || (rule.italic && cell !== 'recipientsHeading'),
        bold: rule.bold && cell !== 'recipientsHeading',
        article: `${source}, Phụ lục 3`,
      },
    ]),
  ) as Form['rules'],
}
