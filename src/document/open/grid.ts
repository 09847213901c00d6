import { rowsOf, type PlacedWord, type Row, type Rule } from './placed.ts'

/** A table by the lines drawn around its cells. */
export interface Grid {
  top: number
  bottom: number
  /** rows of cells; a cell is the lines of its words */
  rows: Row[][][]
}

/** Lines this near are one, in tenths of a point. */
const near = 25
/** More lines than a table of hundreds of rows has; what is drawn beyond them is a picture. */
const maxRules = 3_000

/**
 * Tables of at least two columns that are drawn with lines.
 * @returns the tables from the top, and the words that stand in none
 */
export function findGrids(
  words: readonly PlacedWord[],
  rules: readonly Rule[],
): { grids: Grid[]; rest: PlacedWord[] } {
  const grids: Grid[] = []
  let rest = [...words]
  for (const group of touching(rules.slice(0, maxRules))) {
    const across = group.filter((rule) => rule.w >= rule.h)
    const upright = group.filter((rule) => rule.h > rule.w)
    const lines = places(across.map((rule) => rule.y + rule.h / 2))
    if (lines.length < 2 || places(upright.map((rule) => rule.x + rule.w / 2)).length < 3) continue
    const [top, bottom] = [lines[0] ?? 0, lines.at(-1) ?? 0]
    const inside = rest.filter((word) => {
      const middle = word.y + word.h / 2
      return middle > top && middle < bottom && isBetween(word, upright)
    })
    if (inside.length === 0) continue
    const taken = new Set(inside)
    rest = rest.filter((word) => !taken.has(word))
    const rows: Row[][][] = []
    for (const [i, from] of lines.slice(0, -1).entries()) {
      const to = lines[i + 1] ?? bottom
      const band = inside.filter((word) => word.y + word.h / 2 > from && word.y + word.h / 2 <= to)
      if (band.length > 0) rows.push(cellsOf(band, upright, (from + to) / 2))
    }
    grids.push({ top, bottom, rows })
  }
  return { grids: grids.sort((a, b) => a.top - b.top), rest }
}

function isBetween(word: PlacedWord, upright: readonly Rule[]): boolean {
  const middle = word.x + word.w / 2
  return upright.some((rule) => rule.x <= middle) && upright.some((rule) => rule.x >= middle)
}

/** The cells of a band: between the lines that go through it, so that a cell over several columns stays one. */
function cellsOf(band: readonly PlacedWord[], upright: readonly Rule[], height: number): Row[][] {
  const edges = places(
    upright
      .filter((rule) => rule.y <= height && rule.y + rule.h >= height)
      .map((rule) => rule.x + rule.w / 2),
  )
  const cells: PlacedWord[][] = Array.from({ length: Math.max(1, edges.length - 1) }, () => [])
  for (const word of band) {
    const middle = word.x + word.w / 2
    const at = edges.findLastIndex((edge) => edge <= middle)
    cells[Math.min(cells.length - 1, Math.max(0, at))]?.push(word)
  }
  return cells.map(rowsOf)
}

/** Sorted places, those that are near each other as one. */
function places(all: readonly number[]): number[] {
  const distinct: number[] = []
  for (const place of [...all].sort((a, b) => a - b)) {
    const last = distinct.at(-1)
    if (last === undefined || place - last > near) distinct.push(place)
  }
  return distinct
}

/** Groups of lines that touch each other. */
function touching(rules: readonly Rule[]): Rule[][] {
  const group = rules.map((_, i) => i)
  const root = (i: number): number => {
    let at = i
    while (group[at] !== at) at = group[at] = group[group[at] ?? at] ?? at
    return at
  }
  // From the top, so that only lines that begin before another ends are compared.
  const order = rules.map((_, i) => i).sort((a, b) => (rules[a]?.y ?? 0) - (rules[b]?.y ?? 0))
  const open: number[] = []
  for (const i of order) {
    const rule = rules[i]
    if (!rule) continue
    for (let k = open.length - 1; k >= 0; k--) {
      const other = open[k]
      const before = other === undefined ? undefined : rules[other]
      if (other === undefined || !before) continue
      if (before.y + before.h + near < rule.y) open.splice(k, 1)
      else if (rule.x <= before.x + before.w + near && before.x <= rule.x + rule.w + near)
        group[root(i)] = root(other)
    }
    open.push(i)
  }
  const groups = new Map<number, Rule[]>()
  for (const [i, rule] of rules.entries()) {
    const at = root(i)
    const own = groups.get(at)
    if (own) own.push(rule)
    else groups.set(at, [rule])
  }
  return [...groups.values()].filter((rulesOf) => rulesOf.length >= 5)
}
