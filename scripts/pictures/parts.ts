// Flat parts from which the scenes are composed: each returns a piece of SVG inside a 480 × 320 field.

/** Colours of a time of day and place: sky or wall, far, ground, front, wood, an accent and a second accent. */
export interface Palette {
  sky: string
  far: string
  ground: string
  floor: string
  wood: string
  accent: string
  second: string
}

export const PALETTES = {
  morning: {
    sky: '#d9e6ee',
    far: '#9cb28a',
    ground: '#c8bda8',
    floor: '#b9ad97',
    wood: '#a17d55',
    accent: '#0e4a86',
    second: '#b0563f',
  },
  noon: {
    sky: '#cfe3ea',
    far: '#86a878',
    ground: '#d6c8a9',
    floor: '#c2b28f',
    wood: '#8c6a45',
    accent: '#1c6438',
    second: '#e2b04a',
  },
  dusk: {
    sky: '#f0d9bd',
    far: '#a58f7a',
    ground: '#bfa588',
    floor: '#a98e72',
    wood: '#7a5a3c',
    accent: '#8a3f33',
    second: '#35507a',
  },
  night: {
    sky: '#2b3a52',
    far: '#22304a',
    ground: '#3d4656',
    floor: '#333b4a',
    wood: '#6b5440',
    accent: '#e2b04a',
    second: '#7fa0bd',
  },
  rain: {
    sky: '#b9c6cd',
    far: '#7c9088',
    ground: '#98a09c',
    floor: '#87908d',
    wood: '#6f6152',
    accent: '#35507a',
    second: '#c9a24e',
  },
  room: {
    sky: '#e9e2d2',
    far: '#d5dfd9',
    ground: '#cfbfa5',
    floor: '#c9a877',
    wood: '#8c6a45',
    accent: '#a33a2c',
    second: '#0e4a86',
  },
  cool: {
    sky: '#e1e9ea',
    far: '#c4d6da',
    ground: '#b8c2c0',
    floor: '#a7b3b1',
    wood: '#7f7465',
    accent: '#256a74',
    second: '#d08c3c',
  },
  rose: {
    sky: '#f1e3df',
    far: '#dfc6bd',
    ground: '#d3b9a6',
    floor: '#c2a28c',
    wood: '#96674c',
    accent: '#7c3f5c',
    second: '#4f8171',
  },
  upland: {
    sky: '#dde8e4',
    far: '#6f9382',
    ground: '#b9a57f',
    floor: '#a18c66',
    wood: '#6e5338',
    accent: '#a3462c',
    second: '#31597a',
  },
} satisfies Record<string, Palette>

export function rect(x: number, y: number, w: number, h: number, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"${more}/>`
}

export function path(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`
}

export function stroke(d: string, colour: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`
}

