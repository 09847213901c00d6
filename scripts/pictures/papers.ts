import {
  rect,
  path,
  stroke,
  disc,
  lines,
  at,
  sheet,
  leaflet,
  qr,
  tree,
  plant,
  pane,
  table,
  hills,
  room,
  outside,
  type Scene,
} from './parts.ts'

export const leaflets: Scene = (c, n) => {
  if (n === 0)
    return (
      rect(0, 0, 480, 172, c.far) +
      rect(40, 24, 400, 92, '#35604f') +
      rect(40, 24, 400, 92, 'none', ' stroke="#b98b52" stroke-width="6"') +
      lines(72, 54, [150, 210, 120], 20, '#dfeae3') +
      rect(0, 168, 480, 152, c.floor) +
      rect(0, 168, 480, 10, c.wood) +
      at(70, 196, leaflet(c.accent, c.second)) +
      at(240, 216, leaflet(c.second, c.accent), -8) +
      rect(410, 204, 8, 74, c.accent, ' rx="3" transform="rotate(24 414 240)"')
    )
  if (n === 1)
    return (
      room(c, 190) +
      at(300, 20, pane(140, 130, '#cfe3ea')) +
      [0, 1, 2, 3, 4, 5]
        .map((i) =>
          at(
            80 + (i % 2) * 5,
            250 - i * 13,
            rect(0, 0, 160, 12, i % 2 ? '#f1ede2' : '#fff') + rect(0, 0, 30, 12, c.accent),
          ),
        )
        .join('') +
      at(290, 232, sheet(100, 62, c.second), -10)
    )
  if (n === 2)
    return (
      rect(0, 0, 480, 320, c.wood) +
      stroke('M0 70h480M0 150h480M0 236h480', '#00000018', 3) +
      [-34, -17, 0, 17, 34]
        .map((a, i) =>
          at(
            240,
            330,
            `<g transform="translate(-48 -240)">${sheet(96, 170, i % 2 ? c.second : c.accent)}</g>`,
            a,
          ),
        )
        .join('')
    )
  if (n === 3)
    return (
      rect(0, 0, 480, 320, c.second) +
      [0, 1, 2, 3]
        .map((i) =>
          stroke(
            `M0 ${24 + i * 90}l30 20 30-20 30 20 30-20 30 20 30-20 30 20 30-20 30 20 30-20 30 20 30-20 30 20 30-20 30 20 30-20`,
            i % 2 ? '#e2b04a' : '#e9e2d2',
            6,
          ),
        )
        .join('') +
      at(120, 110, leaflet(c.accent, '#e2b04a'), 0, 2)
    )
  if (n === 4)
    return (
      room(c, 220) +
      path('M100 150h280v140H100z', '#c79f68') +
      path('M100 150l-40-40h110l30 40zM380 150l40-40H310l-30 40z', '#b78c55') +
      rect(226, 150, 28, 140, '#e5cfa2') +
      at(170, 96, sheet(60, 60, c.accent)) +
      at(244, 88, sheet(60, 66, c.second))
    )
  return (
    room(c, 240) +
    [0, 1, 2]
      .map((r) => [0, 1, 2, 3, 4].map((k) => rect(42 + k * 82, 36 + r * 68, 70, 58, '#fff8ea')).join(''))
      .join('') +
    rect(34, 28, 412, 212, 'none', ` stroke="${c.wood}" stroke-width="10"`) +
    [
      [62, 50],
      [226, 118],
      [308, 50],
      [144, 186],
      [390, 186],
    ]
      .map(([x = 0, y = 0], i) => at(x, y, sheet(34, 42, i % 2 ? c.second : c.accent)))
      .join('') +
    [
      [150, 72, '#c2603f'],
      [70, 140, '#4f8171'],
      [310, 206, '#e2b04a'],
      [400, 72, '#7c3f5c'],
    ]
      .map(([x, y, k]) => at(Number(x), Number(y), rect(0, 0, 40, 26, String(k), ' rx="8"')))
      .join('')
  )
}

