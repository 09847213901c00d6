import type { Box } from './placed.ts'
import type { Grey } from './raster.ts'

/** Where a page has ink, at about 75 points an inch: enough to see lines and columns, and quick. */
export interface Ink {
  /** 1 where there is ink */
  dots: Uint8Array
  width: number
  height: number
  /** pixels of the picture a dot */
  step: number
  /** dots an inch */
  dpi: number
}

export function inkOf({ data, width, height }: Grey, dpi: number): Ink {
  const step = Math.max(1, Math.round(dpi / 75))
  const [w, h] = [Math.floor(width / step), Math.floor(height / step)]
  const dots = new Uint8Array(w * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      let dark = 0
      for (let dy = 0; dy < step; dy++) {
        const row = (y * step + dy) * width + x * step
        for (let dx = 0; dx < step; dx++) if ((data[row + dx] ?? 255) < 140) dark++
      }
      // One dark pixel of sixteen is a speck.
      if (dark * 8 >= step * step) dots[y * w + x] = 1
    }
  return { dots, width: w, height: h, step, dpi: dpi / step }
}

const mostSkew = 5
const skewStep = 0.1

/** By how many degrees lines of words fall to the right, between -5 and 5; 0 for a page that is straight or has no lines. */
export function skewOf({ dots, width, height }: Ink): number {
  const points: [x: number, y: number][] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      // The lower edge of letters: where ink ends. It stands sharpest on a line.
      if (dots[y * width + x] === 1 && dots[(y + 1) * width + x] !== 1) points.push([x, y])
  if (points.length < 300) return 0
  const sharpness = (degrees: number): number => {
    const slope = Math.tan((degrees * Math.PI) / 180)
    const counts = new Float64Array(height * 3)
    for (const [x, y] of points) {
      const at = Math.round(y - x * slope) + height
      counts[at] = (counts[at] ?? 0) + 1
    }
    return counts.reduce((sum, count) => sum + count * count, 0)
  }
  const straight = sharpness(0)
  let best = { degrees: 0, sharp: straight }
  const look = (degrees: number) => {
    const sharp = sharpness(degrees)
    if (sharp > best.sharp) best = { degrees, sharp }
  }
  for (let degrees = -mostSkew; degrees <= mostSkew; degrees += 0.5) look(degrees)
  const around = best.degrees
  for (let degrees = around - 0.5; degrees <= around + 0.5; degrees += skewStep) look(degrees)
  return best.sharp > 1.03 * straight ? best.degrees : 0
}

/** Inches: an empty strip at least this wide and high parts two columns: four lines, which blanks between words never line up for. */
const leastStrip = { width: 0.12, height: 0.75 }

interface Strip {
  from: number
  to: number
  top: number
  bottom: number
}

/**
 * Cuts a page into bands, and bands with an empty strip down their middle into two columns, so that each is read by itself:
 * a reader of whole lines takes small print on the left and large print on the right for one line.
 * @returns boxes in pixels of the picture, from the top
 */
export function regionsOf(ink: Ink): Box[] {
  const { width, height, step } = ink
  const whole = { x: 0, w: width * step }
  const regions: Box[] = []
  let top = 0
  for (const strip of stripsOf(ink)) {
    if (strip.top > top) regions.push({ ...whole, y: top * step, h: (strip.top - top) * step })
    const middle = Math.round((strip.from + strip.to) / 2) * step
    const band = { y: strip.top * step, h: (strip.bottom - strip.top) * step }
    regions.push({ x: 0, w: middle, ...band }, { x: middle, w: width * step - middle, ...band })
    top = strip.bottom
  }
  if (top < height) regions.push({ ...whole, y: top * step, h: (height - top) * step })
  return regions
}

