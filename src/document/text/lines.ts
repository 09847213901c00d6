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

// Three blanks part columns in the layout of PDF and .doc converters; two are a typist's slip.
const columnGap = /\s*(?:\||\t|\s{3,})[|\s]*/g

function makeLine(text: string, start: number, end: number, index: number): Line {
  const trimmed = trimPiece(text, start, end)
  const pieces: Piece[] = []
  let from = trimmed.start
  const inside = text.slice(trimmed.start, trimmed.end)
  for (const gap of inside.matchAll(columnGap)) {
    addPiece(pieces, trimPiece(text, from, trimmed.start + gap.index))
    from = trimmed.start + gap.index + gap[0].length
  }
  addPiece(pieces, trimPiece(text, from, trimmed.end))
  return { ...trimmed, index, indent: trimmed.start - start, pieces }
}

function addPiece(pieces: Piece[], piece: Piece): void {
  if (piece.text !== '') pieces.push(piece)
}

export function trimPiece(text: string, start: number, end: number): Piece {
  let from = start
  let to = end
  while (from < to && /[\s|]/.test(text.charAt(from))) from++
  while (to > from && /[\s|]/.test(text.charAt(to - 1))) to--
  return { start: from, end: to, text: text.slice(from, to) }
}

/** A rule drawn with characters, or stray marks: nothing to read. */
export function isRule(text: string): boolean {
  return !/[\p{L}\d]/u.test(text)
}

/** Whether most letters are capitals; scans turn one or two of a line into small ones. */
export function isCapitals(text: string): boolean {
  let upper = 0
  let lower = 0
  for (const letter of text) {
    if (/\p{Lu}/u.test(letter)) upper++
    else if (/\p{Ll}/u.test(letter)) lower++
  }
  return upper >= 2 && upper >= 4 * lower
}

/** A piece's words as shown: without the stars and hashes of Markdown, white space collapsed. */
export function words(text: string): string {
  return collapse(text.replace(/[*#]+/g, ' ').replace(/_{2,}/g, ' '))
}
