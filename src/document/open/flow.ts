import { readMarker, type Marker } from '../read/markers.ts'
import { areaOf, findColumns, type TextArea } from './columns.ts'
import { findGrids } from './grid.ts'
import { PageWriter } from './page.ts'
import { partsOf, rowsOf, wordsOf, type Box, type PlacedWord, type Row, type Rule } from './placed.ts'
import type { Turn } from './raster.ts'

/** A page of placed words; all measures in tenths of a point. */
export interface PlacedPage {
  width: number
  height: number
  words: PlacedWord[]
  rules: Rule[]
  /** by how many quarters the page of the file was turned to be read, clockwise */
  turn?: Turn
}

/** A page as it is shown, and where the words of the text stand on it; all measures in tenths of a point. */
export interface ShownPage {
  width: number
  height: number
  /** by how many quarters the page of the file is turned to be upright, clockwise */
  turn: Turn
  /** in the order of the text */
  words: ShownWord[]
}

/** A word of the text, `[start, end)` in it, in its box on the page. */
export interface ShownWord extends Box {
  start: number
  end: number
  /** 0 to 100, only of words read off a picture */
  confidence?: number
}

/**
 * Puts the words of pages into the order in which people read them: head and end column by column, tables row by row, broken
 * lines joined to paragraphs. Page numbers are left out.
 */
export function flow(pages: readonly PlacedPage[]): { text: string; html: string; pages: ShownPage[] } {
  const writer = new FlowWriter()
  for (const page of pages) writePage(writer, page)
  return writer.finish()
}

function writePage(writer: FlowWriter, page: PlacedPage): void {
  writer.openPage(page)
  const { grids, rest } = findGrids(page.words, page.rules)
  const rows = rowsOf(rest).filter((row) => !isPageNumber(row, page))
  const area = areaOf(rows, page.width)
  let from = 0
  const body = (to: number) => {
    writeBody(writer, rows.slice(from, to), area)
    from = to
  }
  const columns = findColumns(rows, area)
  const stops = [
    ...columns.map((side) => ({
      top: rows[side.from]?.top ?? 0,
      at: side.from,
      write: () => {
        writer.columns(side.left, side.right)
        from = side.to
      },
    })),
    ...grids.map((grid) => ({
      top: grid.top,
      at: rows.findIndex((row) => row.base > grid.top),
      write: () => writer.table(grid.rows),
    })),
  ].sort((a, b) => a.top - b.top)
  for (const stop of stops) {
    body(Math.max(from, stop.at < 0 ? rows.length : stop.at))
    stop.write()
  }
  body(rows.length)
}

/** A number alone in the margin above or below the text. */
function isPageNumber(row: Row, page: PlacedPage): boolean {
  const inMargin = row.bottom < 0.09 * page.height || row.top > 0.91 * page.height
  return inMargin && /^[-–—\s]*\d{1,4}[-–—\s./\d]*$/.test(wordsOf(row))
}

function writeBody(writer: FlowWriter, rows: readonly Row[], area: TextArea): void {
  for (const [i, row] of rows.entries()) {
    const next = rows[i + 1]
    writer.row(row, area, pitchOf(rows, i), next)
  }
}

/** How far below the row above a row stands, in heights of its letters; null for the first of a page. */
function pitchOf(rows: readonly Row[], i: number): number | null {
  const [above, row] = [rows[i - 1], rows[i]]
  return above && row ? (row.base - above.base) / Math.max(1, row.size) : null
}

interface Open {
  last: Row
  /** lines so far */
  lines: number
  /** where its first and second line begin */
  first: number
  /** what its first line opens with */
  marker: Marker | null
  /** all its lines so far are bold */
  bold: boolean
  /** set in the middle: a title, each line by itself */
  centred: boolean
  pitch: number | null
}

class FlowWriter {
  private readonly writer = new PageWriter()
  private readonly pages: ShownPage[] = []
  private open: Open | null = null

  openPage({ width, height, turn = 0 }: PlacedPage): void {
    this.pages.push({ width, height, turn, words: [] })
  }

  /** A line of the body: goes on with the paragraph above it, or begins one. */
  row(row: Row, area: TextArea, pitch: number | null, next: Row | undefined): void {
    const parts = partsOf(row, 3 * row.size)
    const centred = parts.length === 1 && isCentred(row, area)
    const open = this.open
    const goesOn =
      open !== null && parts.length === 1 && !centred && !open.centred && continues(open, row, area, pitch)
    if (open && goesOn) {
      this.writer.text(joint(open.last, row))
      this.words(row)
      this.open = {
        ...open,
        last: row,
        lines: open.lines + 1,
        bold: open.bold && isBold(row),
        pitch: pitch ?? open.pitch,
      }
      return
    }
    this.closeParagraph()
    this.writer.openParagraph()
    for (const [i, part] of parts.entries()) {
      if (i > 0) this.writer.text('\t')
      this.words(part)
    }
    const marker = readMarker(wordsOf(row))
    this.open = { last: row, lines: 1, first: row.x, marker, bold: isBold(row), centred, pitch: null }
    if (parts.length > 1 || !next) this.open.centred ||= parts.length > 1
  }

  columns(left: readonly Row[], right: readonly Row[]): void {
    this.closeParagraph()
    this.writer.openTable()
    this.writer.openRow()
    for (const [i, side] of [left, right].entries()) {
      if (i > 0) this.writer.cellEnd()
      this.writer.openCell(1, 1)
      this.lines(side)
      this.writer.closeCell()
    }
    this.writer.closeRow()
    this.writer.closeTable()
    this.writer.lineEnd()
  }

