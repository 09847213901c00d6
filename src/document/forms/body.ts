import type { Annex, TextLine } from '../write/compose.ts'
import type { Form, StyleName } from '../write/forms.ts'
import type { TableLine } from '../write/table.ts'
import { textOf } from './paragraphs.ts'
import { childOf, isNode, make, walk, type Node } from './xml.ts'
import type { TextLines } from './values.ts'

/** How what is put into a form looks: the line where its placeholder stands, and the styles that the form has. */
export interface Look {
  form: Form
  /** `w:pPr` and `w:rPr` of the placeholder */
  paragraph: Node | undefined
  run: Node | undefined
  /** ids of the form's paragraph styles, by id and by name in small letters */
  styles: ReadonlyMap<string, string>
}

/** Ids of a form's paragraph styles. @param styles root of word/styles.xml */
export function stylesOf(styles: Node | null): Map<string, string> {
  const found = new Map<string, string>()
  for (const node of styles ? walk(styles) : []) {
    if (node.name !== 'w:style' || node.attributes['w:type'] !== 'paragraph') continue
    const id = node.attributes['w:styleId'] ?? ''
    const name = childOf(node, 'w:name')?.attributes['w:val'] ?? id
    found.set(id, id)
    found.set(name.toLocaleLowerCase('vi'), id)
  }
  return found
}

/** Lines of a text as paragraphs and tables. */
export function writeBody(look: Look, lines: TextLines): Node[] {
  return lines.flatMap((line, i) =>
    line.kind === 'text'
      ? [writeLine(look, line)]
      : // Two tables that touch are one to Word, and a cell must end with a paragraph.
        [writeTable(look, line), ...(lines[i + 1]?.kind === 'text' ? [] : [make('w:p')])],
  )
}

/** Each annex on a page of its own: its name, title, what it belongs to, its text. */
export function writeAnnexes(look: Look, annexes: readonly Annex[]): Node[] {
  return annexes.flatMap(({ name, title, of, lines }) => [
    make('w:p', {}, make('w:r', {}, make('w:br', { 'w:type': 'page' }))),
    writeLine(look, plain(name, 'caption')),
    ...(title === null ? [] : [writeLine(look, plain(title.text, 'caption'))]),
    writeLine(look, plain(of, 'note')),
    ...writeBody(look, lines),
  ])
}

function plain(text: string, style: StyleName): TextLine {
  return { kind: 'text', style, lead: '', text, boldLead: false, heading: null }
}

/** A style of the form that is named as ours says how the line looks; without one it looks as the placeholder's line does. */
function writeLine({ form, paragraph, run, styles }: Look, line: TextLine): Node {
  const { label, align, bold, italic, keepNext } = form.styles[line.style]
  const style = styles.get(line.style) ?? styles.get(label.toLocaleLowerCase('vi'))
  const outline =
    line.heading === null ? [] : [make('w:outlineLvl', { 'w:val': String(Math.min(line.heading, 9) - 1) })]
  const properties =
    style === undefined
      ? paragraphLook(paragraph, {
          keepNext,
          centred: align === 'center',
          more: outline,
        })
      : make('w:pPr', {}, make('w:pStyle', { 'w:val': style }), ...outline)
  const runs = [
    ...(line.lead === '' ? [] : [{ words: line.lead, isBold: bold || line.boldLead }]),
    { words: line.text, isBold: bold },
  ]
  return make(
    'w:p',
    {},
    properties,
    ...runs.map(({ words, isBold }) =>
      make(
        'w:r',
        {},
        style === undefined
          ? runLook(run, { bold: isBold, italic })
          : runLook(undefined, { bold: isBold && !bold }),
        textOf(words),
      ),
    ),
  )
}

/** Properties that come after the alignment in Word's order. */
const afterAlignment =
  /^w:(?:textDirection|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)$/
/** Of the placeholder's own line, not of every line that is put in its place. */
const ownOfLine = /^w:(?:keepNext|pageBreakBefore|framePr|numPr|outlineLvl|sectPr|pPrChange)$/