/** Empty strips in the middle half of the page with ink on both sides, from the top, none beside another. */
function stripsOf(ink: Ink): Strip[] {
  const { width, height, dpi } = ink
  const wide = Math.max(4, Math.round(leastStrip.width * dpi))
  const high = Math.round(leastStrip.height * dpi)
  const [left, right] = [Math.round(width * 0.25), Math.round(width * 0.75)]
  const found: Strip[] = []
  let open: Strip[] = []
  const close = (strip: Strip) => {
    if (strip.bottom - strip.top < high) return
    const trimmed = trim(ink, strip)
    if (trimmed && trimmed.bottom - trimmed.top >= high) found.push(trimmed)
  }
  for (let y = 0; y <= height; y++) {
    const gaps = y < height ? gapsOf(ink, y, left, right, wide) : []
    const next: Strip[] = []
    for (const strip of open) {
      const kept = gaps
        .map((gap) => ({ from: Math.max(gap.from, strip.from), to: Math.min(gap.to, strip.to) }))
        .filter((gap) => gap.to - gap.from >= wide)
      // What goes on narrower may end up as a mere indent: as it is now it counts too.
      if (!kept.some((gap) => gap.from === strip.from && gap.to === strip.to)) close(strip)
      for (const gap of kept) next.push({ ...strip, ...gap, bottom: y + 1 })
    }
    for (const gap of gaps) next.push({ ...gap, top: y, bottom: y + 1 })
    open = widest(next)
  }
  const chosen: Strip[] = []
  for (const strip of found.sort((a, b) => b.bottom - b.top - (a.bottom - a.top)))
    if (chosen.every((other) => strip.bottom <= other.top || strip.top >= other.bottom)) chosen.push(strip)
  return chosen.sort((a, b) => a.top - b.top)
}

/** Strips that no wider one that began as early holds; the highest of them, where a page of specks has many. */
function widest(strips: readonly Strip[]): Strip[] {
  const kept: Strip[] = []
  for (const strip of [...strips].sort((a, b) => a.top - b.top || b.to - b.from - (a.to - a.from)))
    if (kept.length < 40 && kept.every((other) => other.from > strip.from || other.to < strip.to))
      kept.push(strip)
  return kept
}

function gapsOf(
  { dots, width }: Ink,
  y: number,
  left: number,
  right: number,
  wide: number,
): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = []
  let from = left
  for (let x = left; x <= right; x++) {
    if (x < right && dots[y * width + x] !== 1) continue
    if (x - from >= wide) gaps.push({ from, to: x })
    from = x + 1
  }
  return gaps
}

/** A strip cut between lines of words, from where both sides have ink near each other; null where one side is empty. */
function trim(ink: Ink, strip: Strip): Strip | null {
  const { width, height, dpi } = ink
  const begin = blankFrom(ink, strip.top, 1)
  const end = strip.bottom >= height ? height : blankFrom(ink, strip.bottom - 1, -1)
  const inked = (from: number, to: number) => {
    const rows: number[] = []
    for (let y = begin; y < end; y++) if (dotsOf(ink, y, from, to) > 0) rows.push(y)
    return rows
  }
  const [one, other] = [inked(0, strip.from), inked(strip.to, width)]
  if (one.length < 0.15 * dpi || other.length < 0.15 * dpi) return null
  const firsts = [one[0] ?? 0, other[0] ?? 0] as const
  const top = Math.max(Math.min(...firsts), Math.max(...firsts) - Math.round(0.4 * dpi))
  return { ...strip, top: Math.max(begin, blankFrom(ink, top, -1)), bottom: end }
}

function dotsOf({ dots, width }: Ink, y: number, from: number, to: number): number {
  let count = 0
  for (let x = from; x < to; x++) count += dots[y * width + x] ?? 0
  return count
}

/** The nearest row without words from here on, so that no line is cut. Specks are no words, nor is the edge of a sheet. */
function blankFrom(ink: Ink, from: number, by: 1 | -1): number {
  const edge = Math.round(ink.width * 0.05)
  for (let y = from; y >= 0 && y < ink.height; y += by)
    if (dotsOf(ink, y, edge, ink.width - edge) <= 2) return y
  return by > 0 ? ink.height : 0
}
