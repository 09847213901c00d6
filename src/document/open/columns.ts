import { fold } from '../text/normalise.ts'
import { isCapitals } from '../text/lines.ts'
import { looksSigned } from '../read/signer.ts'
import { findType } from '../vocabulary.ts'
import { partsOf, rowOf, wordsOf, type PlacedWord, type Row } from './placed.ts'

/** Rows side by side that are two texts: the head of a document, and its end with recipients and signature. */
export interface Columns {
  /** index of the first row, and of the one behind the last */
  from: number
  to: number
  left: Row[]
  right: Row[]
}

/** Where the text of a page stands, margins left out. */
export interface TextArea {
  x: number
  right: number
}

export function areaOf(rows: readonly Row[], width: number): TextArea {
  const long = rows.filter((row) => row.words.length >= 5)
  if (long.length < 3) return { x: 0.12 * width, right: 0.92 * width }
  const lefts = long.map((row) => row.x).sort((a, b) => a - b)
  const rights = long.map((row) => row.right).sort((a, b) => a - b)
  return {
    x: lefts[Math.floor(lefts.length * 0.1)] ?? 0,
    right: rights[Math.floor(rights.length * 0.9)] ?? width,
  }
}

/** As "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" and "ĐẢNG CỘNG SẢN VIỆT NAM" begin, also as a scan is misread. */
const motto = /c[o0o]ng h[o0]\S{0,2} x[a4] h[o0]i|d[ao]ng c[o0]ng s\S{1,2}n/
const recipients = /^\W{0,3}n\S{1,2}i\s?nh\S{1,2}n\b/

/** The columns of a page, from the top; none overlap. */
export function findColumns(rows: readonly Row[], area: TextArea): Columns[] {
  const found: Columns[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    if (!row) break
    const columns = headAt(rows, at, area) ?? endAt(rows, at, area)
    if (!columns || columns.from < (found.at(-1)?.to ?? 0)) continue
    found.push(columns)
    at = columns.to - 1
  }
  return found
}

/** An empty strip between two columns. */
interface Strip {
  from: number
  to: number
}

function headAt(rows: readonly Row[], at: number, area: TextArea): Columns | null {
  const row = rows[at]
  if (!row) return null
  const opens = wordAt(row, motto)
  if (!opens) return null
  const left = row.words.filter((word) => word.x < opens.x)
  if (opens.x < area.x + 0.2 * (area.right - area.x)) return null
  const strip = { from: Math.max(area.x, ...left.map((word) => word.x + word.w)), to: opens.x }
  let from = at
  // The superior's name may stand a little above the motto.
  for (let up = at - 1; up >= 0; up--) {
    const above = rows[up]
    const below = rows[up + 1]
    if (!above || !below || above.right > strip.to || below.base - above.base > 2.2 * below.size) break
    from = up
    strip.from = Math.max(strip.from, above.right)
  }
  return take(rows, from, at, strip, area, endsHead)
}

function endAt(rows: readonly Row[], at: number, area: TextArea): Columns | null {
  const row = rows[at]
  if (!row || !recipients.test(fold(wordsOf(row)))) return null
  const [first, second] = [row.words[1], row.words[2]]
  if (!first) return null
  // "Nơi nhận:" is two words, or three where the colon stands apart.
  const heading = second && /^\W+$/.test(second.text) ? second : first
  const strip = { from: heading.x + heading.w, to: area.right + row.size }
  const middle = (area.x + area.right) / 2
  let from = at
  for (let up = at - 1; up >= 0 && at - up <= 4; up--) {
    const above = rows[up]
    const below = rows[up + 1]
    if (!above || !below || above.x < strip.from || below.base - above.base > 2.5 * below.size) break
    if ((above.x + above.right) / 2 < middle || !looksSigned(wordsOf(above))) break
    from = up
    strip.to = Math.min(strip.to, above.x)
  }
  return take(rows, from, at, strip, area, () => false)
}

/** Rows from `from` on that leave the strip empty, as two columns; null where only one side has words. */
function take(
  rows: readonly Row[],
  from: number,
  seed: number,
  strip: Strip,
  area: TextArea,
  ends: (row: Row, columns: Pick<Columns, 'left' | 'right'>, area: TextArea) => boolean,
): Columns | null {
  const columns: Columns = { from, to: from, left: [], right: [] }
  for (let at = from; at < rows.length; at++) {
    const row = rows[at]
    const parted = row ? part(row, strip) : null
    if (!row || !parted) break
    const [left, right] = parted
    if (at > seed && !(left && right) && ends(row, columns, area)) break
    if (left) {
      strip.from = Math.max(strip.from, left.right)
      columns.left.push(left)
    }
    if (right) {
      strip.to = Math.min(strip.to, right.x)
      columns.right.push(right)
    }
    columns.to = at + 1
  }
  return columns.left.length > 0 && columns.right.length > 0 ? columns : null
}

/** The words of a row on each side of the strip, or null where words stand across it. */
function part(row: Row, strip: Strip): [left: Row | null, right: Row | null] | null {
  if (row.x >= strip.from) return [null, row]
  if (row.right <= strip.to && partsOf(row, 3 * row.size).length === 1) return [row, null]
  let widest: { at: number; gap: number } | null = null
  let right = row.words[0] ? row.words[0].x + row.words[0].w : 0
  for (const [i, word] of row.words.entries()) {
    const gap = word.x - right
    const fits = i > 0 && right <= strip.to && word.x >= strip.from && gap >= 0.3 * row.size
    if (fits && gap > (widest?.gap ?? 0)) widest = { at: i, gap }
    right = Math.max(right, word.x + word.w)
  }
  if (widest) return [rowOf(row.words.slice(0, widest.at)), rowOf(row.words.slice(widest.at))]
  return row.right <= strip.to ? [row, null] : null
}

/** A row of one side that ends the head: the name of the type, "Kính gửi", or words in the middle of the page. */
function endsHead(row: Row, columns: Pick<Columns, 'left' | 'right'>, area: TextArea): boolean {
  const words = wordsOf(row)
  if (/^\W{0,2}k[ií]nh\s+g/.test(fold(words)) || (isCapitals(words) && findType(words) !== null)) return true
  const last = Math.max(...[...columns.left, ...columns.right].map((above) => above.base))
  if (row.base - last > 5 * row.size) return true
  const middle = (row.x + row.right) / 2
  const own = columns.right.length > 0 ? middleOf(columns.right) : middle
  const page = (area.x + area.right) / 2
  return Math.abs(middle - page) < 2 * row.size && Math.abs(middle - own) > 4 * row.size
}

function middleOf(rows: readonly Row[]): number {
  return (Math.min(...rows.map((row) => row.x)) + Math.max(...rows.map((row) => row.right))) / 2
}

/** The word of a row at which a pattern over its folded words begins. */
function wordAt(row: Row, pattern: RegExp): PlacedWord | null {
  const folded = row.words.map((word) => fold(word.text))
  const found = pattern.exec(folded.join(' '))
  if (!found) return null
  let at = 0
  for (const [i, word] of folded.entries()) {
    if (at + word.length > found.index) return row.words[i] ?? null
    at += word.length + 1
  }
  return null
}
