import {
  AlignmentType,
  BorderStyle,
  Footer,
  Header,
  type ISectionOptions,
  type IParagraphOptions,
  LineRuleType,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import {
  compose,
  URGENCY,
  type Annex,
  type Centred,
  type Composition,
  type Copy,
  type End,
  type TextLine,
} from './compose.ts'
import { packDocx, type DocxSource } from './docx-package.ts'
import { points, RED, run, twips, writePage, writeStyles } from './docx-styles.ts'
import type { Form } from './forms.ts'
import type { OfficialDocument } from './source.ts'
import { CELL_PADDING, type TableLine } from './table.ts'

/**
 * Writes a document as Word (.docx) in its official form: real styles, tables and a page number field, so that a clerk
 * can go on editing it. Throws a RangeError on an impossible date or a table row with too many cells.
 */
export function writeDocx(document: OfficialDocument): Promise<Uint8Array> {
  return composedDocx(compose(document))
}

/** As writeDocx, of what is composed already. */
export function composedDocx(composition: Composition): Promise<Uint8Array> {
  const { form, annexes } = composition
  const bare = { form, mark: [], contact: [] }
  return packDocx(JSON.stringify(form), docxSource(composition), () =>
    [composition, ...annexes].map(() => writeSection(bare, [new Paragraph('')])),
  )
}

/** A composed document as docx takes it. */
export function docxSource(composition: Composition): DocxSource {
  const { form } = composition
  return {
    title: composition.title,
    author: composition.author,
    styles: { default: { document: { run: run(form, form.size.body) } }, paragraphStyles: writeStyles(form) },
    hasOwnMargins: composition.mark.length + composition.contact.length > 0,
    sections: [
      writeSection(composition, [
        writeHead(composition),
        ...writeName(composition),
        ...writeAddressees(composition),
        ...writeLines(form, composition.lines, true),
        spacer(8),
        writeEnd(form, composition.end),
        // a table can't be the last thing in a Word document
        spacer(1),
        ...composition.copies.flatMap((copy) => writeCopy(form, copy)),
      ]),
      ...composition.annexes.map((annex) =>
        writeSection({ form, mark: [], contact: [] }, writeAnnex(form, annex)),
      ),
    ],
  }
}

/** Pages numbered from 1, with no number on the first, which has the mark of a copy above and the address below. */
function writeSection(
  { form, mark, contact }: Pick<Composition, 'form' | 'mark' | 'contact'>,
  children: (Paragraph | Table)[],
): ISectionOptions {
  const atTop = form.pageNumber === 'top'
  const number = new Paragraph({
    style: 'pageNumber',
    ...(atTop ? {} : { alignment: AlignmentType.RIGHT }),
    children: [new TextRun({ children: [PageNumber.CURRENT] })],
  })
  const line = (style: string, text: string, extra: IParagraphOptions = {}) =>
    new Paragraph({ style, ...extra, children: [new TextRun(text)] })
  const over = { border: { top: { style: BorderStyle.SINGLE, size: 6, space: 2, color: '000000' } } }
  const empty = new Paragraph('')
  return {
    properties: { titlePage: true, page: { ...writePage(form), pageNumbers: { start: 1 } } },
    headers: {
      first: new Header({ children: mark.length === 0 ? [empty] : mark.map((text) => line('mark', text)) }),
      default: new Header({ children: [atTop ? number : empty] }),
    },
    footers: {
      first: new Footer({
        children:
          contact.length === 0
            ? [empty]
            : contact.map((text, i) => line('contact', text, i === 0 ? over : {})),
      }),
      default: new Footer({ children: [atTop ? empty : number] }),
    },
    children,
  }
}

/** @param signed whether the signature follows the last line */
function writeLines(form: Form, lines: Composition['lines'], signed: boolean): (Paragraph | Table)[] {
  return lines.flatMap((line, i) =>
    line.kind === 'table'
      ? [writeTable(form, line), spacer(6)]
      : [writeLine(form, line, signed && i === lines.length - 1)],
  )
}

function writeAnnex(form: Form, annex: Annex): (Paragraph | Table)[] {
  const available = form.page.width - form.page.left - form.page.right
  return [
    ...(annex.name === ''
      ? []
      : [new Paragraph({ style: 'annexName', outlineLevel: 0, children: [new TextRun(annex.name)] })]),
    ...(annex.title === null ? [] : writeCentred('subject', annex.title, available)),
    ...(annex.of === ''
      ? []
      : [
          new Paragraph({
            style: 'annexOf',
            spacing: { after: points(12) },
            children: [new TextRun(annex.of)],
          }),
        ]),
    ...writeLines(form, annex.lines, false),
  ]
}

/** Text in lines of even length, and under it a solid rule: the bottom border of a paragraph 3 pt high. */
function writeCentred(style: string, centred: Centred, available: number): Paragraph[] {
  const indent = (width: number) => {
    const side = Math.floor(twips(available - width) / 2)
    return { left: side, right: side }
  }
  const text = new Paragraph({ style, indent: indent(centred.width), children: [new TextRun(centred.text)] })
  if (centred.rule === 0) return [text]
  const rule = new Paragraph({
    style: 'rule',
    spacing: { line: points(3), lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    indent: indent(centred.rule),
    border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 0, color: '000000' } },
  })
  return [text, rule]
}

