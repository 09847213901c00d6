import type { Pixels } from './pdfium.ts'

/** A grey picture: one byte a pixel, 0 black, 255 white. */
export interface Grey {
  data: Uint8Array
  width: number
  height: number
}

/** Red alone: the ink of seals and stamps over words disappears, blue and black stay dark. */
export function withoutSeals({ data, width, height, channels }: Pixels): Grey {
  if (channels === 1) return { data, width, height }
  const grey = new Uint8Array(width * height)
  for (let i = 0; i < grey.length; i++) grey[i] = data[i * channels] ?? 255
  return { data: grey, width, height }
}

/** Side of the squares that the light is measured in, in pixels. */
const tile = 48

/**
 * Evens out the light of a photo: each pixel is measured by the paper around it, so that shadows become white. A page that is
 * even already stays as it is.
 */
export function evenLight(grey: Grey): Grey {
  const { data, width, height } = grey
  const [columns, rows] = [Math.ceil(width / tile), Math.ceil(height / tile)]
  const paper = new Float32Array(columns * rows)
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) paper[r * columns + c] = brightness(grey, c * tile, r * tile)
  const sorted = [...paper].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 255
  // Nine squares of ten equally white: a scanner's page.
  if (at(0.9) - at(0.1) < 12 && at(0.1) > 225) return grey
  // A square full of ink or picture tells nothing about the paper: it takes the light of its neighbours.
  const floor = at(0.5) * 0.4
  const light = paper.map((value, i) => (value >= floor ? value : neighbours(paper, i, columns, rows, floor)))
  const even = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const fy = Math.min(rows - 1.001, Math.max(0, y / tile - 0.5))
    const r = Math.floor(fy)
    for (let x = 0; x < width; x++) {
      const fx = Math.min(columns - 1.001, Math.max(0, x / tile - 0.5))
      const c = Math.floor(fx)
      const [dx, dy] = [fx - c, fy - r]
      const value = (row: number, column: number) =>
        light[Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)] ?? 255
      const here =
        (value(r, c) * (1 - dx) + value(r, c + 1) * dx) * (1 - dy) +
        (value(r + 1, c) * (1 - dx) + value(r + 1, c + 1) * dx) * dy
      even[y * width + x] = Math.min(255, ((data[y * width + x] ?? 255) * 240) / Math.max(1, here))
    }
  }
  return { data: even, width, height }
}

/** The brightness that nine of ten pixels of a square do not pass: its paper. */
function brightness({ data, width, height }: Grey, left: number, top: number): number {
  const counts = new Uint16Array(256)
  let all = 0
  for (let y = top; y < Math.min(height, top + tile); y += 2)
    for (let x = left; x < Math.min(width, left + tile); x += 2) {
      const value = data[y * width + x] ?? 255
      counts[value] = (counts[value] ?? 0) + 1
      all++
    }
  let above = 0
  for (let value = 255; value > 0; value--) {
    above += counts[value] ?? 0
    if (above >= all * 0.1) return value
  }
  return 0
}

function neighbours(paper: Float32Array, at: number, columns: number, rows: number, floor: number): number {
  const [r, c] = [Math.floor(at / columns), at % columns]
  for (let reach = 1; reach < 6; reach++) {
    let sum = 0
    let count = 0
    for (let y = Math.max(0, r - reach); y <= Math.min(rows - 1, r + reach); y++)
      for (let x = Math.max(0, c - reach); x <= Math.min(columns - 1, c + reach); x++) {
        const value = paper[y * columns + x] ?? 0
        if (value < floor) continue
        sum += value
        count++
      }
    if (count > 0) return sum / count
  }
  return floor
}

/** Quarter turns, clockwise. */
export type Turn = 0 | 1 | 2 | 3

export function turned(grey: Grey, turn: Turn): Grey {
  if (turn === 0) return grey
  const { data, width, height } = grey
  const [w, h] = turn === 2 ? [width, height] : [height, width]
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [tx, ty] =
        turn === 1 ? [height - 1 - y, x] : turn === 2 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x]
      out[ty * w + tx] = data[y * width + x] ?? 255
    }
  return { data: out, width: w, height: h }
}

/** Turned round its middle by an angle in radians, clockwise; the size stays, what comes in from outside is white. */
export function rotated({ data, width, height }: Grey, angle: number): Grey {
  const out = new Uint8Array(data.length).fill(255)
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const fx = (x - cx) * cos + (y - cy) * sin + cx
      const fy = -(x - cx) * sin + (y - cy) * cos + cy
      const [x0, y0] = [Math.floor(fx), Math.floor(fy)]
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue
      const [dx, dy] = [fx - x0, fy - y0]
      const i = y0 * width + x0
      const above = (data[i] ?? 255) * (1 - dx) + (data[i + 1] ?? 255) * dx
      const below = (data[i + width] ?? 255) * (1 - dx) + (data[i + width + 1] ?? 255) * dx
      out[y * width + x] = above * (1 - dy) + below * dy
    }
  return { data: out, width, height }
}

/** Every second pixel each way, as the mean of four: to look at a page quickly. */
export function halved({ data, width, height }: Grey): Grey {
  const [w, h] = [width >> 1, height >> 1]
  const out = new Uint8Array(w * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const i = y * 2 * width + x * 2
      out[y * w + x] =
        ((data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + width] ?? 255) + (data[i + width + 1] ?? 255)) >>
        2
    }
  return { data: out, width: w, height: h }
}
