import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  type ISectionOptions,
  type IParagraphOptions,
  type IParagraphStyleOptions,
  LineRuleType,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { compose, type Centred, type Composition, type TextLine } from './compose.ts'
import type { Form, StyleName } from './forms.ts'
import type { OfficialDocument } from './source.ts'
import { CELL_PADDING, type TableLine } from './table.ts'

/**
 * Writes a document as Word (.docx) in its official form: real styles, tables and a page number field, so that a clerk
 * can go on editing it. Throws a RangeError on an impossible date or a table row with too many cells.
 */
export async function writeDocx(document: OfficialDocument): Promise<Uint8Array> {
  const composition = compose(document)
  const { form } = composition
  const file = new Document({
    title: composition.title,
    creator: composition.author,
    lastModifiedBy: composition.author,
    styles: { default: { document: { run: run(form, form.size.body) } }, paragraphStyles: writeStyles(form) },
    sections: [
      writeSection(form, [
        writeHead(composition),
        ...writeName(composition),
        ...writeAddressees(composition),
        ...writeLines(form, composition.lines, true),
        spacer(8),
        writeEnd(composition),
        // a table can't be the last thing in a Word document
        spacer(1),
      ]),
      ...(composition.annex === null ? [] : [writeSection(form, writeAnnex(form, composition.annex))]),
    ],
  })
  return new Uint8Array(await Packer.toArrayBuffer(file))
}

/** Pages numbered from 1, with no number on the first. */
function writeSection(form: Form, children: (Paragraph | Table)[]): ISectionOptions {
  return {
    properties: { titlePage: true, page: { ...writePage(form), pageNumbers: { start: 1 } } },
    headers: {
      first: new Header({ children: [new Paragraph('')] }),
      default: new Header({
        children: [
          new Paragraph({
            style: 'pageNumber',
            children: [new TextRun({ children: [PageNumber.CURRENT] })],
          }),
        ],
      }),
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

function writeAnnex(form: Form, annex: NonNullable<Composition['annex']>): (Paragraph | Table)[] {
  const available = form.page.width - form.page.left - form.page.right
  return [
    new Paragraph({ style: 'type', outlineLevel: 0, children: [new TextRun(annex.name)] }),
    ...writeCentred('subject', annex.title, available),
    new Paragraph({ style: 'annexOf', spacing: { after: points(12) }, children: [new TextRun(annex.of)] }),
    ...writeLines(form, annex.lines, false),
  ]
}

const twips = (mm: number): number => Math.round((mm / 25.4) * 1440)
const points = (pt: number): number => Math.round(pt * 20)

function run(form: Form, size: number) {
  const { font } = form
  return {
    font: { ascii: font, hAnsi: font, cs: font, eastAsia: font },
    size: size * 2,
    language: { value: 'vi-VN' },
  }
}

function writePage(form: Form) {
  const { width, height, top, bottom, left, right, header } = form.page
  return {
    size: { width: twips(width), height: twips(height) },
    margin: {
      top: twips(top),
      bottom: twips(bottom),
      left: twips(left),
      right: twips(right),
      header: twips(header),
      footer: twips(header),
    },
  }
}

function writeStyles(form: Form): IParagraphStyleOptions[] {
  const { size, styles } = form
  const text = (name: StyleName): IParagraphStyleOptions => {
    const { label, align, indent, bold, italic, keepNext } = styles[name]
    return {
      id: name,
      name: label,
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: size.body * 2, bold, italics: italic },
      paragraph: {
        alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.JUSTIFIED,
        spacing: { line: points(form.line), lineRule: LineRuleType.EXACT, after: points(form.gap) },
        keepNext,
        ...(indent ? { indent: { firstLine: twips(form.firstLine) } } : {}),
      },
    }
  }
  const cell = (id: string, name: string, pt: number, look: { bold?: boolean; italics?: boolean } = {}) => ({
    id,
    name,
    basedOn: 'Normal',
    run: { size: pt * 2, ...look },
    paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 0 } },
  })
  const bold = { bold: true }
  return [
    ...(Object.keys(styles) as StyleName[]).map(text),
    cell('parentAgency', 'Cơ quan chủ quản', size.agency),
    cell('agency', 'Cơ quan ban hành', size.agency, bold),
    cell('nation', 'Quốc hiệu', size.nation, bold),
    cell('motto', 'Tiêu ngữ', size.motto, bold),
    cell('number', 'Số, ký hiệu', size.number),
    cell('placeDate', 'Địa danh, ngày tháng', size.placeDate, { italics: true }),
    cell('letterSubject', 'Trích yếu công văn', size.letterSubject),
    cell('type', 'Tên loại', size.type, bold),
    cell('subject', 'Trích yếu', size.subject, bold),
    cell('addressee', 'Kính gửi', size.body),
    cell('annexOf', 'Phụ lục kèm theo', size.placeDate, { italics: true }),
    cell('signer', 'Quyền hạn, chức vụ', size.signer, bold),
    cell('signerName', 'Người ký', size.signer, bold),
    cell('pageNumber', 'Số trang', size.pageNumber),
    {
      ...cell('recipientsHeading', 'Nơi nhận', size.recipientsHeading, { bold: true, italics: true }),
      paragraph: {},
    },
    { ...cell('recipient', 'Nơi nhận: mục', size.recipients), paragraph: {} },
    { ...cell('rule', 'Đường kẻ', 2), paragraph: {} },
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
      [
        ...(head.parentAgency === null ? [] : [...writeCentred('parentAgency', head.parentAgency, left)]),
        ...writeCentred('agency', head.agency, left),
      ],
      [line('nation', head.nation), ...writeCentred('motto', head.motto, right)],
    ],
    [
      [
        line('number', head.number, gap),
        ...(head.letterSubject === null ? [] : [line('letterSubject', head.letterSubject, gap)]),
      ],
      [line('placeDate', head.placeDate, gap)],
    ],
  ])
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
    left(30, addressees.lead),
    ...addressees.items.map((item, i) => left(45, item, i === addressees.items.length - 1)),
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
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: table.columns.map((column, i) => cell([column.title], i, true)),
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

function writeEnd({ form, end }: Composition): Table {
  const line = (style: string, text: string, extra: IParagraphOptions = {}) =>
    new Paragraph({ style, ...extra, children: [new TextRun(text)] })
  return writeColumns(
    form.endColumns,
    [
      [
        [
          ...(end.heading === '' ? [new Paragraph('')] : [line('recipientsHeading', end.heading)]),
          ...end.recipients.map((text) => line('recipient', text)),
        ],
        [
          ...end.signer.map((text) => line('signer', text)),
          spacer((form.signatureRoom / 25.4) * 72),
          line('signerName', end.name),
        ],
      ],
    ],
    end.long,
  )
}
