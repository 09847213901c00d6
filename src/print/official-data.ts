import { CELL_PADDING, URGENCY, widestWord, type Composition } from '../document/write/index.ts'

/** What the template `official` prints: a composition with the lengths that are no part of it. */
export function officialData(composition: Composition): unknown {
  return {
    ...composition,
    lines: composition.lines.map(withTight),
    annexes: composition.annexes.map((annex) => ({ ...annex, lines: annex.lines.map(withTight) })),
    cellPadding: CELL_PADDING,
    urgencyHeight: URGENCY.height,
  }
}

/** A table says of each cell whether a word may be wider than it is: the template measures the words of those only. */
function withTight(line: Composition['lines'][number]): unknown {
  if (line.kind === 'text') return line
  const isTight = (texts: readonly string[], width: number) =>
    texts.some((text) => widestWord(text, line.size) > width - 2 * CELL_PADDING)
  return {
    ...line,
    columns: line.columns.map((column) => ({ ...column, tight: isTight([column.title], column.width) })),
    rows: line.rows.map((row) => ({
      ...row,
      tight: row.cells.map((cell, i) => isTight(cell, line.columns[i]?.width ?? 0)),
    })),
  }
}
