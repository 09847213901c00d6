import type { Span } from '../../document/index.ts'
import { PageWriter, type PageLook, type RunStyle } from '../../document/open/page.ts'
import { compose, type OfficialDocument, type TextLine } from '../../document/write/index.ts'

const plain: RunStyle = { bold: false, italic: false, underline: false }
const bold: RunStyle = { ...plain, bold: true }
const italic: RunStyle = { ...plain, italic: true }

/**
 * The text and page of a document that we write: the words of its .docx and PDF, in their order. Head and end are tables
 * of two columns, as when the .docx is opened again, so that the reader and every span work alike for both.
 * @param looks with numbers that say how each paragraph and table stands on the paper, for a page that nobody keeps
 * @returns `spans`: for each section with a `key`, its marker, title and own paragraphs up to its first sub-section
 * @throws RangeError on an impossible date
 */
export function officialPage(
  document: OfficialDocument,
  looks = false,
): {
  text: string
  html: string
  spans: Map<string, Span>
} {
  const { head, name, addressees, lines, end, copies, annexes, form } = compose(document)
  const page = new PageWriter()
  const spans = new Map<string, Span>()
  const look = (as: PageLook) => (looks ? as : undefined)
  const paragraph = (words: string, style: RunStyle = plain, as?: 'centred') => {
    page.openParagraph(as && look(as))
    page.text(words, style)
    page.closeParagraph()
    page.lineEnd()
  }
  writeColumns(page, look('head'), [
    [
      [...(head.parentAgency ? [[head.parentAgency.text, plain] as const] : []), [head.agency.text, bold]],
      [[head.nation.text, bold], ...(head.motto ? [[head.motto.text, bold] as const] : [])],
    ],
    [
      [[head.number, plain], ...(head.letterSubject === null ? [] : [[head.letterSubject, plain] as const])],
      [[head.placeDate, italic]],
    ],
  ])
  if (name) {
    paragraph(name.type, bold, 'centred')
    paragraph(name.subject.text, bold, 'centred')
  }
  if (addressees)
    for (const words of [addressees.lead, ...addressees.items]) paragraph(words, plain, 'centred')
  const writeLine = (line: (typeof lines)[number]) => {
    if (line.kind === 'table') {
      writeTable(page, look('grid'), [
        line.columns.map((column) => [column.title]),
        ...line.rows.map((row) => row.cells),
      ])
      return
    }
    const start = page.place()
    const style = form.styles[line.style]
    page.openParagraph()
    page.text(line.lead, { ...plain, bold: style.bold || line.boldLead, italic: style.italic })
    page.text(line.text, { ...plain, bold: style.bold, italic: style.italic })
    page.closeParagraph()
    addSpan(spans, line, { start, end: start + line.lead.length + line.text.length })
    page.lineEnd()
  }
  lines.forEach(writeLine)
  const writeEnd = ({ heading, recipients, signer, name: signed }: typeof end) =>
    writeColumns(page, look('end'), [
      [
        [
          ...(heading === '' ? [] : [[heading, { ...bold, italic: true }] as const]),
          ...recipients.map((words) => [words, plain] as const),
        ],
        [...signer, '', signed].map((words) => [words, bold] as const),
      ],
    ])
  writeEnd(end)
  for (const copy of copies) {
    writeColumns(page, look('head'), [
      [
        [...(copy.parentAgency ? [[copy.parentAgency.text, plain] as const] : []), [copy.agency.text, bold]],
        [[copy.name, bold]],
      ],
      [[[copy.number, plain]], [[copy.placeDate, italic]]],
    ])
    writeEnd(copy.end)
  }
  for (const annex of annexes) {
    paragraph(annex.name, bold, 'centred')
    if (annex.title) paragraph(annex.title.text, bold, 'centred')
    paragraph(annex.of, italic, 'centred')
    annex.lines.forEach(writeLine)
  }
  return { text: page.content(), html: page.html(), spans }
}

/** A section is its title and what paragraphs follow it at once; those behind its sub-sections are not lit with it. */
function addSpan(spans: Map<string, Span>, line: TextLine, at: Span): void {
  if (line.key === undefined) return
  const before = spans.get(line.key)
  if (!before) spans.set(line.key, at)
  else if (before.end + 1 === at.start) before.end = at.end
}

type Lines = readonly (readonly [words: string, style: RunStyle])[]

function writeColumns(
  page: PageWriter,
  look: PageLook | undefined,
  rows: readonly (readonly Lines[])[],
): void {
  page.openTable(look)
  for (const row of rows) {
    page.openRow()
    for (const [i, cell] of row.entries()) {
      if (i > 0) page.cellEnd()
      page.openCell(1, 1)
      for (const [k, [words, style]] of cell.entries()) {
        if (k > 0) page.lineEnd()
        page.openParagraph()
        page.text(words, style)
        page.closeParagraph()
      }
      page.closeCell()
    }
    page.closeRow()
    page.lineEnd()
  }
  page.closeTable()
}

function writeTable(
  page: PageWriter,
  look: PageLook | undefined,
  rows: readonly (readonly (readonly string[])[])[],
): void {
  writeColumns(
    page,
    look,
    rows.map((row, i) => row.map((cell) => cell.map((words) => [words, i === 0 ? bold : plain] as const))),
  )
}
