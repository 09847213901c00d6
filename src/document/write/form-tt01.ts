import { nd30 } from './form-nd30.ts'
import type { CellName, CellRule, Form } from './forms.ts'

const source = 'Thông tư 01/2011/TT-BNV ngày 19/01/2011'

/** The articles of the circular's Chapter II that speak of a cell, where its sizes stand in Appendix IV too. */
const articles: Record<CellName, string> = {
  nation: 'Điều 6',
  motto: 'Điều 6',
  parentAgency: 'Điều 7',
  agency: 'Điều 7',
  number: 'Điều 8',
  placeDate: 'Điều 9',
  type: 'Điều 10',
  subject: 'Điều 10',
  letterSubject: 'Điều 10',
  body: 'Điều 11',
  signer: 'Điều 12',
  signerName: 'Điều 12',
  addressees: 'Điều 14',
  recipientsHeading: 'Điều 14',
  recipients: 'Điều 14',
  urgency: 'Điều 15',
  circulation: 'Điều 15',
  drafter: 'Điều 15',
  contact: 'Điều 15',
  annexName: 'Điều 15',
  annexTitle: 'Điều 15',
  annexOf: 'Điều 15',
  pageNumber: 'Điều 15',
  copyMark: 'Điều 15',
}

/** Sizes that differ from those of the decree after it. */
const sizes: Partial<Record<CellName, CellRule['size']>> = {
  type: [14, 14],
  subject: [14, 14],
}

/**
 * Circular 01/2011/TT-BNV, for documents before 5 March 2020: the page of the decree that replaced it, but numbers of
 * pages in the lower right corner, bases upright with a comma after the last, and the annex's word in capitals.
 */
export const tt01: Form = {
  ...nd30,
  source: `${source}, Chương II và Phụ lục IV`,
  pageNumber: 'bottom right',
  words: { ...nd30.words, lastBasis: ',', annex: 'PHỤ LỤC' },
  styles: { ...nd30.styles, basis: { ...nd30.styles.basis, italic: false } },
  rules: Object.fromEntries(
    Object.entries(nd30.rules).map(([cell, rule]) => [
      cell,
      {
        ...rule,
        size: sizes[cell as CellName] ?? rule.size,
        capitals: rule.capitals || cell === 'annexName',
        article: `${source}, ${articles[cell as CellName]}`,
      },
    ]),
  ) as Form['rules'],
}
