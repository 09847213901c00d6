import { DocumentError } from '../errors.ts'
import { detectSpellings, hasUnicodeLetters, mendMixed, type Spelling } from '../text/detect.ts'
import { capitalBeginnings, fromLegacy, isVniMark, legacyOfFont } from '../text/legacy.ts'
import type { OpenedDocument } from './open.ts'
import { PageWriter, type RunStyle } from './page.ts'

/** What every format of words is made into before text and page are written of it. */
export type Block = Paragraph | Table

export interface Paragraph {
  kind: 'paragraph'
  /** the automatic number or bullet, which stands in no text of the file; empty where there is none */
  marker: string
  runs: Run[]
}

/** Letters as the file has them: legacy ones are made Unicode when the page is written. */
export interface Run {
  words: string
  style: RunStyle
  /** the font's name, where the file tells it */
  font: string | null
  /** shown as capitals whatever is typed */
  capitals: boolean
}

export interface Table {
  kind: 'table'
  rows: Cell[][]
}

export interface Cell {
  columns: number
  rows: number
  blocks: Block[]
}

/** Tables within tables beyond this depth are refused: no office draws them, a hostile file might. */
const deepest = 100
/** 500 pages have about 2 million letters. */
const mostLetters = 20_000_000

/**
 * Writes text and page of a document in one pass, legacy letters as Unicode: per run where its font says so, by the
 * statistics of its paragraph where not.
 * @throws DocumentError `document.too_large`
 */
export function writeDocument(blocks: readonly Block[], format: OpenedDocument['format']): OpenedDocument {
  const paragraphs: Paragraph[] = []
  collect(blocks, paragraphs, 0)
  let letters = 0
  for (const { runs } of paragraphs) for (const { words } of runs) letters += words.length
  if (letters > mostLetters) throw new DocumentError('document.too_large')
  const spellings = detectSpellings(paragraphs.map(openWords))
  for (const [i, paragraph] of paragraphs.entries()) respell(paragraph, spellings[i] ?? 'unicode')
  const page = new PageWriter()
  writeBlocks(page, blocks, 0)
  return { text: page.content(), html: page.html(), format }
}

function collect(blocks: readonly Block[], into: Paragraph[], depth: number): void {
  for (const block of blocks) {
    if (block.kind === 'paragraph') into.push(block)
    else if (depth > deepest) throw new DocumentError('document.too_large')
    else for (const row of block.rows) for (const cell of row) collect(cell.blocks, into, depth + 1)
  }
}

/** The words of a paragraph whose font leaves open how they are spelt. */
function openWords(paragraph: Paragraph): string {
  return paragraph.runs.map((run) => (spellingOfFont(run) === null ? run.words : ' ')).join('')
}

/** A font of .Vn or VNI decides; but Unicode letters typed in one were shown in another font. */
function spellingOfFont(run: Run): ReturnType<typeof legacyOfFont> {
  return hasUnicodeLetters(run.words) ? null : legacyOfFont(run.font)
}

function respell(paragraph: Paragraph, open: Spelling): void {
  const runs = paragraph.runs.map((run) => {
    const font = spellingOfFont(run)
    return { run, spelling: font?.legacy ?? open, capitals: run.capitals || (font?.capitals ?? false) }
  })
  for (const [i, { run, spelling }] of runs.entries()) {
    const next = runs[i + 1]
    if (spelling !== 'vni' || next?.spelling !== 'vni') continue
    // A mark of VNI may begin a run of its own.
    const marks = /^[^\0-\x7f]/.exec(next.run.words)?.[0] ?? ''
    if (marks !== '' && isVniMark(marks) && /[aeouyôö]$/i.test(run.words)) {
      run.words += marks
      next.run.words = next.run.words.slice(1)
    }
  }
  for (const { run, spelling, capitals } of runs) {
    run.words = spelling === 'unicode' ? mendMixed(run.words) : fromLegacy(run.words, spelling)
    if (capitals) run.words = run.words.toLocaleUpperCase('vi')
  }
  if (open === 'tcvn3' && paragraph.runs.every((run) => legacyOfFont(run.font) === null)) raise(paragraph)
}

function raise({ runs }: Paragraph): void {
  const raised = capitalBeginnings(runs.map(({ words }) => words).join(''))
  let at = 0
  for (const run of runs) {
    run.words = raised.slice(at, at + run.words.length)
    at += run.words.length
  }
}

/** Paragraphs and tables, each paragraph a line of the text. */
function writeBlocks(page: PageWriter, blocks: readonly Block[], depth: number): void {
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      writeParagraph(page, block)
      page.lineEnd()
    } else writeTable(page, block, depth)
  }
}

function writeParagraph(page: PageWriter, { marker, runs }: Paragraph): void {
  page.openParagraph()
  if (marker !== '' && runs.some(({ words }) => words.trim() !== '')) page.text(`${marker} `)
  let words = ''
  let style: RunStyle | undefined
  for (const run of runs) {
    if (style && !sameStyle(style, run.style)) {
      page.text(words, style)
      words = ''
    }
    style = run.style
    words += run.words
  }
  page.text(words, style)
  page.closeParagraph()
}

function sameStyle(a: RunStyle, b: RunStyle): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.underline === b.underline
}

/** A row is one stretch of lines: the paragraphs of a cell on lines of their own, cells parted by a tab. */
function writeTable(page: PageWriter, table: Table, depth: number): void {
  page.openTable()
  for (const row of table.rows) {
    page.openRow()
    for (const [i, cell] of row.entries()) {
      if (i > 0) page.cellEnd()
      page.openCell(cell.columns, cell.rows)
      writeCell(page, cell.blocks, depth + 1)
      page.closeCell()
    }
    page.closeRow()
    page.lineEnd()
  }
  page.closeTable()
}

function writeCell(page: PageWriter, blocks: readonly Block[], depth: number): void {
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'paragraph') {
      writeParagraph(page, block)
      if (i < blocks.length - 1) page.lineEnd()
    } else writeTable(page, block, depth)
  }
}
