/**
 * Widths of the bold Times face in thousandths of the font size. Word has no "as long as the text above", so the rules
 * under agency, motto and subject need the width of the words; a Vietnamese letter is as wide as its bare letter.
 */
// prettier-ignore
const BOLD = new Map<string, number>(
  Object.entries({
    ' ': 250, '\u00a0': 250, '&': 833, '-': 333, '–': 500, ',': 250, '.': 250, '(': 333, ')': 333, '/': 278, ':': 333, ';': 333,
    '“': 500, '”': 500, '"': 555, "'": 278, '%': 1000,
    A: 722, B: 667, C: 722, D: 722, Đ: 722, E: 667, F: 611, G: 778, H: 778, I: 389, J: 500, K: 778, L: 667, M: 944,
    N: 722, O: 778, P: 611, Q: 778, R: 722, S: 556, T: 667, U: 722, V: 722, W: 1000, X: 722, Y: 722, Z: 667,
    a: 500, b: 556, c: 444, d: 556, đ: 556, e: 444, f: 333, g: 500, h: 556, i: 278, j: 333, k: 556, l: 278, m: 833,
    n: 556, o: 500, p: 556, q: 556, r: 444, s: 389, t: 333, u: 556, v: 500, w: 722, x: 500, y: 500, z: 444,
  }),
)
const MM_PER_POINT = 25.4 / 72
const SPACE = 250

/** Width of a line of bold text in millimetres at `size` points. Characters not of the face's Latin part count as a digit. */
export function boldWidth(text: string, size: number): number {
  return millimetres(thousandthsOf(text), size)
}

function thousandthsOf(text: string): number {
  let thousandths = 0
  for (const letter of text.normalize('NFD').replace(/\p{M}/gu, '')) thousandths += BOLD.get(letter) ?? 500
  return thousandths
}

function millimetres(thousandths: number, size: number): number {
  return (thousandths / 1000) * size * MM_PER_POINT
}

/** The marks of Vietnamese but the horn, which makes its letter wider, by less than so much. */
const marks = /[\u0300-\u0303\u0306\u0309\u0323]/g
const HORN = ['\u031b', 80] as const
/** Wider than any letter of the face. */
const WIDEST = 1500

/**
 * A width that no word of a text exceeds, in millimetres at `size` points, upright, whatever its weight: letters that are
 * not known here count as the widest.
 */
export function widestWord(text: string, size: number): number {
  let widest = 0
  for (const word of text.normalize('NFD').replace(marks, '').split(/\s+/)) {
    let thousandths = 0
    for (const letter of word)
      thousandths += letter === HORN[0] ? HORN[1] : (BOLD.get(letter) ?? (/\d/.test(letter) ? 500 : WIDEST))
    widest = Math.max(widest, thousandths)
  }
  return (widest / 1000) * size * MM_PER_POINT
}

/**
 * Centred bold text broken into lines of even length: the width (millimetres) that gives no more lines than `available`
 * does, and the length of its widest line. Offices break a long name by hand; "… VÀ ĐÀO / TẠO" is what they avoid.
 */
export function balance(text: string, size: number, available: number): { width: number; longest: number } {
  // Each word is measured once: a subject is broken at a hundred widths before the most even one is found.
  const words = text.split(' ').map((word) => ({ word, width: thousandthsOf(word) }))
  const lines = (width: number) => breakLines(words, size, width)
  const lengths = (width: number) => lines(width).map((line) => millimetres(line.width, size))
  const fewest = lengths(available).length
  // Each millimetre that gives no more lines is a way to break; the narrowest is the most even.
  const ways: number[] = []
  for (let width = available; width > 1; width -= 1) {
    const broken = lengths(width)
    if (broken.length !== fewest || broken.some((line) => line > width)) break
    ways.push(width)
  }
  const atPlace = ways.findLast((width) => lines(width).some((line, i) => i > 0 && place.test(line.text)))
  const width = atPlace ?? ways.at(-1) ?? available
  // one millimetre for the rounding of other programs' line breaking
  return {
    width: Math.min(available, width + 1),
    longest: Math.min(available, Math.max(...lengths(width))),
  }
}

/** Words before which a name is best broken: "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO / HUYỆN VÂN SƠN". */
const place = /^(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) /

interface BrokenLine {
  text: string
  /** in thousandths of the size */
  width: number
}

/** The lines that breaking between words at `available` millimetres gives. */
function breakLines(
  words: readonly { word: string; width: number }[],
  size: number,
  available: number,
): BrokenLine[] {
  const lines: BrokenLine[] = []
  let line: BrokenLine = { text: '', width: 0 }
  for (const { word, width } of words) {
    const longer = line.text === '' ? width : line.width + SPACE + width
    if (line.text !== '' && millimetres(longer, size) > available) {
      lines.push(line)
      line = { text: word, width }
    } else {
      line = { text: line.text === '' ? word : `${line.text} ${word}`, width: longer }
    }
  }
  return [...lines, line]
}
