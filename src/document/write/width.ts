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

/** Width of a line of bold text in millimetres at `size` points. Characters not of the face's Latin part count as a digit. */
export function boldWidth(text: string, size: number): number {
  let thousandths = 0
  for (const letter of text.normalize('NFD').replace(/\p{M}/gu, '')) thousandths += BOLD.get(letter) ?? 500
  return (thousandths / 1000) * size * MM_PER_POINT
}

/**
 * Centred bold text broken into lines of even length: the width (millimetres) that gives no more lines than `available`
 * does, and the length of its widest line. Offices break a long name by hand; "… VÀ ĐÀO / TẠO" is what they avoid.
 */
export function balance(text: string, size: number, available: number): { width: number; longest: number } {
  const lengths = (width: number) => breakLines(text, size, width).map((line) => boldWidth(line, size))
  const fewest = lengths(available).length
  // Each millimetre that gives no more lines is a way to break; the narrowest is the most even.
  const ways: number[] = []
  for (let width = available; width > 1 && lengths(width).length === fewest; width -= 1) {
    if (lengths(width).some((line) => line > width)) break
    ways.push(width)
  }
  const atPlace = ways.findLast((width) =>
    breakLines(text, size, width).some((line, i) => i > 0 && place.test(line)),
  )
  const width = atPlace ?? ways.at(-1) ?? available
  // one millimetre for the rounding of other programs' line breaking
  return {
    width: Math.min(available, width + 1),
    longest: Math.min(available, Math.max(...lengths(width))),
  }
}

/** Words before which a name is best broken: "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO / HUYỆN VÂN SƠN". */
const place = /^(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) /

/** The lines that breaking between words at `available` millimetres gives. */
function breakLines(text: string, size: number, available: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && boldWidth(longer, size) > available) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}
