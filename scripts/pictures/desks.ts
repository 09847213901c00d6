import {
  rect,
  path,
  stroke,
  disc,
  lines,
  at,
  sheet,
  qr,
  plant,
  pane,
  chairs,
  table,
  laptop,
  monitor,
  phone,
  banner,
  room,
  outside,
  type Scene,
} from './parts.ts'

export const desk: Scene = (c, n) => {
  if (n === 0)
    return (
      outside(c) +
      rect(40, 96, 8, 160, '#77828b') +
      rect(432, 96, 8, 160, '#77828b') +
      path('M20 60h440l24 44H-4z', c.accent) +
      path('M108 60h88l8 44H92zM284 60h88l16 44H276z', '#fff') +
      rect(90, 200, 300, 86, c.second) +
      rect(80, 190, 320, 14, c.wood) +
      at(120, 128, laptop('#e6eff4', c.accent)) +
      at(290, 150, sheet(40, 40, c.accent)) +
      at(352, 164, plant('#efe3c6'))
    )
  if (n === 1)
    return (
      room(c) +
      at(40, 30, pane(120, 110, '#cfe3ea')) +
      rect(300, 30, 120, 60, '#35604f') +
      lines(320, 50, [80, 54], 20, '#dfeae3', 5) +
      table(60, 190, 360, 92, c.wood) +
      at(120, 106, laptop('#e6eff4', c.second)) +
      at(320, 160, path('M0 30L16 0h28L60 30z', c.accent) + lines(18, 16, [24], 1, '#fff', 5)) +
      chairs(110, 262, 3, 52, 96, '#4c6378')
    )
  if (n === 2)
    return (
      rect(0, 0, 480, 320, c.sky) +
      path('M150 60h120L380 214H40z', '#f4d98a33') +
      table(40, 212, 400, 80, c.wood, '#54412f') +
      stroke('M120 212v-96l60-40', '#8a949c', 7) +
      path('M158 62l52 24-16 26-50-24z', c.accent) +
      at(230, 128, laptop('#dfeaf0', '#35507a')) +
      at(66, 196, rect(0, 0, 90, 16, '#fff')) +
      at(350, 20, pane(96, 80, '#16223a', '#56606c')) +
      disc(420, 40, 9, '#f4e7bd')
    )
  return (
    room(c, 190) +
    rect(0, 190, 480, 130, c.wood) +
    rect(0, 182, 480, 14, '#e3d7be') +
    rect(40, 40, 400, 142, '#cfe0e6aa') +
    stroke('M40 40h400M40 40v142M173 40v142M306 40v142M440 40v142', '#8a949c', 5) +
    [70, 203, 336]
      .map((x, i) =>
        at(x, 0, rect(0, 12, 72, 26, i === 1 ? c.accent : c.second) + lines(16, 25, [40], 1, '#fff', 5)),
      )
      .join('') +
    at(60, 204, sheet(60, 44, c.accent)) +
    at(240, 150, plant(c.second)) +
    at(360, 206, qr(56, 4))
  )
}

export const screens: Scene = (c, n) => {
  if (n === 0)
    return (
      room(c) +
      at(40, 30, pane(90, 120, '#cfe3ea')) +
      at(156, 82, monitor('#f3f7f9', c.accent)) +
      table(60, 208, 360, 70, c.wood) +
      rect(170, 216, 120, 12, '#dfe4e6') +
      at(350, 182, plant(c.second)) +
      at(80, 188, rect(0, 0, 54, 20, c.second) + rect(6, -14, 48, 14, c.accent))
    )
  if (n === 1)
    return (
      rect(0, 0, 480, 320, c.floor) +
      rect(0, 0, 480, 150, c.sky) +
      at(130, 80, laptop('#e6eff4', c.accent), 0, 1.7) +
      at(
        60,
        236,
        rect(0, 0, 48, 42, c.second, ' rx="6"') +
          stroke('M48 10c16 0 16 20 0 20M14-8c-4-8 4-10 0-18M30-8c-4-8 4-10 0-18', '#fff', 4),
      ) +
      at(380, 226, sheet(70, 60, c.accent), 12)
    )
  if (n === 2)
    return (
      room(c, 180) +
      banner(150, 20, 180, 40, c.second, '#fff') +
      [0, 1, 2]
        .map((i) => at(36 + i * 150, 76, monitor(i === 1 ? '#e8f2ea' : '#f3f7f9', c.accent), 0, 0.8))
        .join('') +
      table(16, 178, 448, 44, c.wood) +
      chairs(60, 228, 3, 64, 150, c.second)
    )
  if (n === 3)
    return (
      room(c, 200) +
      at(86, 20, laptop('#22304a', c.second), 0, 2.2) +
      path('M200 80l44 26-44 26z', '#fff') +
      rect(90, 168, 200, 6, '#56606c') +
      rect(90, 168, 84, 6, c.second) +
      stroke('M404 240v-110M376 240h56', '#46515e', 8) +
      rect(386, 84, 36, 56, '#46515e', ' rx="16"')
    )
  return (
    room(c, 262) +
    rect(70, 26, 340, 200, '#28323c', ' rx="6"') +
    rect(80, 36, 320, 180, c.accent) +
    [0, 1, 2, 3]
      .map((i) => disc(126 + i * 76, 110, 26, '#fff') + lines(106 + i * 76, 156, [40], 1, '#fff', 6))
      .join('') +
    stroke('M154 110h20M230 110h20M306 110h20', c.second, 6) +
    rect(130, 262, 220, 12, c.wood) +
    at(30, 236, plant(c.second)) +
    at(450, 236, plant(c.second))
  )
}

export const phones: Scene = (c, n) => {
  const bubble = (x: number, y: number, w: number, k: string) =>
    rect(x, y, w, 26, k, ' rx="10"') + lines(x + 12, y + 13, [w - 28], 1, '#fff', 4)
  if (n === 0)
    return (
      rect(0, 0, 480, 320, c.far) +
      disc(240, 160, 140, c.sky) +
      at(
        176,
        32,
        phone(
          128,
          '#f6f8f9',
          bubble(14, 30, 74, c.second) +
            bubble(40, 68, 74, c.accent) +
            bubble(14, 106, 60, c.second) +
            bubble(32, 144, 82, c.accent) +
            bubble(14, 182, 66, c.second),
        ),
      )
    )
  if (n === 1)
    return (
      rect(0, 0, 480, 320, c.wood) +
      at(60, 90, sheet(170, 200, c.accent), -6) +
      at(
        290,
        40,
        phone(
          112,
          '#dfe8ec',
          at(22, 46, sheet(68, 92, c.accent)) +
            stroke('M16 60v-20h20M96 60v-20h-20M16 130v20h20M96 130v20h-20', c.second, 4) +
            disc(56, 182, 14, c.second),
        ),
        5,
      )
    )
  return (
    rect(0, 0, 480, 320, c.sky) +
    rect(0, 240, 480, 80, c.floor) +
    at(
      96,
      56,
      phone(106, c.accent, path('M40 84l36 22-36 22z', '#fff') + lines(20, 170, [66, 40], 14, '#fff', 4)),
    ) +
    at(
      270,
      56,
      phone(
        106,
        '#fff',
        [0, 1, 2, 3]
          .map(
            (i) =>
              disc(26, 44 + i * 40, 10, i < 3 ? '#2f8552' : '#c9ced2') +
              lines(44, 40 + i * 40, [46, 30], 10, '#aab4bb', 3),
          )
          .join(''),
      ),
    )
  )
}
