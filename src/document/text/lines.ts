import { collapse } from './normalise.ts'

/** A line or a part of one; `[start, end)` in the normalised text, white space at the ends left out. */
export interface Piece {
  start: number
  end: number
  text: string
}

export interface Line extends Piece {
  /** place in the list of lines */
  index: number
  /** blanks before the first letter; a table's bar counts as one */
  indent: number
  /** whether the line has a table's bar anywhere */
  barred: boolean
  /** the cells or columns of the line: parts between bars, tabs and runs of blanks */
  pieces: Piece[]
}

/** All lines of a text with their pieces, blank lines too (no pieces). */
export function splitLines(text: string, from = 0, to = text.length): Line[] {
  const lines: Line[] = []
  let start = from
  while (start <= to) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 || newline > to ? to : newline
    lines.push(makeLine(text, start, end, lines.length))
    start = end + 1
    if (newline < 0) break
  }
  return lines
}

// Three blanks part columns in the layout of PDF and .doc converters; two are a typist's slip. In Markdown the lines of a cell
// are bold runs side by side: "**ỦY BAN NHÂN DÂN** **TỈNH …**".
const columnGap = /\s*(?:\||\t|\s{3,}|\*\*\s+(?=\*\*))[|\s]*/g

function makeLine(text: string, start: number, end: number, index: number): Line {
  const trimmed = trimPiece(text, start, end)
  const line: Line = { ...trimmed, index, indent: trimmed.start - start, barred: false, pieces: [] }
  if (trimmed.text === '') return line
  const whole = text.slice(start, end)
  line.barred = whole.includes('|')
  if (!line.barred && !whole.includes('\t') && !trimmed.text.includes('   ') && !whole.includes('**')) {
    line.pieces.push({ ...trimmed })
    return line
  }
  let from = trimmed.start
  for (const gap of trimmed.text.matchAll(columnGap)) {
    addPiece(line.pieces, trimPiece(text, from, trimmed.start + gap.index))
    from = trimmed.start + gap.index + gap[0].length
  }
  addPiece(line.pieces, from === trimmed.start ? { ...trimmed } : trimPiece(text, from, trimmed.end))
  return line
}

function addPiece(pieces: Piece[], piece: Piece): void {
  if (piece.text !== '') pieces.push(piece)
}

export function trimPiece(text: string, start: number, end: number): Piece {
  let from = start
  let to = end
  while (from < to && isGap(text.charCodeAt(from))) from++
  while (to > from && isGap(text.charCodeAt(to - 1))) to--
  return { start: from, end: to, text: text.slice(from, to) }
}

/** White space of the normalised text (blank, tab, line break) or a table's bar. */
function isGap(code: number): boolean {
  return code === 0x20 || code === 0x7c || (code >= 0x09 && code <= 0x0d)
}

/** A rule drawn with characters, or stray marks: nothing to read. */
export function isRule(text: string): boolean {
  return !/[\p{L}\d]/u.test(text)
}

/** Whether most letters are capitals; scans turn one or two of a line into small ones. */
export function isCapitals(text: string): boolean {
  let upper = 0
  let lower = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) {
      if (code >= 0x41 && code <= 0x5a) upper++
      else if (code >= 0x61 && code <= 0x7a) lower++
    } else {
      const letter = text.charAt(i)
      if (letter.toLowerCase() !== letter) upper++
      else if (letter.toUpperCase() !== letter) lower++
    }
    // So many small letters already that the rest can't outweigh them.
    if (4 * lower > text.length) return false
  }
  return upper >= 2 && upper >= 4 * lower
}

/** A piece's words as shown: without the stars and hashes of Markdown, white space collapsed. */
export function words(text: string): string {
  return collapse(text.replace(/[*#]+/g, ' ').replace(/_{2,}/g, ' '))
}