function spacer(pt: number): Paragraph {
  return new Paragraph({
    style: 'rule',
    // between the last words and the signature: it must not let them part
    keepNext: true,
    spacing: { line: points(pt), lineRule: LineRuleType.EXACT, before: 0, after: 0 },
  })
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const NO_BORDERS = { top: NONE, bottom: NONE, left: NONE, right: NONE }
const NO_TABLE_BORDERS = { ...NO_BORDERS, insideHorizontal: NONE, insideVertical: NONE }

/** Two columns without lines, as the head and the end of the form are set. */
function writeColumns(widths: [number, number], rows: [Paragraph[], Paragraph[]][], mayBreak = false): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(widths[0] + widths[1]), type: WidthType.DXA },
    columnWidths: widths.map(twips),
    borders: NO_TABLE_BORDERS,
    margins: { left: 0, right: 0 },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: !mayBreak,
          children: cells.map(
            (children, i) =>
              new TableCell({
                borders: NO_BORDERS,
                margins: { left: 0, right: 0 },
                width: { size: twips(widths[i] ?? 0), type: WidthType.DXA },
                children,
              }),
          ),
        }),
    ),
  })
}

function writeHead({ form, head }: Composition): Table {
  const [left, right] = form.headColumns
  const line = (style: string, text: string, extra: IParagraphOptions = {}) =>
    new Paragraph({ style, ...extra, children: [new TextRun(text)] })
  const gap = { spacing: { before: points(6), after: 0 } }
  return writeColumns(form.headColumns, [
    [
      [...writeAgencies(head, left), ...(head.star === '' ? [] : [line('agency', head.star)])],
      [
        ...writeCentred('nation', head.nation, right),
        ...(head.motto === null ? [] : writeCentred('motto', head.motto, right)),
      ],
    ],
    [
      [
        line('number', head.number, gap),
        ...(head.letterSubject === null ? [] : [line('letterSubject', head.letterSubject, gap)]),
        ...(head.urgency === null
          ? []
          : [spacer(6), writeBox('urgency', head.urgency.text, head.urgency.width, left, RED)]),
      ],
      [
        line('placeDate', head.placeDate, gap),
        ...(head.circulation === '' ? [] : [spacer(6), writeBox('circulation', head.circulation, 55, right)]),
      ],
    ],
  ])
}

function writeAgencies(
  { parentAgency, agency }: Pick<Composition['head'], 'parentAgency' | 'agency'>,
  available: number,
): Paragraph[] {
  return [
    ...(parentAgency === null ? [] : writeCentred('parentAgency', parentAgency, available)),
    ...writeCentred('agency', agency, available),
  ]
}

/** Words in a box: a paragraph with borders, its line as high as the box. */
function writeBox(
  style: string,
  text: string,
  width: number,
  available: number,
  color = '000000',
): Paragraph {
  const side = { style: BorderStyle.SINGLE, size: 6, space: 0, color }
  const indent = Math.floor(twips(available - width) / 2)
  return new Paragraph({
    style,
    spacing: { line: twips(URGENCY.height), lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    indent: { left: indent, right: indent },
    border: { top: side, bottom: side, left: side, right: side },
    children: [new TextRun(text)],
  })
}

/** The certificate of a copy: under a line over the whole width. */
function writeCopy(form: Form, copy: Copy): (Paragraph | Table)[] {
  const [left] = form.headColumns
  const line = (style: string, text: string) =>
    new Paragraph({ style, spacing: { before: points(6), after: 0 }, children: [new TextRun(text)] })
  return [
    new Paragraph({
      style: 'rule',
      keepNext: true,
      spacing: { before: points(12), after: points(6) },
      border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 0, color: '000000' } },
    }),
    writeColumns(form.headColumns, [
      [writeAgencies(copy, left), [new Paragraph({ style: 'copyName', children: [new TextRun(copy.name)] })]],
      [[line('number', copy.number)], [line('placeDate', copy.placeDate)]],
    ]),
    spacer(12),
    writeEnd(form, copy.end),
    spacer(1),
  ]
}

