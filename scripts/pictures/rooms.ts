import {
  rect,
  path,
  stroke,
  disc,
  lines,
  at,
  sheet,
  qr,
  tree,
  plant,
  pane,
  chairs,
  table,
  banner,
  hills,
  room,
  outside,
  type Scene,
} from './parts.ts'

export const hall: Scene = (c, n) => {
  const front = banner(92, 30, 296, 66, c.accent, '#f5e3b4')
  if (n === 0)
    return (
      room(c) +
      front +
      at(22, 48, pane(52, 104, '#bcd4e0')) +
      at(406, 48, pane(52, 104, '#bcd4e0')) +
      table(160, 142, 160, 68, c.wood) +
      chairs(34, 222, 6, 44, 74, '#4c6378') +
      chairs(8, 268, 6, 56, 82, '#3d5266')
    )
  if (n === 1)
    return (
      room(c, 226) +
      rect(110, 34, 260, 150, '#5a656e') +
      rect(118, 42, 244, 134, '#f6f8f9') +
      rect(140, 130, 34, 30, c.accent) +
      rect(190, 104, 34, 56, c.second) +
      rect(240, 84, 34, 76, c.accent) +
      rect(290, 70, 34, 90, c.second) +
      stroke('M240 0v34', '#5a656e', 6) +
      chairs(20, 236, 7, 48, 64, '#6b5a7a')
    )
  if (n === 2)
    return (
      room(c, 190) +
      at(196, 20, pane(88, 120, '#cfe0e6')) +
      `<ellipse cx="240" cy="246" rx="186" ry="54" fill="${c.wood}"/><ellipse cx="240" cy="240" rx="176" ry="46" fill="#b5895c"/>` +
      [
        [120, 236],
        [190, 262],
        [290, 262],
        [360, 236],
        [240, 216],
      ]
        .map(([x = 0, y = 0]) =>
          at(x - 20, y - 14, rect(0, 0, 40, 26, '#fff') + lines(6, 8, [26, 18], 9, '#aab4bb', 3)),
        )
        .join('') +
      chairs(70, 160, 5, 46, 76, c.second)
    )
  if (n === 3)
    return (
      room(c, 200) +
      at(30, 30, pane(110, 110, c.far, '#6b5440')) +
      at(340, 30, pane(110, 110, c.far, '#6b5440')) +
      path('M60 214h360l30 90h-70l-14-52H114l-14 52H30z', c.wood) +
      path('M60 214h360l4 12H56z', '#fff') +
      at(240, 190, plant(c.accent)) +
      disc(240, 40, 22, '#fff') +
      stroke('M240 40v-14M240 40l10 6', '#46515e', 4)
    )
  return (
    room(c, 236) +
    path('M0 0h480v190c-40-20-60-120-60-170H60c0 50-20 150-60 170z', c.accent) +
    rect(60, 20, 360, 190, c.far) +
    banner(130, 44, 220, 52, c.second, '#fff') +
    rect(0, 210, 480, 36, c.wood) +
    path('M200 132h80l10 84h-100z', '#7a5a3c') +
    rect(192, 124, 96, 12, '#96714c') +
    stroke('M240 124l10-26', '#3a444e', 4) +
    at(110, 184, plant('#efe3c6')) +
    at(370, 184, plant('#efe3c6'))
  )
}

export const staffRoom: Scene = (c) =>
  room(c, 196) +
  rect(60, 30, 210, 112, '#fbfcfc') +
  rect(60, 30, 210, 112, 'none', ' stroke="#8a949c" stroke-width="6"') +
  lines(82, 58, [120, 90, 150, 70], 22, c.accent, 5) +
  disc(370, 72, 34, '#fff') +
  stroke('M370 72v-22M370 72l14 10', '#46515e', 5) +
  table(40, 200, 400, 60, c.wood) +
  at(90, 172, sheet(64, 30, c.second)) +
  at(230, 176, rect(0, 0, 40, 24, '#fff') + stroke('M40 6c12 0 12 14 0 14', '#fff', 4)) +
  at(330, 160, plant(c.second)) +
  chairs(70, 262, 4, 60, 96, '#5c6b63')

