import {
  rect,
  path,
  stroke,
  disc,
  at,
  sheet,
  tree,
  plant,
  chairs,
  laptop,
  phone,
  banner,
  hills,
  drops,
  speaker,
  room,
  outside,
  type Scene,
} from './parts.ts'

export const gate: Scene = (c, n) => {
  const school =
    path('M56 92h368l-18 24H74z', c.second) +
    rect(70, 110, 340, 110, n === 2 ? '#d9bd97' : '#efe3c6') +
    [92, 140, 308, 356].map((x) => rect(x, 134, 32, 34, '#9fb9c7')).join('') +
    rect(206, 134, 68, 86, c.wood)
  const posts =
    rect(20, 150, 26, 130, '#d7c7a0') +
    rect(434, 150, 26, 130, '#d7c7a0') +
    banner(14, 128, 452, 32, c.accent, '#fff')
  const bars = stroke(
    'M46 190h130M46 272h130M60 190v82M84 190v82M108 190v82M132 190v82M156 190v82M304 190h130M304 272h130M318 190v82M342 190v82M366 190v82M390 190v82M414 190v82',
    '#56707f',
    4,
  )
  const poster = at(186, 204, sheet(52, 76, c.accent))
  if (n === 0) return outside(c) + school + posts + bars + poster
  if (n === 1)
    return (
      outside(c) +
      path(
        'M60 56c20-30 70-30 84-4c30-6 44 26 16 32H70c-26 0-30-24-10-28zM300 40c18-24 60-22 70 0c26-4 36 22 12 28h-80c-22 0-24-22-2-28z',
        '#98a6ae',
      ) +
      school +
      posts +
      bars +
      rect(0, 284, 480, 36, '#8b9a9e') +
      stroke('M60 300h70M190 308h90M340 298h60', '#c3d0d4', 4) +
      drops('#e6eff2')
    )
  return (
    outside(c) +
    disc(240, 96, 62, '#f6c477') +
    school +
    posts +
    bars +
    at(66, 196, sheet(46, 64, c.second)) +
    poster
  )
}

export const yard: Scene = (c, n) => {
  const flags =
    stroke('M0 44Q240 96 480 40', '#77828b', 3) +
    Array.from({ length: 9 }, (_, i) =>
      path(`M${26 + i * 52} ${52 + (i < 5 ? i * 5 : (8 - i) * 5)}h26l-13 26z`, i % 2 ? c.accent : c.second),
    ).join('')
  const building =
    rect(40, 110, 400, 104, '#f0e6cd') +
    rect(30, 96, 420, 18, c.second) +
    [66, 146, 226, 306, 386].map((x) => rect(x, 136, 34, 40, '#a9c0cb')).join('')
  if (n === 0)
    return (
      outside(c, 212) +
      building +
      flags +
      chairs(36, 236, 7, 40, 62, '#c2603f') +
      chairs(16, 280, 7, 46, 68, '#4c6378')
    )
  return (
    outside(c, 212) +
    building +
    at(430, 262, tree(150, c.far)) +
    at(
      180,
      190,
      '<ellipse cx="60" cy="50" rx="64" ry="60" fill="#8a3f33"/><ellipse cx="60" cy="50" rx="46" ry="44" fill="#efe0bd"/>',
    ) +
    stroke('M176 300l24-60M304 300l-24-60', c.wood, 9)
  )
}

export const hamlet: Scene = (c, n) => {
  const stilt = (x: number) =>
    at(
      x,
      0,
      stroke('M30 210v76M110 210v76M190 210v76', '#5a4632', 9) +
        rect(16, 140, 188, 74, c.wood) +
        path('M-6 146L50 70h120l56 76z', '#8f7a4c') +
        rect(90, 158, 40, 56, '#4f3b28') +
        rect(36, 162, 36, 28, '#d9c594') +
        rect(150, 162, 36, 28, '#d9c594'),
    )
  if (n === 0)
    return (
      outside(c, 250) +
      hills(250, c.far, '#9db8aa') +
      stilt(120) +
      rect(146, 262, 90, 8, '#fff') +
      at(150, 222, laptop('#e6eff4', c.accent), 0, 0.5) +
      stroke('M156 270v24M226 270v24', '#46515e', 5) +
      at(250, 250, sheet(30, 36, c.accent))
    )
  if (n === 1)
    return (
      outside(c, 180) +
      hills(190, c.far, '#9db8aa') +
      path('M200 190C260 220 60 250 160 320h190C250 260 330 220 236 190z', '#d8c9a4') +
      at(
        300,
        220,
        disc(20, 60, 20, '#333b43') +
          disc(20, 60, 10, '#aab4bb') +
          disc(98, 60, 20, '#333b43') +
          disc(98, 60, 10, '#aab4bb') +
          path('M20 54l24-26h38l22 30H54z', c.accent) +
          stroke('M82 28l8-18h12', '#46515e', 5) +
          rect(6, 6, 44, 24, '#c79f68') +
          stroke('M12 18h32', '#fff', 4),
      )
    )
  if (n === 2)
    return (
      outside(c, 250) +
      hills(250, c.far, '#b0c6ba') +
      stilt(20) +
      stilt(250) +
      stroke('M220 150Q240 170 262 150', '#46515e', 3) +
      at(
        206,
        226,
        rect(0, 0, 66, 54, '#6f5236') +
          at(6, 6, sheet(24, 40, c.accent)) +
          at(36, 6, sheet(24, 40, c.second)) +
          stroke('M10 54v30M56 54v30', '#5a4632', 6),
      )
    )
  if (n === 3)
    return (
      outside(c, 214) +
      hills(214, c.far, '#b0c6ba') +
      [
        [20, c.accent],
        [176, c.second],
        [332, '#4f8171'],
      ]
        .map(([x, k]) =>
          at(
            Number(x),
            0,
            rect(8, 130, 6, 140, '#5a4632') +
              rect(122, 130, 6, 140, '#5a4632') +
              path('M-6 136l24-44h100l24 44z', String(k)) +
              rect(4, 214, 128, 16, c.wood) +
              [0, 1, 2, 3]
                .map((i) =>
                  disc(24 + i * 28, 206, 11, ['#c2603f', '#e2b04a', '#6f9665', '#7c3f5c'][i] ?? '#c2603f'),
                )
                .join(''),
          ),
        )
        .join('') +
      at(214, 150, sheet(40, 48, c.accent))
    )
  return (
    rect(0, 0, 480, 320, c.sky) +
    rect(0, 250, 480, 70, c.ground) +
    hills(250, '#1b2740', '#25344d') +
    stilt(130) +
    rect(220, 158, 40, 56, '#f4d98a') +
    rect(166, 162, 36, 28, '#f4d98a') +
    rect(280, 162, 36, 28, '#f4d98a') +
    [
      [60, 40],
      [130, 70],
      [330, 30],
      [420, 80],
      [250, 50],
      [390, 130],
    ]
      .map(([x = 0, y = 0]) => disc(x, y, 2.5, '#f4e7bd'))
      .join('')
  )
}

