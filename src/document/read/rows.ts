import type { Line } from '../text/lines.ts'
import { readMarker } from './markers.ts'

/** Fewer lines with tabs one below the other may be a typist's columns. */
const fewest = 3

/**
 * The rows of tables whose cells are parted by tabs, as an opened file has them: three or more lines, each with a tab
 * behind words ("Sáng: từ 8h30⇥⇥" has two empty cells). A tab between a marker and its words parts no cells.
 * @param text the text that the lines are of
 */
export function tabbedRows(text: string, lines: readonly Line[]): ReadonlySet<Line> {
  const rows = new Set<Line>()
  let block: Line[] = []
  const end = () => {
    if (block.length >= fewest && block.filter(({ pieces }) => pieces.length > 1).length > 1)
      for (const line of block) rows.add(line)
    block = []
  }
  for (const line of lines) {
    if (!line.barred && hasCells(text, line)) block.push(line)
    else end()
  }
  end()
  return rows
}

function hasCells(text: string, line: Line): boolean {
  const newline = text.indexOf('\n', line.end)
  const words = text.slice(line.start, newline < 0 ? text.length : newline)
  const at = words.lastIndexOf('\t')
  return at >= 0 && at >= (readMarker(words)?.length ?? 0)
}