export const asking: Scene = (c, n) => {
  if (n === 0)
    return (
      room(c, 236) +
      path('M150 110h180v150H150z', c.accent) +
      path('M150 110l24-24h132l24 24z', c.second) +
      rect(196, 94, 88, 8, '#17202b') +
      at(214, 36, rect(0, 0, 52, 62, '#fff') + lines(10, 16, [32, 24, 30], 14, '#aab4bb')) +
      disc(240, 186, 30, '#fff') +
      stroke('M228 182v2M252 182v2M226 194q14 14 28 0', c.accent, 5) +
      at(90, 236, plant(c.second))
    )
  if (n === 1)
    return (
      rect(0, 0, 480, 320, c.far) +
      rect(110, 24, 260, 280, c.wood, ' rx="10"') +
      rect(126, 48, 228, 244, '#fff') +
      rect(196, 12, 88, 30, '#8a949c', ' rx="6"') +
      [0, 1, 2]
        .map(
          (r) =>
            lines(146, 76 + r * 76, [150], 1, '#aab4bb', 5) +
            ['#a3211b', '#e2b04a', '#2f8552']
              .map(
                (k, i) =>
                  disc(170 + i * 66, 108 + r * 76, 18, k) +
                  stroke(`M${162 + i * 66} ${114 + r * 76}q8 ${(i - 1) * 9} 16 0`, '#fff', 4),
              )
              .join(''),
        )
        .join('')
    )
  return (
    room(c, 238) +
    rect(0, 196, 480, 48, c.wood) +
    [60, 190, 320]
      .map((x, i) =>
        at(
          x,
          110,
          path('M10 0h80l10 96H0z', [c.accent, '#4f8171', c.second][i] ?? c.accent) +
            rect(18, 24, 64, 34, '#17202b') +
            lines(32, 40, [36], 1, '#f4d98a', 7),
        ),
      )
      .join('') +
    banner(90, 24, 300, 52, c.second, '#fff') +
    chairs(40, 262, 5, 56, 88, '#4c6378')
  )
}

export const board: Scene = (c, n) => {
  const sheets =
    n % 2 === 0
      ? at(92, 88, sheet(86, 98, c.accent)) +
        at(196, 88, sheet(86, 98, c.second, '#b09a6a', '#fff7df')) +
        at(300, 88, sheet(86, 46, c.accent)) +
        at(300, 142, qr(46, n + 3))
      : at(88, 84, sheet(140, 52, c.second)) +
        at(88, 144, sheet(64, 46, c.accent)) +
        at(164, 144, sheet(64, 46, c.accent)) +
        at(246, 84, qr(64, n + 9)) +
        at(322, 84, sheet(66, 106, c.second, '#aab4bb', '#f2f7ee'))
  const frame = rect(64, 60, 352, 150, '#5b6b76') + rect(76, 72, 328, 126, '#eef0ea') + sheets
  if (n === 0)
    return (
      outside(c, 236) +
      rect(92, 120, 12, 170, '#6f7d86') +
      rect(376, 120, 12, 170, '#6f7d86') +
      frame +
      path('M54 44h372l-16 22H70z', c.second) +
      at(446, 268, tree(100, c.far)) +
      at(34, 268, tree(90, c.far))
    )
  if (n === 1)
    return (
      room(c, 244) +
      frame +
      rect(64, 60, 352, 8, c.wood) +
      at(30, 210, plant(c.accent)) +
      rect(130, 256, 220, 14, c.wood) +
      stroke('M150 270v40M330 270v40', '#5a4632', 8)
    )
  if (n === 2)
    return (
      outside(c, 240) +
      hills(240, c.far, '#a9beb2') +
      rect(88, 110, 12, 180, c.wood) +
      rect(380, 110, 12, 180, c.wood) +
      frame +
      path('M240 12L40 66h400z', '#b79a5e') +
      stroke('M60 62L240 14L420 62', '#8f7542', 6)
    )
  if (n === 3)
    return (
      outside(c, 236) +
      rect(0, 150, 480, 86, c.far) +
      frame +
      stroke(
        'M130 250a26 26 0 1 0 .1 0M236 250a26 26 0 1 0 .1 0M130 276l30-44h60l16 44M130 276h52l38-44M160 232l22 44M216 222h18M152 226h18',
        '#46515e',
        5,
      )
    )
  if (n === 4)
    return (
      outside(c, 246) +
      disc(410, 46, 20, '#f4e7bd') +
      path('M240 20L20 320h440z', '#f4d98a22') +
      rect(92, 180, 12, 120, '#56606c') +
      rect(376, 180, 12, 120, '#56606c') +
      frame +
      rect(170, 36, 140, 14, '#f4d98a')
    )
  return (
    outside(c, 240) +
    rect(0, 0, 480, 240, c.far) +
    rect(0, 30, 480, 10, c.wood) +
    frame +
    stroke('M424 300L456 60M452 300L484 60M432 250h30M440 200h28M446 150h28', c.wood, 7)
  )
}