  /** A table: its rows as lines, its cells parted by tabs, the lines of a cell joined. */
  table(rows: readonly (readonly Row[][])[]): void {
    this.closeParagraph()
    this.writer.openTable()
    for (const cells of rows) {
      this.writer.openRow()
      for (const [i, cell] of cells.entries()) {
        if (i > 0) this.writer.cellEnd()
        this.writer.openCell(1, 1)
        this.writer.openParagraph()
        for (const [k, line] of cell.entries()) {
          const above = cell[k - 1]
          if (above) this.writer.text(joint(above, line))
          this.words(line)
        }
        this.writer.closeParagraph()
        this.writer.closeCell()
      }
      this.writer.closeRow()
      this.writer.lineEnd()
    }
    this.writer.closeTable()
  }

  finish(): { text: string; html: string; pages: ShownPage[] } {
    this.closeParagraph()
    return { text: this.writer.content(), html: this.writer.html(), pages: this.pages }
  }

  private lines(rows: readonly Row[]): void {
    for (const [i, row] of rows.entries()) {
      const [above, below] = [rows[i - 1], rows[i + 1]]
      const goesOn = above !== undefined && isBroken(above, row)
      if (above && !goesOn) this.writer.lineEnd()
      if (!goesOn) this.writer.openParagraph()
      this.words(row)
      if (!below || !isBroken(row, below)) this.writer.closeParagraph()
    }
  }

  private closeParagraph(): void {
    if (!this.open) return
    this.writer.closeParagraph()
    this.writer.lineEnd()
    this.open = null
  }

  /** Words of a row, those in one style as one run of the page. */
  private words(row: Row): void {
    let run = ''
    let style = { bold: false, italic: false, underline: false }
    const flush = () => {
      if (run !== '') this.writer.text(run, style)
      run = ''
    }
    for (const [i, word] of row.words.entries()) {
      if (word.bold !== style.bold || word.italic !== style.italic) {
        flush()
        style = { bold: word.bold, italic: word.italic, underline: false }
      }
      if (i > 0) run += ' '
      const start = this.writer.place() + run.length
      run += word.text
      const { x, y, w, h } = word.shown ?? word
      const shown: ShownWord = { start, end: start + word.text.length, x, y, w, h }
      if (word.confidence !== undefined) shown.confidence = word.confidence
      this.pages.at(-1)?.words.push(shown)
    }
    flush()
  }
}

function isCentred(row: Row, area: TextArea): boolean {
  const left = row.x - area.x
  const right = area.right - row.right
  return left > 2.5 * row.size && right > 2.5 * row.size && Math.abs(left - right) < 2 * row.size
}

function isBold(row: Row): boolean {
  return row.words.every((word) => word.bold)
}

/** Whether a line belongs to the paragraph above it. */
function continues(open: Open, row: Row, area: TextArea, pitch: number | null): boolean {
  const { last, marker } = open
  const first = row.words[0]
  if (!first || Math.abs(row.size - last.size) > 0.25 * last.size) return false
  if (isBroken(last, row)) return true
  // A line that had room for the next word was ended by its writer.
  if (last.right + 0.25 * row.size + first.w < area.right - 0.8 * row.size) return false
  if (pitch !== null && pitch > (open.pitch === null ? 2.4 : 1.35 * open.pitch)) return false
  const moved = row.x - last.x
  const next = readMarker(wordsOf(row))
  const small = 0.6 * row.size
  // A bold title whose last line is full, and what stands below it: "Điều 6. Trách nhiệm của cơ quan … / 1. Người đứng đầu …".
  if (open.bold && isBold(last) && !row.words.some((word) => word.bold)) return false
  // And a bold title with its marker under a full line that is not: "… về cải cách hành chính / II. NỘI DUNG", on the next page too.
  if (!isBold(last) && isBold(row) && next !== null) return false
  // The next one of its own series: "1. … / 2. …", however full the line above is.
  if (marker && next && marker.order > 0 && next.kind === marker.kind && next.style === marker.style)
    if (next.order === marker.order + 1) return false
  const indented = open.lines === 1 && last.x - area.x > 1.5 * row.size
  const ended = /[.:;!?]["”)]?$/.test(last.words.at(-1)?.text ?? '')
  if (indented && Math.abs(moved) <= small && (next !== null || ended || (pitch ?? 0) > 1.5)) return false
  // Under a point that ended ("c) …;"), a sentence that begins as far in as the point is one of its own.
  const isUnder = open.lines === 1 && marker !== null && Math.abs(moved) <= small
  if (isUnder && ended && /^\p{Lu}/u.test(first.text)) return false
  const opens = next !== null && ended
  if (Math.abs(moved) <= small) return !opens
  // Further in: the first line of a paragraph, or what hangs under a dash.
  if (moved > 0) return open.lines === 1 && open.marker !== null && moved < 4 * row.size && !opens
  return open.lines === 1 && !opens
}

/** What joins two lines: nothing inside a number or word that was broken at its bar or hyphen ("30/2020/NĐ-⏎CP"), else a blank. */
function joint(above: Row, below: Row): string {
  return isBroken(above, below) ? '' : ' '
}

function isBroken(above: Row, below: Row): boolean {
  const last = above.words.at(-1)?.text ?? ''
  const next = below.words[0]?.text ?? ''
  if (/[\p{L}\d]\/$/u.test(last)) return /^[\p{L}\d]/u.test(next)
  return (
    /[\p{L}\d]-$/u.test(last) && (/[\d/]/.test(last) || /^\p{Lu}+-$/u.test(last)) && /^[\p{Lu}\d]/u.test(next)
  )
}