function paragraphLook(
  base: Node | undefined,
  { keepNext, centred, more }: { keepNext: boolean; centred: boolean; more: Node[] },
): Node {
  const kept = (base?.children ?? []).filter(isNode).filter((c) => !ownOfLine.test(c.name))
  const style = kept.filter((c) => c.name === 'w:pStyle')
  const rest = kept.filter((c) => c.name !== 'w:pStyle' && (!centred || !/^w:(?:jc|ind)$/.test(c.name)))
  const before = rest.filter((c) => !afterAlignment.test(c.name))
  const after = rest.filter((c) => afterAlignment.test(c.name))
  const place = centred
    ? [make('w:ind', { 'w:left': '0', 'w:firstLine': '0' }), make('w:jc', { 'w:val': 'center' })]
    : []
  const next = keepNext ? [make('w:keepNext')] : []
  return make('w:pPr', {}, ...style, ...next, ...before, ...place, ...more, ...after)
}

function runLook(
  base: Node | undefined,
  { bold = false, italic = false, size }: { bold?: boolean; italic?: boolean; size?: number },
): Node {
  const changed = /^w:(?:b|bCs|i|iCs|rPrChange)$/
  const kept = (base?.children ?? []).filter(isNode).filter((c) => !changed.test(c.name))
  const first = kept.filter((c) => /^w:(?:rStyle|rFonts)$/.test(c.name))
  const rest = kept.filter((c) => !first.includes(c) && (size === undefined || !/^w:sz(?:Cs)?$/.test(c.name)))
  // Word's order: size comes behind colour and position, and before what marks the text.
  const isLate = (c: Node) =>
    /^w:(?:highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)$/.test(
      c.name,
    )
  const sizes =
    size === undefined ? [] : ['w:sz', 'w:szCs'].map((n) => make(n, { 'w:val': String(size * 2) }))
  return make(
    'w:rPr',
    {},
    ...first,
    ...(bold ? [make('w:b'), make('w:bCs')] : []),
    ...(italic ? [make('w:i'), make('w:iCs')] : []),
    ...rest.filter((c) => !isLate(c)),
    ...sizes,
    ...rest.filter(isLate),
  )
}

/** Widths in fiftieths of a percent: a form's page may be narrower than ours. */
const whole = 5000

function writeTable(look: Look, table: TableLine): Node {
  const total = table.columns.reduce((sum, column) => sum + column.width, 0)
  const shares = table.columns.map(({ width }) => Math.round((width / total) * whole))
  const line = { 'w:val': 'single', 'w:sz': '4', 'w:space': '0', 'w:color': 'auto' }
  const sides = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) =>
    make(`w:${side}`, line),
  )
  const row = (cells: readonly string[][], heading: boolean, isLong: boolean) =>
    make(
      'w:tr',
      {},
      make('w:trPr', {}, ...(isLong ? [] : [make('w:cantSplit')]), ...(heading ? [make('w:tblHeader')] : [])),
      ...cells.map((lines, i) =>
        make(
          'w:tc',
          {},
          make('w:tcPr', {}, make('w:tcW', { 'w:w': String(shares[i] ?? 0), 'w:type': 'pct' })),
          ...(lines.length === 0 ? [''] : lines).map((words) =>
            writeCell(look, table, words, heading ? 'center' : (table.columns[i]?.align ?? 'left'), heading),
          ),
        ),
      ),
    )
  return make(
    'w:tbl',
    {},
    make(
      'w:tblPr',
      {},
      make('w:tblW', { 'w:w': String(whole), 'w:type': 'pct' }),
      ...(table.bare ? [] : [make('w:tblBorders', {}, ...sides)]),
      make('w:tblLayout', { 'w:type': 'fixed' }),
    ),
    make('w:tblGrid', {}, ...table.columns.map((c) => make('w:gridCol', { 'w:w': String(twips(c.width)) }))),
    row(
      table.columns.map((c) => [c.title]),
      !table.bare,
      false,
    ),
    ...table.rows.map((r) => row(r.cells, false, r.long)),
  )
}

function writeCell(
  { paragraph, run }: Look,
  { size }: TableLine,
  words: string,
  align: string,
  bold: boolean,
): Node {
  const style = (paragraph?.children ?? []).filter(isNode).filter((c) => c.name === 'w:pStyle')
  return make(
    'w:p',
    {},
    make(
      'w:pPr',
      {},
      ...style,
      make('w:spacing', { 'w:before': '0', 'w:after': '0', 'w:line': '240', 'w:lineRule': 'auto' }),
      make('w:ind', { 'w:left': '0', 'w:firstLine': '0' }),
      make('w:jc', { 'w:val': align }),
    ),
    make('w:r', {}, runLook(run, { bold, size }), textOf(words)),
  )
}

/** Millimetres as twentieths of a point. */
function twips(mm: number): number {
  return Math.round((mm / 25.4) * 1440)
}