export const poster: Scene = (c, n) => {
  const big = (w: number, h: number) =>
    rect(0, 0, w, h, '#fff') +
    rect(0, 0, w, h * 0.2, c.accent) +
    lines(w * 0.14, h * 0.1, [w * 0.6], 1, '#fff', 6) +
    [0, 1, 2, 3]
      .map(
        (i) =>
          disc(w * 0.18, h * (0.32 + i * 0.17), 9, i % 2 ? c.second : c.accent) +
          lines(w * 0.32, h * (0.3 + i * 0.17), [w * 0.54, w * 0.38], 11, '#aab4bb'),
      )
      .join('')
  if (n === 0)
    return (
      room(c, 250) +
      rect(0, 0, 70, 250, c.far) +
      at(160, 30, big(160, 204)) +
      at(80, 240, plant(c.second)) +
      rect(370, 70, 80, 180, c.wood) +
      disc(384, 164, 6, '#e2b04a')
    )
  if (n === 1)
    return (
      outside(c, 244) +
      hills(244, c.far, '#9db8aa') +
      rect(222, 110, 16, 190, c.wood) +
      rect(140, 36, 200, 194, '#6f5236') +
      at(150, 46, big(180, 174)) +
      at(60, 280, tree(130, c.far)) +
      at(420, 280, tree(110, c.far))
    )
  return (
    room(c, 262) +
    rect(120, 20, 240, 242, c.wood) +
    rect(132, 32, 104, 230, '#b08a60') +
    rect(244, 32, 104, 230, '#b08a60') +
    at(142, 70, big(86, 120)) +
    disc(252, 168, 6, '#e2b04a') +
    at(254, 70, sheet(84, 56, c.second)) +
    rect(20, 60, 70, 90, '#dfeae3') +
    rect(394, 60, 70, 90, '#dfeae3')
  )
}

