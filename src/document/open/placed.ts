/** A box on a page, in tenths of a point from the upper left corner of the page as it is shown. */
export interface Box {
  x: number
  y: number
  w: number
  h: number
}

/** A word where it stands on its page; of a scan that leans, on the page made straight. */
export interface PlacedWord extends Box {
  text: string
  /** of a scan that leans: where it stands on the page as it is */
  shown?: Box
  /** where the line stands that the letters stand on */
  base: number
  /** size of its letters */
  size: number
  /** name of the font as the file says it, without the prefix of a subset: what tells TCVN3 and VNI; empty where unknown */
  font: string
  bold: boolean
  italic: boolean
  /** 0 to 100, only of words read off a picture */
  confidence?: number
}

/** A line drawn on a page, as a flat box. */
export type Rule = Box

/** Words on one line, from left to right. */
export interface Row {
  words: PlacedWord[]
  x: number
  right: number
  top: number
  bottom: number
  base: number
  size: number
}

export function rowOf(words: readonly PlacedWord[]): Row {
  const sorted = [...words].sort((a, b) => a.x - b.x)
  const sizes = sorted.map((word) => word.size).sort((a, b) => a - b)
  const bases = sorted.map((word) => word.base).sort((a, b) => a - b)
  return {
    words: sorted,
    x: Math.min(...sorted.map((word) => word.x)),
    right: Math.max(...sorted.map((word) => word.x + word.w)),
    top: Math.min(...sorted.map((word) => word.y)),
    bottom: Math.max(...sorted.map((word) => word.y + word.h)),
    base: bases[bases.length >> 1] ?? 0,
    size: sizes[sizes.length >> 1] ?? 0,
  }
}

/** Words that stand on one line, however far apart; from the top. */
export function rowsOf(words: readonly PlacedWord[]): Row[] {
  const open: { words: PlacedWord[]; base: number; size: number }[] = []
  for (const word of [...words].sort((a, b) => a.base - b.base)) {
    const last = open.at(-1)
    // Half a letter's height apart is another line; a raised "1)" is not.
    if (last && word.base - last.base <= 0.45 * Math.max(word.size, last.size)) {
      last.words.push(word)
      last.base += (word.base - last.base) / last.words.length
      last.size = Math.max(last.size, word.size)
    } else open.push({ words: [word], base: word.base, size: word.size })
  }
  return open.map((row) => rowOf(row.words))
}

/** Parts of a row that stand apart by at least `gap`. */
export function partsOf(row: Row, gap: number): Row[] {
  const parts: PlacedWord[][] = []
  let right = -Infinity
  for (const word of row.words) {
    const last = parts.at(-1)
    if (last && word.x - right < gap) last.push(word)
    else parts.push([word])
    right = Math.max(right, word.x + word.w)
  }
  return parts.map(rowOf)
}

export function wordsOf(row: Row): string {
  return row.words.map((word) => word.text).join(' ')
}

/** Mean confidence of words read off a picture, weighed by their length; null where none is. */
export function confidenceOf(words: readonly PlacedWord[]): number | null {
  let [sum, letters] = [0, 0]
  for (const { text, confidence } of words) {
    if (confidence === undefined) continue
    sum += confidence * text.length
    letters += text.length
  }
  return letters === 0 ? null : Math.round(sum / letters)
}