export function disc(x: number, y: number, r: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`
}

/** Strokes that stand for lines of text: nothing in a picture can be read. */
export function lines(
  x: number,
  y: number,
  widths: number[],
  gap: number,
  colour: string,
  width = 4,
): string {
  return stroke(widths.map((w, i) => `M${x} ${y + i * gap}h${w}`).join(''), colour, width)
}

export function at(x: number, y: number, piece: string, turn = 0, scale = 1): string {
  const more = `${turn ? ` rotate(${turn})` : ''}${scale === 1 ? '' : ` scale(${scale})`}`
  return `<g transform="translate(${x} ${y})${more}">${piece}</g>`
}

/** A sheet of paper with a coloured head and lines, its corner at 0,0. */
export function sheet(w: number, h: number, head: string, body = '#aab4bb', paper = '#fff'): string {
  const count = Math.max(1, Math.floor((h * 0.62) / 13))
  const widths = Array.from({ length: count }, (_, i) =>
    Math.round(w * ([0.7, 0.58, 0.66, 0.44][i % 4] ?? 0.6)),
  )
  return (
    rect(0, 0, w, h, paper) +
    rect(0, 0, w, Math.round(h * 0.24), head) +
    lines(Math.round(w * 0.14), Math.round(h * 0.38), widths, 13, body, 3)
  )
}

/** An opened leaflet of three leaves, lying. */
export function leaflet(head: string, second: string): string {
  return (
    path('M0 14L40 4V70L0 80z', '#fff') +
    path('M40 4L80 14V80L40 70z', '#eef1f2') +
    path('M80 14L120 4V70L80 80z', '#fff') +
    path('M0 14L40 4V20L0 30z', head) +
    path('M80 14L120 4V20L80 30z', second) +
    stroke(
      'M8 40l24-6M8 52l24-6M8 64l16-4M48 26l24 6M48 38l24 6M48 50l18 5M88 40l24-6M88 52l24-6M88 64l14-4',
      '#aab4bb',
      3,
    )
  )
}

/** A pattern that looks like a QR code and is none. */
export function qr(size: number, seed: number, ink = '#25313c'): string {
  const n = 11
  const s = Math.round((size / (n + 2)) * 100) / 100
  let d = ''
  let state = seed * 7919 + 17
  for (let y = 0; y < n; y++)
    for (let x = 0; x < n; x++) {
      state = (state * 1103515245 + 12345) % 2147483648
      const corner = (x < 4 && y < 4) || (x > 6 && y < 4) || (x < 4 && y > 6)
      if (!corner && state % 5 < 2) d += `M${x} ${y}h1v1h-1z`
    }
  const eye = (x: number, y: number) => `M${x} ${y}h3v3h-3zM${x + 0.7} ${y + 0.7}v1.6h1.6v-1.6z`
  d += eye(0, 0) + eye(8, 0) + eye(0, 8)
  return (
    rect(0, 0, size, size, '#fff') + `<g transform="translate(${s} ${s}) scale(${s})">${path(d, ink)}</g>`
  )
}

export function tree(h: number, leaf: string, trunk = '#7d6248'): string {
  return rect(-h * 0.05, -h * 0.5, h * 0.1, h * 0.5, trunk) + disc(0, -h * 0.68, h * 0.32, leaf)
}

export function plant(pot: string, leaf = '#6f9665'): string {
  return (
    path('M-14 0h28l-5 26h-18z', pot) +
    stroke('M0 0C-4-14-16-20-20-34M0 0C0-18 2-28 0-44M0 0C4-14 14-20 20-32', leaf, 6)
  )
}

export function pane(w: number, h: number, glass: string, frame = '#fff'): string {
  return (
    rect(0, 0, w, h, glass) +
    stroke(`M${w / 2} 0v${h}M0 ${h / 2}h${w}`, frame, 4) +
    `<rect width="${w}" height="${h}" fill="none" stroke="${frame}" stroke-width="4"/>`
  )
}

/** A chair seen from behind. */
export function chair(w: number, back: string): string {
  return (
    rect(0, 0, w, w * 0.66, back, ' rx="3"') +
    stroke(`M4 ${w * 0.66}v${w * 0.4}M${w - 4} ${w * 0.66}v${w * 0.4}`, '#55606a', 4)
  )
}

export function chairs(x: number, y: number, n: number, w: number, step: number, colour: string): string {
  const id = `c${x}${y}`
  const rest = Array.from({ length: n - 1 }, (_, i) => `<use href="#${id}" x="${(i + 1) * step}"/>`).join('')
  return at(x, y, `<g id="${id}">${chair(w, colour)}</g>${rest}`)
}

export function table(x: number, y: number, w: number, h: number, wood: string, side = '#6f5236'): string {
  return rect(x, y, w, 12, wood) + rect(x + 10, y + 12, w - 20, h - 12, side)
}

export function laptop(screen: string, mark: string): string {
  return (
    rect(0, 0, 110, 72, '#3a444e', ' rx="5"') +
    rect(6, 6, 98, 58, screen) +
    path('M-14 72h138l10 12h-158z', '#8a949c') +
    lines(16, 20, [40, 70, 58], 13, mark, 5)
  )
}

export function monitor(screen: string, mark: string, inside = ''): string {
  return (
    rect(0, 0, 150, 98, '#3a444e', ' rx="5"') +
    rect(7, 7, 136, 80, screen) +
    (inside || lines(20, 26, [60, 104, 92, 70], 15, mark, 5)) +
    path('M62 98h26l6 26h-38z', '#77828b') +
    rect(44, 122, 62, 7, '#5a656e')
  )
}

export function phone(w: number, screen: string, inside: string): string {
  const h = w * 2
  return rect(0, 0, w, h, '#28323c', ' rx="9"') + rect(5, 12, w - 10, h - 26, screen) + inside
}

export function banner(x: number, y: number, w: number, h: number, cloth: string, mark: string): string {
  return (
    rect(x, y, w, h, cloth) +
    stroke(
      `M${x + w * 0.12} ${y + h * 0.36}h${w * 0.76}M${x + w * 0.22} ${y + h * 0.66}h${w * 0.56}`,
      mark,
      Math.max(4, h * 0.1),
    )
  )
}

export function hills(y: number, near: string, far: string): string {
  return (
    path(
      `M0 ${y}L70 ${y - 74}L130 ${y - 24}L220 ${y - 104}L310 ${y - 30}L390 ${y - 84}L480 ${y - 14}V${y}z`,
      far,
    ) +
    path(
      `M0 ${y}C80 ${y - 44} 150 ${y - 34} 240 ${y - 10}C330 ${y - 52} 410 ${y - 40} 480 ${y - 8}V${y}z`,
      near,
    )
  )
}

export function drops(colour: string, shift = 0): string {
  let d = ''
  for (let i = 0; i < 34; i++) d += `M${(i * 61 + shift) % 480} ${(i * 97 + shift * 3) % 300}l-7 20`
  return stroke(d, colour, 2.5)
}

export function speaker(colour: string): string {
  return (
    path('M0 14h20l34-24v68L20 34H0z', colour) +
    path('M54-10c14 6 14 62 0 68z', '#d9dee2') +
    stroke('M74 6c10 10 10 26 0 36M88-4c16 16 16 40 0 56', colour, 5)
  )
}

/** One scene in a palette; `n` chooses among its layouts. Returns the inside of a 480 × 320 SVG. */
export type Scene = (c: Palette, n: number) => string

export function room(c: Palette, horizon = 210): string {
  const skirting = rect(0, horizon, 480, 7, c.wood, ' opacity=".5"')
  return rect(0, 0, 480, 320, c.sky) + rect(0, horizon, 480, 320 - horizon, c.floor) + skirting
}

export function outside(c: Palette, horizon = 220): string {
  return rect(0, 0, 480, 320, c.sky) + rect(0, horizon, 480, 320 - horizon, c.ground)
}