export const papers: Scene = (c, n) => {
  if (n === 0)
    return (
      room(c, 236) +
      [c.accent, c.second, '#4f8171', c.accent, '#7a4a00', c.second]
        .map((k, i) =>
          at(
            70 + i * 48,
            86,
            rect(0, 0, 44, 150, k) + rect(10, 20, 24, 44, '#fff') + disc(22, 120, 8, '#fff'),
          ),
        )
        .join('') +
      at(
        376,
        176,
        rect(0, 30, 60, 30, '#7a2b22') + rect(18, 0, 24, 32, '#5a4632') + disc(30, 0, 16, '#7a5a3c'),
      ) +
      rect(0, 236, 480, 12, c.wood)
    )
  if (n === 1)
    return (
      rect(0, 0, 480, 320, c.wood) +
      path('M60 60l176 14v200L60 262z', '#fff') +
      path('M420 60L244 74v200l176-12z', '#f4f1e8') +
      stroke(
        'M84 96l126 8M84 124l110 8M84 152l126 8M84 180l90 6M84 208l116 8M270 104l126-8M270 132l100-6M270 160l126-8',
        '#9fb2c4',
        4,
      ) +
      stroke('M300 230l110-60', c.accent, 9) +
      at(180, 266, stroke('M0 0a22 18 0 1 0 .1 0M66 0a22 18 0 1 0 .1 0M22-16h22', '#333b43', 5))
    )
  if (n === 2)
    return (
      rect(0, 0, 480, 320, c.floor) +
      [
        [40, 40, -8],
        [180, 26, 4],
        [310, 52, -4],
      ]
        .map(([x = 0, y = 0, a = 0], i) =>
          at(
            x,
            y,
            rect(0, 0, 130, 190, '#fff') +
              rect(0, 0, 130, 20, i === 1 ? c.second : c.accent) +
              [0, 1, 2, 3, 4]
                .map(
                  (k) =>
                    rect(14, 36 + k * 30, 14, 14, 'none', ' stroke="#7e8894" stroke-width="3"') +
                    lines(38, 43 + k * 30, [70], 1, '#c0c8cd'),
                )
                .join('') +
              stroke(`M16 ${73 + i * 30}l6 7 10-14`, '#2f8552', 4),
            a,
          ),
        )
        .join('') +
      rect(60, 276, 150, 10, c.accent, ' rx="4" transform="rotate(-6 130 280)"') +
      rect(280, 280, 140, 10, c.second, ' rx="4" transform="rotate(5 350 284)"')
    )
  if (n === 3)
    return (
      room(c, 230) +
      rect(20, 60, 90, 170, '#8a949c') +
      [76, 116, 156, 196]
        .map((y) => rect(28, y - 8, 74, 30, '#a3adb4') + rect(54, y, 22, 5, '#56606c'))
        .join('') +
      at(
        160,
        40,
        rect(0, 0, 280, 140, '#f7f3e4') +
          path('M20 110L70 40l50 30 40-50 60 40 40-20v90z', '#d5e3cc') +
          stroke('M20 80C80 60 120 120 180 80S240 60 262 70', '#7fa0bd', 6) +
          disc(70, 60, 8, c.accent) +
          disc(160, 90, 8, c.accent) +
          disc(220, 56, 8, c.second),
      ) +
      table(150, 226, 300, 60, c.wood)
    )
  return (
    room(c, 250) +
    [0, 1, 2]
      .map(
        (r) =>
          rect(50, 92 + r * 72, 380, 10, c.wood) +
          Array.from({ length: 14 }, (_, i) =>
            (i * 7 + r * 5) % 9 === 0
              ? ''
              : rect(
                  62 + i * 26,
                  40 + r * 72 + ((i * 5 + r) % 3) * 6,
                  20,
                  52 - ((i * 5 + r) % 3) * 6,
                  [c.accent, c.second, '#4f8171', '#c9b48a', '#7c5a6a'][(i + r) % 5] ?? c.accent,
                ),
          ).join(''),
      )
      .join('') +
    rect(42, 10, 10, 250, c.wood) +
    rect(428, 10, 10, 250, c.wood)
  )
}

export const codes: Scene = (c, n) => {
  if (n === 0)
    return (
      room(c) +
      table(40, 220, 400, 80, c.wood) +
      path('M176 220l14-150h100l14 150z', '#fff') +
      rect(190, 70, 100, 26, c.accent) +
      at(202, 108, qr(76, 21)) +
      lines(212, 200, [56], 1, '#aab4bb', 5) +
      at(100, 194, plant(c.second)) +
      at(350, 206, rect(0, 0, 60, 14, '#fff') + rect(6, -10, 50, 10, '#e8e3d6'))
    )
  if (n === 1)
    return (
      outside(c) +
      hills(220, c.far, '#aebfb4') +
      rect(150, 40, 180, 260, '#d7c7a0') +
      rect(138, 26, 204, 24, c.second) +
      rect(190, 84, 100, 130, c.accent) +
      at(202, 98, qr(76, 33)) +
      lines(208, 192, [64], 1, '#fff', 6) +
      stroke(
        'M330 180h150M330 270h150M360 180v90M400 180v90M440 180v90M0 180h150M0 270h150M30 180v90M70 180v90M110 180v90',
        '#56707f',
        5,
      )
    )
  return (
    rect(0, 0, 480, 320, c.floor) +
    rect(50, 24, 380, 250, '#fff') +
    rect(62, 36, 174, 226, '#bcd4e0') +
    rect(244, 36, 174, 226, '#bcd4e0') +
    path('M62 262L150 120l86 142zM244 262l60-90 114 90z', c.far) +
    at(
      274,
      74,
      rect(0, 0, 114, 136, c.accent) + at(14, 14, qr(86, 41)) + lines(24, 118, [66], 1, '#fff', 6),
    ) +
    at(120, 252, plant(c.second)) +
    rect(30, 262, 420, 16, c.wood)
  )
}