function writeName({ form, name }: Composition): Paragraph[] {
  if (name === null) return [spacer(12)]
  return [
    new Paragraph({
      style: 'type',
      spacing: { before: points(18), after: 0 },
      children: [new TextRun(name.type)],
    }),
    ...writeCentred('subject', name.subject, form.page.width - form.page.left - form.page.right),
    spacer(14),
  ]
}

function writeAddressees({ form, addressees }: Composition): Paragraph[] {
  if (addressees === null) return []
  const after = { after: points(form.gap * 2) }
  if (addressees.items.length === 0) {
    return [new Paragraph({ style: 'addressee', spacing: after, children: [new TextRun(addressees.lead)] })]
  }
  const left = (mm: number, text: string, last = false) =>
    new Paragraph({
      style: 'addressee',
      alignment: AlignmentType.LEFT,
      indent: { left: twips(mm) },
      ...(last ? { spacing: after } : {}),
      children: [new TextRun(text)],
    })
  return [
    left(form.addressees[0], addressees.lead),
    ...addressees.items.map((item, i) => left(form.addressees[1], item, i === addressees.items.length - 1)),
  ]
}

function writeLine(form: Form, line: TextLine, last: boolean): Paragraph {
  return new Paragraph({
    style: line.style,
    ...(line.heading === null ? {} : { outlineLevel: Math.min(line.heading, 9) - 1 }),
    // the signature never stands on a page without words of the text
    keepNext: last || form.styles[line.style].keepNext,
    widowControl: true,
    children: [
      ...(line.lead === ''
        ? []
        : [new TextRun({ text: line.lead, ...(line.boldLead ? { bold: true } : {}) })]),
      new TextRun(line.text),
    ],
  })
}

const ALIGNMENTS = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }

function writeTable(form: Form, table: TableLine): Table {
  const cell = (lines: string[], i: number, heading: boolean) => {
    const column = table.columns[i]
    return new TableCell({
      width: { size: twips(column?.width ?? 0), type: WidthType.DXA },
      ...(table.bare ? { borders: NO_BORDERS } : {}),
      ...(heading ? { verticalAlign: VerticalAlignTable.CENTER } : {}),
      margins: {
        left: twips(CELL_PADDING),
        right: twips(CELL_PADDING),
        top: points(2),
        bottom: points(2),
      },
      children: (lines.length === 0 ? [''] : lines).map(
        (text) =>
          new Paragraph({
            alignment: heading ? AlignmentType.CENTER : ALIGNMENTS[column?.align ?? 'left'],
            children: [new TextRun({ text, size: table.size * 2, bold: heading })],
          }),
      ),
    })
  }
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(form.page.width - form.page.left - form.page.right), type: WidthType.DXA },
    columnWidths: table.columns.map((column) => twips(column.width)),
    ...(table.bare ? { borders: NO_TABLE_BORDERS } : {}),
    rows: [
      new TableRow({
        tableHeader: !table.bare,
        cantSplit: true,
        children: table.columns.map((column, i) => cell([column.title], i, !table.bare)),
      }),
      ...table.rows.map(
        (row) =>
          new TableRow({
            cantSplit: !row.long,
            children: row.cells.map((lines, i) => cell(lines, i, false)),
          }),
      ),
    ],
  })
}

function writeEnd(form: Form, end: End): Table {
  const line = (style: string, text: string, extra: IParagraphOptions = {}) =>
    new Paragraph({ style, ...extra, children: [new TextRun(text)] })
  const signed = ({ signer, name }: Pick<End, 'signer' | 'name'>) => [
    ...signer.map((text) => line('signer', text)),
    spacer((form.signatureRoom / 25.4) * 72),
    line('signerName', name),
  ]
  return writeColumns(
    form.endColumns,
    [
      [
        [
          ...(end.beside === null ? [] : [...signed(end.beside), spacer(12)]),
          ...(end.heading === '' ? [new Paragraph('')] : [line('recipientsHeading', end.heading)]),
          ...end.recipients.map((text) => line('recipient', text)),
          ...(end.drafter === '' ? [] : [line('drafter', end.drafter)]),
        ],
        signed(end),
      ],
    ],
    end.long,
  )
}