export const sounds: Scene = (c, n) => {
  if (n === 0)
    return (
      rect(0, 0, 480, 320, c.sky) +
      rect(0, 0, 190, 320, '#efe3c6') +
      rect(0, 0, 480, 40, c.second) +
      rect(60, 90, 80, 90, '#9fb9c7') +
      at(196, 110, speaker('#56606c'), 0, 1.6) +
      at(430, 320, tree(190, c.far)) +
      rect(180, 120, 20, 50, '#46515e')
    )
  if (n === 1)
    return (
      outside(c, 262) +
      hills(262, c.far, '#a9c0b4') +
      rect(232, 60, 14, 240, '#77828b') +
      at(250, 70, speaker('#56606c')) +
      at(228, 70, `<g transform="scale(-1 1)">${speaker('#56606c')}</g>`) +
      at(250, 146, speaker(c.accent), 0, 0.8) +
      stroke('M0 40Q120 80 236 62Q360 84 480 30', '#46515e', 2.5)
    )
  if (n === 2)
    return (
      room(c, 170) +
      rect(60, 180, 360, 110, '#333b43', ' rx="8"') +
      [0, 1, 2, 3, 4, 5, 6]
        .map(
          (i) =>
            rect(90 + i * 44, 200, 6, 70, '#5a656e') +
            rect(80 + i * 44, 210 + ((i * 23) % 44), 26, 14, i % 2 ? c.second : c.accent),
        )
        .join('') +
      stroke('M360 180V96l-40-30', '#46515e', 7) +
      rect(286, 34, 40, 60, '#46515e', ' rx="18" transform="rotate(-40 306 64)"') +
      at(60, 40, sheet(90, 100, c.second))
    )
  return (
    room(c, 220) +
    rect(110, 100, 260, 128, c.wood, ' rx="10"') +
    disc(184, 164, 44, '#3a332b') +
    disc(184, 164, 30, '#5a5046') +
    rect(250, 122, 98, 40, '#efe3c6') +
    stroke('M262 142h74M300 130v24', c.accent, 4) +
    disc(274, 196, 15, '#efe3c6') +
    disc(324, 196, 15, '#efe3c6') +
    stroke('M340 100L400 24', '#77828b', 5) +
    at(60, 204, plant(c.second))
  )
}

export const weather: Scene = (c, n) =>
  n === 0
    ? outside(c, 200) +
      hills(206, c.far, '#8fa39a') +
      path('M0 250C160 220 320 230 480 214V286C320 296 160 290 0 320z', '#6b7275') +
      stroke('M30 282L120 272M360 252L450 246', '#e8e3d6', 6) +
      path('M160 276C180 210 206 150 244 124C306 150 356 212 384 272C330 298 214 300 160 276z', '#9a6b45') +
      disc(220, 262, 22, '#7f766c') +
      disc(270, 250, 30, '#8d8478') +
      disc(318, 268, 18, '#7f766c') +
      at(
        60,
        226,
        rect(0, 0, 96, 18, '#fff') +
          path('M0 0h20L4 18H0zM40 0h20L44 18H24zM80 0h16L84 18H64z', '#a3211b') +
          stroke('M14 18v36M82 18v36', '#56606c', 6),
      ) +
      drops('#e6eff2', 11)
    : rect(0, 0, 480, 320, c.sky) +
      hills(260, c.far, '#9fb0ac') +
      drops('#eef4f6', 5) +
      '<path fill-rule="evenodd" d="M0 0h480v320H0zM74 38v222h332V38z" fill="#8d9aa2"/>' +
      stroke('M67 31h346v236H67z', '#5d6a72', 12) +
      stroke('M240 38v222M74 150h332', '#5d6a72', 9) +
      rect(36, 262, 408, 18, c.wood) +
      at(110, 226, phone(20, '#f4d98a', '')) +
      at(350, 236, plant(c.second)) +
      at(210, 236, rect(0, 0, 44, 26, '#fff') + stroke('M44 6c12 0 12 14 0 14', '#fff', 4))
