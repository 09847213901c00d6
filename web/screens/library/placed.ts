/** A page's words: start and end in the text, x, y, width, height on the page; how sure, where it was read off a picture. */
export interface PlacedWords {
  words: readonly (readonly number[])[]
}

/** A stretch of one line on a page (from 0), in the page's own measure. */
export interface PlacedBox {
  page: number
  x: number
  y: number
  w: number
  h: number
}

/** Where words of the text stand: one box for each line, around all its words. */
export function boxesOf(pages: readonly PlacedWords[], span: { start: number; end: number }): PlacedBox[] {
  const boxes: PlacedBox[] = []
  for (const [page, { words }] of pages.entries()) {
    let last: PlacedBox | null = null
    for (const [start = 0, end = 0, x = 0, y = 0, w = 0, h = 0] of words) {
      if (start >= span.end || end <= span.start) continue
      // The next word of a line stands behind the last and at its height; else a line begins.
      const middle = y + h / 2
      if (last && x >= last.x + last.w - h && middle > last.y && middle < last.y + last.h) {
        const bottom = Math.max(last.y + last.h, y + h)
        last.w = x + w - last.x
        last.y = Math.min(last.y, y)
        last.h = bottom - last.y
      } else {
        last = { page, x, y, w, h }
        boxes.push(last)
      }
    }
  }
  return boxes
}

/** The word at a place of a page, or the nearest on its line; null where there is none near. */
export function wordAt(
  words: PlacedWords['words'],
  x: number,
  y: number,
): { start: number; end: number } | null {
  let nearest: { start: number; end: number; away: number } | null = null
  for (const [start = 0, end = 0, left = 0, top = 0, w = 0, h = 0] of words) {
    if (y < top || y > top + h) continue
    const away = x < left ? left - x : x > left + w ? x - left - w : 0
    if (away <= 2 * h && (nearest === null || away < nearest.away)) nearest = { start, end, away }
  }
  return nearest && { start: nearest.start, end: nearest.end }
}
